import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { doctorText } from '../../../src/reporters/doctor.ts';

describe('the self-test of the doctor', () => {
  it('keeps its columns apart, however many reads it took', () => {
    const text = doctorText(
      {
        machine: { node: 'v20', platform: 'linux', cores: 2, timerLateP50Us: 80, timerLateP95Us: 200 },
        selfTest: [
          {
            ...{ wire: 'TLS, HTTP/2', method: 'barrier', summary: 'barrier over HTTP/2', threads: 1, members: 100 },
            ...{ claimedP50Us: 2200, seenP50Us: 2200, seenP95Us: 2200, reads: [100, 1000], unanswered: 0 },
          },
        ],
        advice: [],
      },
      new Chalk({ level: 0 }),
    );
    expect(text).toMatch(/ 2\.2 ms +100 to 1000/);
  });
});
