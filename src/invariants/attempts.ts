import type { Operation } from '../history/operation.ts';
import { identityOf, readOperation } from './reading.ts';
import { earlier, isUnclaimed, membersNamed, selectEffects } from './selection.ts';

/** The operations under one key, by what is known of their effect; each in the order of release. */
export interface Attempts {
  /** Took effect, as their answers say. */
  readonly certain: readonly Operation[];
  /** May have taken effect, or never will: nobody knows, or the invariant does not say. */
  readonly possible: readonly Operation[];
  /** Surely had none. */
  readonly without: readonly Operation[];
}

/** All operations of a burst by key, and those whose key is not known. */
export interface KeyedAttempts {
  readonly byKey: ReadonlyMap<string, Attempts>;
  readonly keyless: Attempts;
  /** Why the first of the certain ones has no key. */
  readonly missing?: string;
}

/**
 * Sorts operations by the key that `expression` gives each, and by effect; `of` says which answers stand for one, and where it
 * names requests, that only theirs matter; empty, it stands for everything that took effect. What a rate limiter turned away counts as possible: an entry of it would be the
 * limiter's fault at worst.
 */
export function attemptsByKey(
  of: readonly string[],
  expression: string,
  operations: readonly Operation[],
): KeyedAttempts {
  const all = of.length === 0;
  const certain = new Set(
    all
      ? operations.filter((operation) => operation.effect === 'ok' && !isUnclaimed(operation))
      : of.flatMap((selection) => selectEffects(selection, operations).certain),
  );
  const members = all ? operations : new Set(of.flatMap((selection) => membersNamed(selection, operations)));
  const byKey = new Map<string, Writable<Attempts>>();
  const keyless = empty();
  let missing: string | undefined;
  for (const operation of [...members].sort(earlier)) {
    const reading = readOperation(expression, operation);
    const key = identityOf(reading);
    let attempts = key === undefined ? keyless : byKey.get(key);
    if (attempts === undefined) byKey.set(key ?? '', (attempts = empty()));
    attempts[sideOf(operation, certain)].push(operation);
    if (key === undefined && certain.has(operation)) {
      missing ??=
        reading.kind === 'missing' ? reading.because : `member ${operation.member}: \`${expression}\` is null`;
    }
  }
  return { byKey, keyless, ...(missing !== undefined && { missing }) };
}

function sideOf(operation: Operation, certain: ReadonlySet<Operation>): keyof Attempts {
  if (certain.has(operation)) return 'certain';
  return operation.effect === 'fail' && !operation.limited ? 'without' : 'possible';
}

type Writable<Type> = { readonly [Key in keyof Type]: Operation[] };

function empty(): Writable<Attempts> {
  return { certain: [], possible: [], without: [] };
}
