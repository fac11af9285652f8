import { z } from 'zod';
import type { Checker } from './checker.ts';
import { type CheckerKind, checkers, type Specs } from './checkers.ts';

/** One entry of `invariants:`, checked and named. */
export type InvariantSpec<Kind extends CheckerKind = CheckerKind> = {
  readonly [K in Kind]: {
    /** The user's own, or the demand in one line. */
    readonly name: string;
    /** The user's own sentence for a violation. */
    readonly message?: string;
    readonly kind: K;
    readonly spec: Specs[K];
  };
}[Kind];

/** The checker of one kind, in a shape that lets TypeScript follow kind and spec together. */
export function checkerOf<Kind extends CheckerKind>(kind: Kind): Checker<Specs[Kind]> {
  const table: { readonly [K in CheckerKind]: Checker<Specs[K]> } = checkers;
  return table[kind];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant table are what its type says
const kinds = Object.keys(checkers) as CheckerKind[];

/** The value of a checker's key becomes an invariant that bears the checker's own description as its name. */
function entryOf<Kind extends CheckerKind>(kind: Kind): z.ZodType<InvariantSpec<Kind>> {
  const checker = checkerOf(kind);
  return checker.schema.transform((spec): InvariantSpec<Kind> => ({ name: checker.describe(spec), kind, spec }));
}

type Entries = Record<CheckerKind, z.ZodOptional<z.ZodType<InvariantSpec>>>;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `fromEntries` forgets the keys
const entries = Object.fromEntries(kinds.map((kind) => [kind, entryOf(kind).optional()])) as Entries;

/** Schema of one entry of `invariants:`: a name, a message, and exactly one checker's key. */
export const invariant = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'what must be true; default: the demand itself', examples: ['one winner'] }),
    message: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'what a violation means, for the report', examples: ['two buyers hold the same ticket'] }),
    ...entries,
  })
  .transform(({ name, message, ...given }, context): InvariantSpec => {
    // An unknown key is most likely the checker's, misspelt: it is reported already.
    if (context.issues.length > 0) return z.NEVER;
    const [only, ...others] = Object.values(given).filter((entry) => entry !== undefined);
    if (only !== undefined && others.length === 0) {
      return { ...only, ...(name !== undefined && { name }), ...(message !== undefined && { message }) };
    }
    const found = only === undefined ? 'none' : [only, ...others].map(({ kind }) => kind).join(' and ');
    context.addIssue({
      code: 'custom',
      message: `expected exactly one of ${kinds.join(', ')}, found ${found}${only === undefined ? '' : '; write one entry for each'}`,
    });
    return z.NEVER;
  });
