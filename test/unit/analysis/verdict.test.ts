import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeVerdicts, validity } from '../../../src/analysis/index.ts';
import { round } from '../invariants/history-builder.ts';

const verdict = fc.constantFrom('held', 'violated', 'inconclusive');

test('one violation outweighs everything, one open question everything that held', () => {
  fc.assert(
    fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
      const worst = ['violated', 'inconclusive', 'held'].find((candidate) => verdicts.some((one) => one === candidate));
      expect(mergeVerdicts(verdicts)).toBe(worst);
    }),
  );
});

test('nothing at all proves nothing', () => {
  expect(mergeVerdicts([])).toBe('inconclusive');
});

const timing = { spreadNs: 1_000_000, earlyAnswers: 0, maxInFlight: 2 };

test('a spread as wide as the window is still valid', () => {
  expect(validity(round('ok; ok', { timing }), 1_000_000, 'auto')).toEqual({ kind: 'valid' });
  expect(validity(round('ok; ok', { timing }), 999_999, 'auto')).toEqual({ kind: 'invalid', flaws: ['wide-spread'] });
});

test('a burst of one member needs no company', () => {
  expect(validity(round('ok', { timing: { ...timing, maxInFlight: 1 } }), 1_000_000, 'auto')).toEqual({
    kind: 'valid',
  });
});

test('every flaw of a round is told', () => {
  const poor = { spreadNs: 2, earlyAnswers: 1, maxInFlight: 1 };
  expect(validity(round('ok; limited', { timing: poor }), 1, 'auto')).toEqual({
    kind: 'invalid',
    flaws: ['wide-spread', 'early-answers', 'no-overlap', 'rate-limited'],
  });
});

test('pipelined members prove nothing, unless the scenario pinned pipelining', () => {
  const delivery = {
    method: 'pipelined',
    protocol: 'http/1.1',
    hold: 'headers',
    threads: 1,
    connections: 'warm',
  } as const;
  const history = { ...round('ok; ok', { timing }), delivery };
  expect(validity(history, 1_000_000, 'auto')).toEqual({ kind: 'invalid', flaws: ['maybe-in-turn'] });
  expect(validity(history, 1_000_000, 'pipelined')).toEqual({ kind: 'valid' });
});
