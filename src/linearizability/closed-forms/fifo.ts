import { canonicalJson } from '../../support/canonical-json.ts';
import type { ClosedFormFinding } from '../model.ts';
import type { QueueAction, QueueState } from '../models/queue.ts';
import { byStart, compareInstants, type Interval, type TimedOperation } from '../operation.ts';
import { coverage } from './coverage.ts';

type Operation = TimedOperation<QueueAction>;
type Finding = ClosedFormFinding<QueueAction>;

/** One value of the queue: how it came in and went out. */
interface Passage {
  readonly value: string;
  /** An interval only for a value that was there at the start. */
  readonly enqueue: Interval;
  readonly enqueued?: Operation;
  dequeued?: Operation;
}

/**
 * A queue in which no value is enqueued twice, in O(n log n). Such a history is not linearizable iff it has one of four
 * patterns (Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013): a value that came out and
 * never went in, or before it did; one that came out twice; two that came out in the wrong order, one of them perhaps never;
 * an answer "empty" while at every instant some value was surely inside.
 *
 * An enqueue of unknown effect counts when its value came out. Undefined when a value goes in twice, when a dequeue does not
 * tell its value, or when one of unknown effect may have taken what never came out, and nothing else is wrong.
 */
export function judgeFifo(operations: readonly Operation[], initial: QueueState): Finding | undefined {
  const passages = new Map<string, Passage>();
  const empties: Operation[] = [];
  let mayTake = false;
  for (const [place, value] of initial.entries()) {
    if (passages.has(value)) return undefined;
    // Each after the one before it, and before everything else: the greatest negative numbers have room for 10^8 of them.
    const atNs = -Number.MAX_VALUE + place * 1e300;
    passages.set(value, { value, enqueue: { startNs: atNs, endNs: atNs } });
  }
  for (const operation of operations) {
    const { action, effect } = operation;
    if (action.kind === 'enqueue') {
      const value = canonicalJson(action.value);
      if (passages.has(value)) return undefined;
      passages.set(value, { value, enqueue: operation, enqueued: operation });
    } else if (action.empty === true) empties.push(operation);
    else if (effect === 'info') mayTake = true;
    else if (action.value === undefined) return undefined;
  }
  for (const operation of operations) {
    const { action } = operation;
    if (action.kind !== 'dequeue' || action.value === undefined) continue;
    const value = canonicalJson(action.value);
    const passage = passages.get(value);
    if (passage === undefined) return illegal([operation], `${value} was dequeued, and nobody enqueued it`);
    if (passage.dequeued !== undefined)
      return illegal([...operationsOf(passage), operation], `${value} was enqueued once and dequeued twice`);
    passage.dequeued = operation;
    if (operation.endNs < passage.enqueue.startNs)
      return illegal(operationsOf(passage), `${value} was dequeued before it was enqueued`);
  }

  const certain = [...passages.values()].filter(
    ({ enqueued, dequeued }) => dequeued !== undefined || (enqueued?.effect !== 'info' && !mayTake),
  );
  const wrong = wrongOrder(certain) ?? falselyEmpty(certain, empties);
  if (wrong !== undefined) return wrong;
  const inDoubt = [...passages.values()].some(
    ({ enqueued, dequeued }) => dequeued === undefined && enqueued?.effect !== 'info',
  );
  return mayTake && inDoubt ? undefined : { kind: 'ok' };
}

/** a surely went in before b, and b surely came out before a. */
function wrongOrder(passages: readonly Passage[]): Finding | undefined {
  const byEnd = [...passages].sort((a, b) => compareInstants(a.enqueue.endNs, b.enqueue.endNs));
  let before = 0;
  let latest: Passage | undefined;
  for (const passage of [...passages].sort((a, b) => byStart(a.enqueue, b.enqueue))) {
    for (; before < byEnd.length; before += 1) {
      const earlier = byEnd[before];
      if (earlier === undefined || earlier.enqueue.endNs >= passage.enqueue.startNs) break;
      if (latest === undefined || outStartNs(earlier) > outStartNs(latest)) latest = earlier;
    }
    const { dequeued } = passage;
    if (latest === undefined || dequeued === undefined || outStartNs(latest) <= dequeued.endNs) continue;
    const overtaken = latest.dequeued === undefined ? 'never came out' : `came out after it`;
    return illegal(
      [...operationsOf(latest), ...operationsOf(passage)],
      `${latest.value} went in before ${passage.value} and ${overtaken}`,
    );
  }
  return undefined;
}

/** Somebody was told "empty" while at each instant of the interval some value had surely gone in and not come out. */
function falselyEmpty(passages: readonly Passage[], empties: readonly Operation[]): Finding | undefined {
  const inside = passages
    .map((passage) => ({ passage, fromNs: passage.enqueue.endNs, toNs: outStartNs(passage) }))
    .filter(({ fromNs, toNs }) => fromNs < toNs);
  const coverOf = coverage(inside);
  for (const empty of empties) {
    const cover = coverOf(empty);
    if (cover === undefined) continue;
    const values = cover.map(({ passage }) => passage.value);
    return illegal(
      [empty, ...cover.flatMap(({ passage }) => operationsOf(passage))],
      `the answer was "empty" while ${values.slice(0, 3).join(', ')}${values.length > 3 ? ' ...' : ''} ${values.length === 1 ? 'was' : 'were'} inside`,
    );
  }
  return undefined;
}

function outStartNs({ dequeued }: Passage): number {
  return dequeued?.startNs ?? Infinity;
}

function operationsOf({ enqueued, dequeued }: Passage): readonly Operation[] {
  return [enqueued, dequeued].flatMap((operation) => operation ?? []);
}

function illegal(witness: readonly Operation[], because: string): Finding {
  return { kind: 'illegal', witness, because };
}
