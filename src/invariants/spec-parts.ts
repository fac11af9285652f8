import { z } from 'zod';
import { durationExpected, durationMs, durationPattern } from '../support/duration.ts';

/** `of:`, alike in every checker that has one. */
export const selection = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$/,
    'expected an outcome, a request of the burst, or both as request.outcome',
  )
  .meta({
    description: 'which operations: an outcome (sold), a request of the burst (buy), or both (buy.sold)',
    examples: ['sold'],
  });

/** A number, or an expression that gives one. */
export const numeric = z.union([z.number(), z.string().min(1)]);
export type Numeric = z.output<typeof numeric>;

/** An expression over one operation: its values, its captures, `status`, `member`, `request`, `outcome`, `instance`, `ms`. */
export const operationValue = z
  .string()
  .min(1)
  .meta({
    description:
      'expression over one operation: its values (sent) and captures (answered), status, member, request, outcome, instance, ms',
    examples: ['ticket'],
  });

/** An expression over the whole round: `initial.*`, `final.*` and the rest. */
export const roundValue = z.string().min(1);

/** An expression over one entry of a list that was read. */
export const entryValue = z
  .string()
  .min(1)
  .meta({ description: 'expression over one entry of the list, which it calls `entry`', examples: ['entry.token'] });

/** A duration such as `250ms`, kept as the user wrote it. */
export const duration = z.string().regex(durationPattern, durationExpected);

/** Nanoseconds of a duration that its schema has passed. */
export function nanoseconds(text: string): number {
  return (durationMs(text) ?? 0) * 1e6;
}
