import type { Environment } from '@marcbachmann/cel-js';
import { canonicalJson } from '../support/canonical-json.ts';
import { decimalOf, formatDecimal, plus } from '../support/decimal.ts';
import type { Random } from '../support/random.ts';
import { linearMatches } from './cel-tree.ts';
import { fromCel } from './cel-values.ts';
import { firstMatch } from './pattern.ts';

/** Lists: `sum`, `min`, `max`, `distinct`; and `matches` in linear time. */
export function registerFunctions(environment: Environment): void {
  environment
    .registerFunction(
      'list.sum(): dyn',
      (list: readonly unknown[]) => list.map(numberIn('sum()')).reduce(add, 0n),
      sync,
    )
    .registerFunction(
      'list.min(): dyn',
      (list: readonly unknown[]) => extreme(list, 'min()', (one, best) => one < best),
      sync,
    )
    .registerFunction(
      'list.max(): dyn',
      (list: readonly unknown[]) => extreme(list, 'max()', (one, best) => one > best),
      sync,
    )
    .registerFunction('list.distinct(): list', distinct, sync)
    .registerFunction(
      `string.${linearMatches}(string): bool`,
      (text: string, pattern: string) => firstMatch(pattern, text) !== undefined,
      sync,
    );
}

/** Where `uuid()`, `int(a, b)` and `now()` get their values from. */
export interface Sources {
  readonly random: Random;
  readonly nowMs: () => number;
}

/** Functions, with their number of arguments, that are refused where they would make a verdict depend on chance. */
export const generators: Readonly<Record<string, number>> = { uuid: 0, int: 2, now: 0 };

export function registerGenerators(environment: Environment): void {
  environment
    .registerFunction('uuid(): string', () => drawFrom('uuid()').random.uuid(), sync)
    .registerFunction('int(int, int): int', drawInt, sync)
    .registerFunction('now(): int', () => BigInt(Math.trunc(drawFrom('now()').nowMs())), sync);
}

// cel-js hands no context to a function. Evaluation is synchronous, so the sources of the one under way are the right ones.
let current: Sources | undefined;

/** Runs an evaluation with the sources that its functions draw from. */
export function withSources<Result>(sources: Sources | undefined, evaluate: () => Result): Result {
  current = sources;
  try {
    return evaluate();
  } finally {
    current = undefined;
  }
}

function drawFrom(call: string): Sources {
  if (current === undefined) throw new Error(`${call} has no seed and no clock here; use it inside {{ }}`);
  return current;
}

function drawInt(low: bigint, high: bigint): bigint {
  const [from, to] = [Number(low), Number(high)];
  if (low > high) throw new RangeError(`int(${low}, ${high}): the first number must not be greater than the second`);
  if (![from, to, to - from].every(Number.isSafeInteger))
    throw new RangeError(`int(${low}, ${high}): the range is wider than 2^53`);
  return BigInt(drawFrom('int(a, b)').random.int(from, to));
}

/** Tells cel-js that a function returns no promise. */
const sync = { async: false };

type Numeric = number | bigint;

function numberIn(call: string): (value: unknown) => Numeric {
  return (value) => {
    if (typeof value === 'number' || typeof value === 'bigint') return value;
    throw new TypeError(`${call} needs a list of numbers, found ${canonicalJson(fromCel(value)).slice(0, 40)}`);
  };
}

/** Fractions are added as decimals: 0.1 and 0.2 make 0.3. */
function add(sum: Numeric, value: Numeric): Numeric {
  if (typeof sum === 'bigint' && typeof value === 'bigint') return sum + value;
  const [one, other] = [decimalOf(sum), decimalOf(value)];
  return one === undefined || other === undefined
    ? Number(sum) + Number(value)
    : Number(formatDecimal(plus(one, other)));
}

function extreme(list: readonly unknown[], call: string, better: (one: Numeric, best: Numeric) => boolean): Numeric {
  const [first, ...rest] = list.map(numberIn(call));
  if (first === undefined) throw new RangeError(`${call} needs a list that is not empty`);
  return rest.reduce((best, value) => (better(value, best) ? value : best), first);
}

/** The first of each value that occurs; 1 and 1.0 are the same value, and so are objects with the same members. */
function distinct(list: readonly unknown[]): readonly unknown[] {
  const seen = new Map<string, unknown>();
  for (const value of list) {
    const key = canonicalJson(fromCel(value));
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}
