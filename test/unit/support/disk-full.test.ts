import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isDiskFull } from '../../../src/support/disk-full.ts';

/** What an action throws. */
function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe('a full disk', () => {
  it('is told from other trouble with a file', () => {
    expect(isDiskFull(Object.assign(new Error('EDQUOT: quota exceeded'), { code: 'EDQUOT' }))).toBe(true);
    expect(isDiskFull(thrownBy(() => openSync(join(tmpdir(), 'racehound-none', 'x'), 'r')))).toBe(false);
    expect(isDiskFull('ENOSPC')).toBe(false);
  });

  // A device of Linux that refuses every byte.
  it.runIf(existsSync('/dev/full'))('is what a write to one throws', () => {
    const file = openSync('/dev/full', 'w');
    expect(isDiskFull(thrownBy(() => writeSync(file, 'x')))).toBe(true);
    closeSync(file);
  });
});
