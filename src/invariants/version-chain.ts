import { z } from 'zod';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import type { Checker } from './checker.ts';
import { readOperation, readRound } from './reading.ts';
import { earlier, membersNamed, selectEffects } from './selection.ts';
import { operationValue, roundValue, selection } from './spec-parts.ts';
import { textsOf } from './texts.ts';
import { judgeChain } from './version-walk.ts';
import { versionText, type Write } from './versions.ts';

const schema = z
  .strictObject({
    of: selection,
    from: operationValue.meta({
      description: 'the version that a write was based on: a value that it sent (If-Match, revision)',
      examples: ['base'],
    }),
    to: operationValue.meta({
      description: 'the version that it made: a capture of its answer (ETag, revision)',
      examples: ['etag'],
    }),
    initial: roundValue.optional().meta({
      description: 'the version before the burst',
      examples: ['initial.etag'],
    }),
    final: roundValue.optional().meta({ description: 'the version after it', examples: ['final.etag'] }),
  })
  .meta({
    description: 'no two acknowledged writes replaced the same version; each write must ask for a change of its own',
    examples: [{ of: 'write.ok', from: 'base', to: 'etag', initial: 'initial.etag', final: 'final.etag' }],
  });

export type VersionChainSpec = z.output<typeof schema>;

/** The acknowledged writes are one chain from the first version to the last, by the rules of `judgeChain`. */
export const versionChain: Checker<VersionChainSpec> = {
  kind: 'versionChain',
  schema,
  describe: ({ of, from }) => `no two ${of} replace the same ${from}`,
  references: ({ of, from, to, initial, final }) => ({
    selections: [{ path: ['of'], text: of }],
    operationExpressions: textsOf({ from, to }).map((text) => ({ ...text, of })),
    roundExpressions: textsOf({ initial, final }),
  }),
  check(spec, history) {
    const ends = readEnds(spec, history);
    if ('because' in ends) return { verdict: 'inconclusive', because: ends.because };
    const { certain, uncertain } = selectEffects(spec.of, history.operations);
    // What a rate limiter turned away may only excuse.
    const limited = membersNamed(spec.of, history.operations).filter(
      (operation) => operation.limited && operation.effect === 'fail',
    );
    const write = (operation: Operation): Write => ({
      operation,
      from: versionText(readOperation(spec.from, operation)),
      to: versionText(readOperation(spec.to, operation)),
    });
    return judgeChain({
      of: spec.of,
      ...ends,
      acknowledged: [...certain].sort(earlier).map(write),
      possible: [...uncertain, ...limited].map(write),
    });
  },
};

function readEnds(
  spec: Pick<VersionChainSpec, 'initial' | 'final'>,
  history: RoundHistory,
): { readonly initial?: string; readonly final?: string } | { readonly because: string } {
  const ends: { initial?: string; final?: string } = {};
  for (const key of ['initial', 'final'] as const) {
    const source = spec[key];
    if (source === undefined) continue;
    const reading = readRound(source, history);
    if (reading.kind === 'missing') return { because: reading.because };
    const version = versionText(reading);
    if (version === undefined) return { because: `\`${source}\` is null, expected a version` };
    ends[key] = version;
  }
  return ends;
}
