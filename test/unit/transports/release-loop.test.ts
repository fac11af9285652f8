import { expect, it } from 'vitest';
import { releaseLoop } from '../../../src/transports/release-loop.ts';

/** Runs a release whose instants have all passed, and gives what happened in order: `practise`, `meet`, `go 0-2`, and a `turn` of the event loop. */
async function runLate(offsetsNs: readonly number[]): Promise<readonly string[]> {
  const happened: string[] = [];
  const note = (what: string) => {
    happened.push(what);
    setImmediate(() => happened.push('turn'));
  };
  const releaseAtNs = process.hrtime.bigint() - 60_000_000_000n;
  await releaseLoop({
    releaseAtNs,
    offsetsNs,
    practise: () => note('practise'),
    meet: () => {
      happened.push('meet');
      return releaseAtNs;
    },
    letGo: (from, to) => note(`go ${from}-${to}`),
  });
  return happened;
}

it('lets go of what is due together in one call, and reads answers before each next one, however late it is', async () => {
  expect(await runLate([0, 0, 100, 200, 200])).toEqual([
    'practise',
    'turn',
    'meet',
    'go 0-2',
    'turn',
    'go 2-3',
    'turn',
    'go 3-5',
  ]);
});

it('agrees on the instant with the other threads though none of its own places is due at the release', async () => {
  expect(await runLate([100])).toEqual(['practise', 'turn', 'meet', 'go 0-1']);
});

it('has nothing to let go of in an empty share, and still meets the other threads', async () => {
  expect(await runLate([])).toEqual(['practise', 'turn', 'meet']);
});
