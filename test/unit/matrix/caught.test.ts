import { describe, expect, it } from 'vitest';
import type { ScenarioReport } from '../../../src/analysis/index.ts';
import { seldomHit, telling } from '../../matrix/caught.ts';

describe('what a racy twin broke', () => {
  const oversold = {
    name: 'one buyer',
    kind: 'count',
    verdict: 'violated',
    first: { expected: 'sold: exactly 1' },
  } as const;
  const failed = { name: 'no errors', kind: 'noErrors', verdict: 'violated', first: { expected: 'no error' } } as const;
  const strange = {
    name: 'nothing else',
    kind: 'count',
    verdict: 'violated',
    first: { expected: 'unexpected: exactly 0' },
  } as const;

  it('tells of its bug when it is the harm', () => {
    expect(telling('oversell', [oversold, failed, { ...oversold, name: 'kept', verdict: 'held' }])).toEqual([
      'one buyer',
    ]);
  });

  it('tells nothing when requests only failed, or were answered as nobody expects', () => {
    expect(telling('oversell', [failed, strange])).toEqual([]);
  });

  it('tells of a deadlock when requests failed', () => {
    expect(telling('deadlock', [failed])).toEqual(['no errors']);
  });
});

it('names the racy twins that broke in less than a fifth of their rounds', () => {
  const hunted = (violated: number) => {
    const last = { rounds: { fired: 10, unjudged: 0, violated } } as ScenarioReport;
    return { hunts: [last], last };
  };
  expect(
    seldomHit(
      new Map([
        ['oversell', hunted(2)],
        ['transfer', hunted(1)],
      ]),
    ),
  ).toEqual([expect.stringMatching(/^finding: racy transfer broke in 10 % of its rounds/)]);
});
