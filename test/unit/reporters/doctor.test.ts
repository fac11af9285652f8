import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { TargetFacts } from '../../../src/history/target-facts.ts';
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

describe('what the doctor says of a target', () => {
  const tlsOf = (facts: Pick<TargetFacts, 'origin' | 'tls' | 'speaksTls'>) => {
    const target = { ...facts, protocols: [], keepAlive: false, startsAtHeaders: [], refused: {}, requests: 0 };
    const machine = { node: 'v20', platform: 'linux', cores: 2, timerLateP50Us: 80, timerLateP95Us: 200 };
    const text = doctorText({ machine, selfTest: [], advice: [], target }, new Chalk({ level: 0 }));
    return /^ {2}TLS +(.*)$/m.exec(text)?.[1];
  };

  it('claims no TLS only where the URL asks for none and the port speaks none', () => {
    expect(tlsOf({ origin: 'http://shop.test:80' })).toBe('no');
    expect(tlsOf({ origin: 'http://shop.test:443', speaksTls: true })).toBe('yes, though the URL says http');
    expect(tlsOf({ origin: 'https://shop.test:443' })).toBe('no handshake was completed');
    expect(tlsOf({ origin: 'https://shop.test:443', tls: 'TLSv1.3' })).toBe('TLSv1.3');
  });
});
