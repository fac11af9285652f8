import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, observed, round } from './history-builder.ts';

/** An access in units of a microsecond; the value of a read may be one that nobody wrote. */
interface Access {
  readonly owner: string;
  readonly began: number;
  readonly length: number;
  readonly value: string;
}

interface WriteAccess extends Access {
  readonly known: boolean;
}

const access = {
  owner: fc.constantFrom('a', 'b'),
  began: fc.nat(12),
  length: fc.nat(6),
};
const read = fc.record({ ...access, value: fc.constantFrom('old', 'x', 'y', 'z') });
const write = fc.record({ ...access, value: fc.constantFrom('x', 'y', 'z'), known: fc.boolean() });
const writes = fc.array(write, { maxLength: 4 });
const uniqueWrites = fc.uniqueArray(write, { maxLength: 3, selector: ({ value }) => value });
const reads = fc.array(read, { minLength: 1, maxLength: 5 });
const bound = fc.nat(4);

function historyOf(written: readonly WriteAccess[], shown: readonly Access[]) {
  const text = (name: string, { owner, began, length, value }: Access) =>
    `${name}@${began * 1000}-${(began + length) * 1000} v="${value}" at="${owner}"`;
  const members = [
    ...written.map((one) => text(one.known ? 'save:ok' : 'save:ok?', one)),
    ...shown.map((one) => text('read:ok', one)),
  ];
  return round(members.join('; '), observed({ v: 'old' }, {}));
}

const endOf = ({ began, length }: Access) => began + length;
const isBefore = (one: WriteAccess, other: WriteAccess) => one.known && endOf(one) < other.began;

/** Every order in which the writes may have taken effect: the known ones all, the others or not, none against time. */
function* orders(left: readonly WriteAccess[], done: readonly WriteAccess[] = []): Generator<readonly WriteAccess[]> {
  if (left.every(({ known }) => !known)) yield done;
  for (const next of left) {
    if (left.some((other) => other !== next && isBefore(other, next))) continue;
    yield* orders(
      left.filter((other) => other !== next),
      [...done, next],
    );
  }
}

/** Whether some order explains all reads. `places`: where a read may stand in it; 0 is before all writes. */
function explained(
  written: readonly WriteAccess[],
  shown: readonly Access[],
  allows: (order: readonly WriteAccess[], places: readonly number[]) => boolean,
): boolean {
  for (const order of orders(written)) {
    const choices = shown.map(({ value }) => [
      ...(written.every((one) => one.value !== value) ? [0] : []),
      ...(value === 'old' ? [0] : []),
      ...order.flatMap((one, place) => (one.value === value ? [place + 1] : [])),
    ]);
    if (combinations(choices).some((places) => allows(order, places))) return true;
  }
  return false;
}

function combinations(choices: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return choices.reduce<readonly (readonly number[])[]>(
    (all, next) => all.flatMap((chosen) => next.map((place) => [...chosen, place])),
    [[]],
  );
}

/** Every read is at least as new as all known writes that had ended more than the bound before it began. */
const convergesIn =
  (shown: readonly Access[], boundUs: number) => (order: readonly WriteAccess[], places: readonly number[]) =>
    shown.every(({ began }, which) =>
      order.every((one, place) => !one.known || endOf(one) + boundUs >= began || place + 1 <= (places[which] ?? 0)),
    );

const seesOwnWrites = (shown: readonly Access[]) => (order: readonly WriteAccess[], places: readonly number[]) =>
  shown.every(({ owner, began }, which) =>
    order.every(
      (one, place) => !one.known || one.owner !== owner || endOf(one) >= began || place + 1 <= (places[which] ?? 0),
    ),
  );

const neverGoesBack = (shown: readonly Access[]) => (_: readonly WriteAccess[], places: readonly number[]) =>
  shown.every((later, second) =>
    shown.every(
      (earlier, first) =>
        earlier.owner !== later.owner || endOf(earlier) >= later.began || (places[first] ?? 0) <= (places[second] ?? 0),
    ),
  );

const runs = { numRuns: 2000, seed: 5 };

