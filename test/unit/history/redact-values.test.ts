import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/history/redact.ts';
import { redactedValues } from '../../../src/history/redact-values.ts';

function redact(value: unknown, ...secrets: readonly string[]): unknown {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactedValues(value, redactor);
}

describe('a report without secrets', () => {
  it('has none in any text, however deep it lies and whatever a format would make of it', () => {
    const report = { because: 'token a&b"<c', list: [{ body: '{"t":"a&b\\"<c"}' }] };
    expect(redact(report, 'a&b"<c')).toEqual({
      because: 'token [redacted 1]',
      list: [{ body: '{"t":"[redacted 1]"}' }],
    });
  });

  it('survives a secret that looks like a part of an escape', () => {
    expect(redact({ body: '\nabcd' }, 'nabc')).toEqual({ body: '\nabcd' });
  });

  it('has no short secret where that is a whole value', () => {
    expect(redact({ captures: { pin: 'x1', other: 'ax1b' } }, 'x1')).toEqual({
      captures: { pin: '[redacted 1]', other: 'ax1b' },
    });
  });

  it('has no secret number among what was captured, and keeps its own measurements', () => {
    const report = { spreadUs: 4711, kept: [{ final: { pin: 4711, big: 90071992547409931234n }, initial: {} }] };
    expect(redact(report, '4711', '90071992547409931234')).toEqual({
      spreadUs: 4711,
      kept: [{ final: { pin: '[redacted 1]', big: '[redacted 2]' }, initial: {} }],
    });
  });

  it('keeps a number that is too short to be a secret, though a secret is spelt like it', () => {
    expect(redact({ captures: { token: '7' }, initial: { stock: 7 } }, '7')).toEqual({
      captures: { token: '[redacted 1]' },
      initial: { stock: 7 },
    });
  });

  it('keeps the names that the scenario gave, and none of the service', () => {
    const named = { captures: { ticket: { ticket: 1 } }, final: { ticket: 'ticket' } };
    expect(redact(named, 'ticket')).toEqual({
      captures: { ticket: { '[redacted 1]': 1 } },
      final: { ticket: '[redacted 1]' },
    });
  });

  it('keeps the words without which it could not be read', () => {
    const record = {
      record: 'round',
      kind: 'race',
      startedAt: '2026-01-01T00:00:00.000Z',
      delivery: { method: 'barrier', protocol: 'http/1.1' },
      operations: [{ effect: 'info', traceId: '4711'.repeat(8), sent: { method: 'POST', body: 'POST' } }],
    };
    expect(redact(record, '2026', 'round', 'race', 'barrier', 'info', '4711', 'POST')).toEqual({
      ...record,
      operations: [{ effect: 'info', traceId: '4711'.repeat(8), sent: { method: 'POST', body: '[redacted 7]' } }],
    });
  });

  it('is the same data when there is no secret', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(redact(value)).toEqual(value);
      }),
    );
  });
});
