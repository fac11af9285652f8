import { z } from 'zod';
import type { Operation } from '../history/operation.ts';
import type { Checker } from './checker.ts';
import { earlier } from './selection.ts';
import { countOf, listed } from './wording.ts';

const schema = z
  .union([
    z.literal(true),
    z.strictObject({
      allow: z
        .array(z.int().min(500).max(599))
        .meta({ description: 'statuses that are no error here', examples: [[503]] }),
    }),
  ])
  .meta({
    description:
      'no member got a 5xx, a reset, a timeout or half an answer; a 5xx that an outcome names needs `allow` all the same',
    examples: [true, { allow: [503] }],
  });

export type NoErrorsSpec = z.output<typeof schema>;

/** Judges what the client saw, which is known of every member that was sent. */
export const noErrors: Checker<NoErrorsSpec> = {
  kind: 'noErrors',
  schema,
  describe: (spec) => (allowed(spec).length === 0 ? 'no errors' : `no errors but ${allowed(spec).join(', ')}`),
  references: () => ({}),
  check(spec, { operations }) {
    const failed = operations.filter((operation) => isError(operation, allowed(spec))).sort(earlier);
    const [first] = failed;
    if (first === undefined) {
      const answered = operations.filter(({ answer }) => answer !== undefined).length;
      return { verdict: 'held', measured: `${countOf(answered, 'answer')}, no error` };
    }
    const kinds = new Map<string, number>();
    for (const operation of failed) kinds.set(label(operation), (kinds.get(label(operation)) ?? 0) + 1);
    return {
      verdict: 'violated',
      expected: noErrors.describe(spec),
      measured: [...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', '),
      witness: [first.member],
      because: 'it is about what the client saw, whatever took effect',
      details: listed(
        failed.map((operation) => `member ${operation.member} (${operation.request}): ${label(operation)}`),
      ),
    };
  },
};

function allowed(spec: NoErrorsSpec): readonly number[] {
  return spec === true ? [] : spec.allow;
}

function isError({ outcome, answer, failure }: Operation, allow: readonly number[]): boolean {
  if (answer === undefined) return outcome === 'lost';
  return failure !== undefined || (answer.status >= 500 && !allow.includes(answer.status));
}

function label({ answer, failure }: Operation): string {
  if (failure !== undefined) return `${failure.kind} (${failure.code})`;
  return answer === undefined ? 'no answer' : `status ${answer.status}`;
}