describe('by values, against all orders of the writes', () => {
  test('converges is violated exactly when no order explains the reads, where no value is written twice', () => {
    const found = { held: 0, violated: 0, inconclusive: 0 };
    fc.assert(
      fc.property(uniqueWrites, reads, bound, (written, shown, boundUs) => {
        const spec = { converges: { of: 'read', value: 'v', write: 'save', within: `${boundUs}us`, per: 'at' } };
        const { verdict } = judge(spec, historyOf(written, shown));
        found[verdict] += 1;
        expect(verdict === 'violated').toBe(!explained(written, shown, convergesIn(shown, boundUs)));
      }),
      runs,
    );
    expect(Math.min(found.held, found.violated, found.inconclusive)).toBeGreaterThan(10);
  });

  test('converges is violated only when no order explains the reads, whatever is written twice', () => {
    fc.assert(
      fc.property(writes, reads, bound, (written, shown, boundUs) => {
        const spec = { converges: { of: 'read', value: 'v', write: 'save', within: `${boundUs}us`, per: 'at' } };
        if (judge(spec, historyOf(written, shown)).verdict !== 'violated') return;
        expect(explained(written, shown, convergesIn(shown, boundUs))).toBe(false);
      }),
      runs,
    );
  });

  test('readYourWrites is violated only when no order explains the reads', () => {
    let violated = 0;
    fc.assert(
      fc.property(writes, reads, (written, shown) => {
        const spec = { readYourWrites: { of: 'read', value: 'v', write: 'save', per: 'at' } };
        if (judge(spec, historyOf(written, shown)).verdict !== 'violated') return;
        violated += 1;
        expect(explained(written, shown, seesOwnWrites(shown))).toBe(false);
      }),
      runs,
    );
    expect(violated).toBeGreaterThan(50);
  });

  test('readYourWrites of one read is violated exactly when no order explains it', () => {
    fc.assert(
      fc.property(uniqueWrites, read, (written, one) => {
        const spec = { readYourWrites: { of: 'read', value: 'v', write: 'save', per: 'at' } };
        const { verdict } = judge(spec, historyOf(written, [one]));
        expect(verdict === 'violated').toBe(!explained(written, [one], seesOwnWrites([one])));
      }),
      runs,
    );
  });

  test('monotonicReads is violated only when no order explains the reads', () => {
    let violated = 0;
    fc.assert(
      fc.property(writes, reads, (written, shown) => {
        const spec = { monotonicReads: { of: 'read', value: 'v', write: 'save', initial: 'initial.v', per: 'at' } };
        if (judge(spec, historyOf(written, shown)).verdict !== 'violated') return;
        violated += 1;
        expect(explained(written, shown, neverGoesBack(shown))).toBe(false);
      }),
      runs,
    );
    expect(violated).toBeGreaterThan(50);
  });

  test('monotonicReads of two reads is violated exactly when no order explains them', () => {
    fc.assert(
      fc.property(uniqueWrites, fc.tuple(read, read), (written, pair) => {
        const known = pair.filter(({ value }) => value === 'old' || written.some((one) => one.value === value));
        const spec = { monotonicReads: { of: 'read', value: 'v', write: 'save', initial: 'initial.v', per: 'at' } };
        const { verdict } = judge(spec, historyOf(written, known));
        expect(verdict === 'violated').toBe(!explained(written, known, neverGoesBack(known)));
      }),
      runs,
    );
  });
});

describe('by versions, against every pair', () => {
  const versioned = fc.record({ ...access, version: fc.bigInt({ min: 2n ** 60n, max: 2n ** 60n + 3n }) });
  const text = (name: string, { owner, began, length, version }: Omit<Access, 'value'> & { version: bigint }) =>
    `${name}@${began * 1000}-${(began + length) * 1000} v=${version} at="${owner}"`;
  const list = fc.array(versioned, { maxLength: 5 });
  const ended = (one: { began: number; length: number }) => one.began + one.length;

  test.each([
    ['readYourWrites', { of: 'read', version: 'v', write: 'save', per: 'at' }, 0, true],
    ['converges', { of: 'read', version: 'v', write: 'save', within: '2us', per: 'at' }, 2, false],
    ['monotonicReads', { of: 'save', version: 'v', per: 'at' }, 0, true],
  ] as const)('%s is violated exactly when one of them goes back', (kind, spec, boundUs, sameOwner) => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        const members = [...before.map((one) => text('save:ok', one)), ...after.map((one) => text('read:ok', one))];
        const { verdict } = judge({ [kind]: spec }, round(members.join('; ')));
        const later = kind === 'monotonicReads' ? before : after;
        const broken = before.some((one) =>
          later.some(
            (other) =>
              (!sameOwner || one.owner === other.owner) &&
              ended(one) + boundUs < other.began &&
              other.version < one.version,
          ),
        );
        expect(verdict === 'violated').toBe(broken);
      }),
      runs,
    );
  });
});
