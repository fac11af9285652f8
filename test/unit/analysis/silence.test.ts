import { expect, test } from 'vitest';
import { createSilenceWatch } from '../../../src/analysis/silence.ts';
import type { RoundHistory } from '../../../src/history/history.ts';
import { round } from '../invariants/history-builder.ts';

const refused = 'POST /items: nothing listens on 127.0.0.1:9; is the service running? (ECONNREFUSED)';
const trouble = (unreachable: boolean) => ({ trouble: { phase: 'prepare', message: refused, unreachable } }) as const;
const sent = { method: 'POST', url: 'http://127.0.0.1:9/items', headers: [], bodyBytes: 0 };
const prepared = [{ place: 0, name: 'create', sent, status: 201, captured: {} }];
const silenceAfter = (...rounds: readonly RoundHistory[]) => {
  const watch = createSilenceWatch();
  for (const each of rounds) watch.add(each);
  const silence = watch.report();
  return silence && `${silence.since} (${silence.shown})`;
};
const answered = round('sold; refused', { prepared });

test('a target that dies in mid-burst is named with the round, what was lost there, and what came then', () => {
  const died = round('lost; lost', { round: 4, prepared });
  expect(silenceAfter(answered, died, round('', { round: 5, ...trouble(true) }))).toBe(
    `the target stopped answering in round 4 (2 of 2 members without an answer, then ${refused})`,
  );
});

test('a target that dies between two rounds, or while the final state is read, is named too', () => {
  expect(silenceAfter(answered, round('', { round: 2, ...trouble(true) }))).toBe(
    `the target stopped answering in round 2 (${refused})`,
  );
  expect(silenceAfter(answered, round('sold; lost', { round: 2, prepared, ...trouble(true) }))).toContain(
    'in round 2 (1 of 2 members without an answer, then POST',
  );
});

test('a target that answers again, that never answered, or that only drops the members has not stopped', () => {
  const gone = round('', { round: 2, ...trouble(true) });
  expect(silenceAfter(answered, gone, answered)).toBeUndefined();
  expect(silenceAfter(answered, gone, round('lost; lost', { prepared }))).toBeUndefined();
  expect(silenceAfter(gone, gone)).toBeUndefined();
  expect(silenceAfter(answered, round('lost; lost', { round: 2 }))).toBeUndefined();
  expect(silenceAfter(answered, round('', { round: 2, ...trouble(false) }))).toBeUndefined();
});
