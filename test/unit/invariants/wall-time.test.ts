import { describe, expect, test } from 'vitest';
import { wallTime } from '../../../src/invariants/wall-time.ts';

const second = 1_000_000_000;
/** 2026-11-26T16:25:24Z. */
const epoch = 1_795_710_324n * 1_000_000_000n;

describe('the time that an answer tells', () => {
  test.each([
    ['Thu, 26 Nov 2026 16:25:24 GMT', epoch, second],
    ['2026-11-26T16:25:24Z', epoch, second],
    ['2026-11-26 16:25:24+00', epoch, second],
    ['2026-11-26T17:55:24+01:30', epoch, second],
    ['2026-11-26T16:25:24.5Z', epoch + 500_000_000n, second / 10],
    ['2026-11-26T16:25:24.123Z', epoch + 123_000_000n, 1_000_000],
    ['2026-11-26T16:25:24.123456789-0000', epoch + 123_456_789n, 1],
    [1_795_710_324, epoch, second],
    [1_795_710_324_123, epoch + 123_000_000n, 1_000_000],
    ['1795710324123', epoch + 123_000_000n, 1_000_000],
    [1_795_710_324_123_456, epoch + 123_456_000n, 1000],
    [1_795_710_324_123_456_789n, epoch + 123_456_789n, 1],
    [1_795_710_324.25, epoch + 250_000_000n, second / 100],
    [0, 0n, second],
  ])('is read with its resolution: %s', (written, atNs, stepNs) => {
    expect(wallTime(written)).toEqual({ atNs, stepNs });
  });

  test.each([
    '2026-11-26T16:25:24',
    '2026-11-26',
    'Thu Nov 26 2026',
    'Thu, 26 Xyz 2026 16:25:24 GMT',
    '2026-13-26T16:25:24Z',
    'yesterday',
    '',
    -1,
    null,
    true,
    { at: 1 },
  ])('is none without a zone, or in another form: %j', (written) => {
    expect(wallTime(written)).toBeUndefined();
  });
});
