import type { Json } from '../support/json.ts';
import { type Random, randomFor } from '../support/random.ts';
import type { Member, Plan, RoundPlan } from './plan.ts';

type Unplaced = Omit<Member, 'index' | 'names'>;

/**
 * Unfolds one round: which member sends what, with which data rows, in which order. The baseline (round 0) keeps the order of
 * the file; in every other round the members that are due together are shuffled, so that no request is always first.
 */
export function planRound(plan: Plan, round: number): RoundPlan {
  const unplaced = plan.burst.requests.flatMap(({ name, variants, values, captures, count, offsetsNs }) =>
    offsetsNs.flatMap((offsetNs) =>
      variants.flatMap(({ instance, request }) =>
        Array.from(
          { length: count },
          (): Unplaced => ({
            request: name,
            offsetNs,
            template: request,
            values,
            captures,
            ...(instance !== undefined && { instance }),
          }),
        ),
      ),
    ),
  );
  const rows = pickRows(plan, round, unplaced.length);
  const members = unplaced.map((member, index): Member => {
    const { instance } = member;
    return { ...member, index, names: { ...rows[index], member: index, ...(instance !== undefined && { instance }) } };
  });
  const ordered = round === 0 ? members : shuffled(members, randomFor(plan.seed, round, 'order'));
  return { round, members: ordered.sort((one, other) => one.offsetNs - other.offsetNs) };
}

/** For each member one row of every data source, by the source's name. */
function pickRows(plan: Plan, round: number, members: number): readonly Readonly<Record<string, Json>>[] {
  const picked = Object.entries(plan.rows).map(([name, rows]) => {
    const random = randomFor(plan.seed, round, 'rows', name);
    return [name, pickEach(rows, plan.picks[name] ?? 'unique', random, round, members)] as const;
  });
  return Array.from({ length: members }, (_, index) =>
    Object.fromEntries(picked.map(([name, rows]) => [name, rows[index] ?? null])),
  );
}

function pickEach<Row>(
  rows: readonly Row[],
  pick: Plan['picks'][string],
  random: Random,
  round: number,
  members: number,
): readonly (Row | undefined)[] {
  const anyRow = () => rows[random.int(0, rows.length - 1)];
  const each = (choose: (index: number) => Row | undefined) =>
    Array.from({ length: members }, (_, index) => choose(index));
  switch (pick) {
    case 'unique':
      return shuffled(rows, random).slice(0, members);
    case 'same': {
      const row = anyRow();
      return each(() => row);
    }
    case 'random':
      return each(anyRow);
    case 'in-order':
      return each((index) => rows[(round * members + index) % rows.length]);
  }
}

/** Fisher-Yates: every order is equally likely. */
function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random.int(0, last);
    [result[last], result[other]] = [result[other] as Value, result[last] as Value];
  }
  return result;
}
