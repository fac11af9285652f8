import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoundHistory } from '../../../src/history/history.ts';
import { judge, observed, round, weakened } from './history-builder.ts';

/** One spec for every kind whose verdict depends on the effect of operations. */
const specs = [
  { count: { of: 'sold', exactly: 2 } },
  { count: { of: 'sold', atMost: 2 } },
  { count: { of: 'refused', atLeast: 2 } },
  { count: { of: 'unexpected', exactly: 0 } },
  { unique: { of: 'sold', value: 'ticket' } },
  { identical: { of: 'sold', value: 'ticket' } },
  { conserved: { before: 'initial.stock', after: 'final.stock', change: { sold: -1 } } },
  { noLostUpdate: { of: 'sold', initial: 'initial.sold', final: 'final.sold' } },
  { inventory: { stock: 'initial.stock', sold: 'sold', soldOut: 'refused' } },
  { ledger: { entries: 'final.list', acknowledged: 'sold', key: 'key', entryKey: 'entry' } },
  { versionChain: { of: 'sold', from: 'key', to: 'ticket' } },
  { versionChain: { of: 'sold', from: 'key', to: 'ticket', initial: 'initial.stock', final: 'final.stock' } },
  { idempotent: { key: 'key', effect: 'ticket' } },
  { idempotent: { key: 'key', effect: 'ticket', entries: 'final.list' } },
  { mutualExclusion: { acquire: 'sold', owner: 'key', lease: '0.003us' } },
  { mutualExclusion: { acquire: 'sold', release: 'freed', owner: 'key', busy: 'refused', token: 'ticket' } },
  { limit: { of: 'sold', atMost: 1, per: '0.006us', kind: 'sliding' } },
  { limit: { of: 'sold', atMost: 1, per: '0.006us', kind: 'bucket', burst: 1 } },
  { linearizable: { model: 'stock', initial: 'initial.stock', buy: { of: 'sold', soldOut: 'refused' } } },
  { linearizable: { model: 'stock', initial: 'initial.stock', final: 'final.stock', buy: { of: 'sold' } } },
  { linearizable: { model: 'set', add: { of: 'sold', present: 'refused', value: 'member / 2' } } },
  { sequentialEquivalence: { allowed: [{ sold: 1, refused: 2 }, { sold: 2 }, { sold: 3, refused: 1 }] } },
  { sequentialEquivalence: { value: 'ticket', allowed: [{ sold: [1, 2] }, { sold: [1, 2, 2] }] } },
  { readYourWrites: { of: 'sold', version: 'ticket', write: 'buy.sold' } },
  { monotonicReads: { of: 'sold', version: 'ticket' } },
  { latency: { of: 'sold', p50: '0.003us' } },
  { latency: { of: 'buy', max: '0.003us' } },
  { assert: 'initial.stock - final.stock == count.sold' },
  { assert: 'count.sold <= 2 && count.refused >= 1' },
];

const operation = fc
  .tuple(
    fc
      .tuple(
        fc.constantFrom(
          'sold ticket=1',
          'sold ticket=2',
          'refused',
          'freed',
          'lost',
          'limited',
          'unexpected#500',
          'unclaimed',
        ),
        fc.constantFrom(1, 2),
      )
      .map(([text, key]) => `${text} key:${key}`),
    fc.nat(5),
    fc.nat(5),
  )
  .map(([text, begin, length]) => {
    const [name = '', ...captures] = text.split(' ');
    return [`${name}@${begin}-${begin + length}`, ...captures].join(' ');
  });
const history = fc
  .tuple(fc.array(operation, { minLength: 1, maxLength: 6 }), fc.nat(3), fc.nat(3), fc.subarray([1, 1, 2]))
  .map(([texts, before, after, list]) =>
    round(texts.join(';'), observed({ stock: before, sold: 0 }, { stock: after, sold: before - after, list })),
  );

const anyPlace = fc.nat(5);

test.each(specs.map((spec) => [JSON.stringify(spec), spec]))(
  '%s does not turn from held into violated when an answer is forgotten',
  (_, spec) => {
    fc.assert(
      fc.property(history, anyPlace, (known, place) => {
        fc.pre(judge(spec, known).verdict === 'held' && known.operations[place]?.outcome !== 'limited');
        expect(judge(spec, forgetting(known, place)).verdict).not.toBe('violated');
      }),
      { maxSkipsPerRun: 1000 },
    );
  },
);

/** These are about the answers themselves, whatever they stand for. */
const ofAnswers = specs.filter((spec) => ['sequentialEquivalence', 'count', 'latency'].some((kind) => kind in spec));

test.each(specs.filter((spec) => !ofAnswers.includes(spec)).map((spec) => [JSON.stringify(spec), spec]))(
  '%s does not turn from held into violated when an answer gets a meaning that no outcome names',
  (_, spec) => {
    fc.assert(
      fc.property(history, anyPlace, (known, place) => {
        fc.pre(judge(spec, known).verdict === 'held' && known.operations[place]?.outcome !== 'limited');
        expect(judge(spec, misreading(known, place)).verdict).not.toBe('violated');
      }),
      { maxSkipsPerRun: 1000 },
    );
  },
);

test.each(specs.map((spec) => [JSON.stringify(spec), spec]))(
  '%s, violated in doubt, is violated for everything that the doubt allows',
  (_, spec) => {
    fc.assert(
      fc.property(history, anyPlace, (known, place) => {
        fc.pre(judge(spec, forgetting(known, place)).verdict === 'violated');
        expect(judge(spec, known).verdict).not.toBe('held');
      }),
      { maxSkipsPerRun: 1000 },
    );
  },
);

/** The operation is answered by a success that nobody has a name for. */
function misreading(known: RoundHistory, place: number): RoundHistory {
  const answer = { status: 302, headers: [], body: '', bodyBytes: 0 };
  return {
    ...known,
    operations: known.operations.map((operation, index) =>
      index === place && operation.outcome !== 'unsent'
        ? { ...operation, outcome: 'unexpected', effect: 'ok', limited: false, answer, captures: {} }
        : operation,
    ),
  };
}

function forgetting(known: RoundHistory, place: number): RoundHistory {
  return {
    ...known,
    operations: known.operations.map((operation, index) => (index === place ? weakened(operation) : operation)),
  };
}
