import { z } from 'zod';
import type { References } from './checker.ts';
import type { RegisterSpec } from './register.ts';
import { operationValue, selection } from './spec-parts.ts';

/** Keys of the checkers that compare what members read with what members wrote. */
export const registerKeys = {
  of: selection.meta({ description: 'the reads: a request of the burst, an outcome, or both', examples: ['read'] }),
  value: operationValue.optional().meta({
    description: 'what a read shows, where every write writes a value of its own; an expression over the read',
    examples: ['text'],
  }),
  version: operationValue.optional().meta({
    description: 'what a read shows, where it is a number that grows with every write; instead of `value`',
    examples: ['revision'],
  }),
  write: selection.meta({ description: 'the writes', examples: ['save.saved'] }),
  to: z
    .union([z.boolean(), z.number(), z.string().min(1)])
    .optional()
    .meta({
      description: 'what a write wrote: an expression over the write; default: the one that tells what a read shows',
      examples: [true, 'revision'],
    }),
} as const;

/** `per:`, whose operations belong together. */
export function perKey(what: string) {
  return z
    .string()
    .min(1)
    .default('instance')
    .meta({ description: `${what}; an expression over one operation`, examples: ['user'] });
}

/** The keys above as a user gives them. */
export interface RegisterKeys {
  readonly of: string;
  readonly value?: string | undefined;
  readonly version?: string | undefined;
  readonly write?: string | undefined;
  readonly to?: boolean | number | string | undefined;
  readonly per: string;
}

/** For `superRefine`: a read shows a value or a version. */
export function oneOfValueAndVersion({ value, version }: RegisterKeys, context: z.RefinementCtx): void {
  if (context.issues.length > 0 || (value === undefined) !== (version === undefined)) return;
  const found = value === undefined ? 'none' : 'both';
  context.addIssue({ code: 'custom', message: `expected exactly one of value and version, found ${found}` });
}

/** What `registerOf` asks for. */
export function registerSpec({ of, value, version, write, to, per }: RegisterKeys): RegisterSpec {
  const shows = version ?? value ?? '';
  const wrote = to === undefined ? shows : String(to);
  return { of, shows, ordered: version !== undefined, write, wrote, per };
}

/** The names that these keys refer to. */
export function registerReferences(keys: RegisterKeys): References {
  const { of, version, write, to, per } = keys;
  const { shows } = registerSpec(keys);
  const path = [version === undefined ? 'value' : 'version'];
  const reads = [
    { path, text: shows, of },
    { path: ['per'], text: per, of },
  ];
  if (write === undefined) return { selections: [{ path: ['of'], text: of }], operationExpressions: reads };
  return {
    selections: [
      { path: ['of'], text: of },
      { path: ['write'], text: write },
    ],
    operationExpressions: [
      ...reads,
      to === undefined ? { path, text: shows, of: write } : { path: ['to'], text: String(to), of: write },
      { path: ['per'], text: per, of: write },
    ],
  };
}
