import type { Operation } from '../history/operation.ts';
import { groupBy } from '../support/group-by.ts';
import type { CheckResult } from './checker.ts';
import { endOf, precedes, startOf } from './interval.ts';
import { countVersions, pieces, type VersionCounts, type Write } from './versions.ts';
import { allKnown, brief, countOf, listed, membersOf } from './wording.ts';

/** The writes of a round. */
export interface Chain {
  readonly of: string;
  readonly initial?: string;
  readonly final?: string;
  /** In the order of release. */
  readonly acknowledged: readonly Write[];
  /** May have taken effect, or not. */
  readonly possible: readonly Write[];
}

/**
 * A correct store has one current version at a time, so its acknowledged writes are a walk over the versions that uses each
 * write once: every version is replaced as often as it was made, but for the first and the last. Each possible write bridges one
 * gap at most, and only from a version that is left over; so more gaps than bridges, or more pieces than links, are a violation.
 * Nothing else is assumed: versions may even come back, as the hashes of equal contents do.
 */
export function judgeChain(chain: Chain): CheckResult {
  const { of, initial, final, acknowledged, possible } = chain;
  const unread = acknowledged.filter(({ from, to }) => from === undefined || to === undefined);
  // A write whose base is not known may stand anywhere; one of which only the base is known still replaced that.
  const counted = acknowledged.filter(({ from }) => from !== undefined);
  const counts = countVersions(counted, chain);
  const bridges = unread.length + bridgesOf(possible, counts);
  const gaps = [...counts].reduce((sum, [, version]) => sum + gapOf(version), 0) - (initial === undefined ? 1 : 0);
  const details = listed(
    acknowledged.map(({ operation, from, to }) => `member ${operation.member}: ${shown(from)} → ${shown(to)}`),
  );
  const because =
    possible.length === 0 ? allKnown : `${countOf(possible.length, 'unknown operation')} can't fill the gaps`;
  const violated = (finding: Pick<CheckResult & { verdict: 'violated' }, 'expected' | 'measured' | 'witness'>) =>
    ({ verdict: 'violated', ...finding, because, details }) as const;

  if (gaps > bridges) return violated(gapFinding(chain, counted, counts, bridges));
  if (pieces(counted, counts.keys()) - 1 > unread.length + possible.length) {
    return violated({
      expected: `the ${of} are one chain of versions`,
      measured: `${countOf(pieces(counted, counts.keys()), 'chain')} that no write links`,
      witness: [],
    });
  }
  const impossible = unread.length > 0 ? undefined : (tooEarly(chain) ?? outOfOrder(chain, counts));
  if (impossible !== undefined) return violated(impossible);

  const [first] = unread;
  if (first !== undefined) {
    const key = first.from === undefined ? 'from' : 'to';
    return {
      verdict: 'inconclusive',
      because: `member ${first.operation.member} has no version to read as \`${key}\``,
    };
  }
  const complete = initial !== undefined && final !== undefined && gaps <= 0;
  if (possible.length === 0 || complete) {
    return { verdict: 'held', measured: `${countOf(acknowledged.length, 'write')} in one chain` };
  }
  const open = possible.map(({ operation }) => operation.member);
  return {
    verdict: 'inconclusive',
    because: `nobody knows whether ${membersOf(open)} wrote a version; initial and final would tell`,
    details,
  };
}

function gapOf({ made, replaced }: VersionCounts): number {
  return Math.max(0, replaced - made);
}

/** A possible write whose base is known bridges a gap only where that base is left over; any other may stand anywhere. */
function bridgesOf(possible: readonly Write[], counts: ReadonlyMap<string, VersionCounts>): number {
  const left = new Map([...counts].map(([version, { made, replaced }]) => [version, Math.max(0, made - replaced)]));
  let bridges = 0;
  for (const { from } of possible) {
    if (from === undefined) bridges += 1;
    else {
      const rest = left.get(from) ?? 0;
      if (rest > 0) bridges += 1;
      left.set(from, rest - 1);
    }
  }
  return bridges;
}

/** The first writes that make more gaps than there are bridges. */
function gapFinding(
  { of, initial, final }: Chain,
  writes: readonly Write[],
  counts: ReadonlyMap<string, VersionCounts>,
  bridges: number,
): { readonly expected: string; readonly measured: string; readonly witness: readonly number[] } {
  const byBase = groupBy(writes, ({ from }) => from);
  const worst = [...counts].filter(([, version]) => gapOf(version) > 0);
  // The version that most writes replaced tells most.
  worst.sort(([, one], [, other]) => gapOf(other) - gapOf(one));
  let unexplained = bridges + (initial === undefined ? 1 : 0) + 1;
  const witness: number[] = [];
  const lines: string[] = [];
  for (const [version, { made, replaced }] of worst) {
    const needed = Math.min(replaced - made, unexplained);
    const members = (byBase.get(version) ?? []).slice(0, made + needed).map(({ operation }) => operation.member);
    witness.push(...members);
    const last = version === final && members.length < made + needed ? ', and it is the last one' : '';
    lines.push(
      members.length === 0
        ? `the last version ${shown(version)} was made by no ${of}`
        : `version ${shown(version)} was replaced by ${membersOf(members)}${last}${made === 0 && members.length === 1 ? ', but nobody made it' : ''}`,
    );
    unexplained -= needed;
    if (unexplained <= 0) break;
  }
  return { expected: `every version is replaced by one ${of} at most`, measured: lines.join('; '), witness };
}

/** A version that was replaced before anybody can have begun to make it. */
function tooEarly({ of, initial, acknowledged, possible }: Chain) {
  if (initial === undefined) return undefined;
  const makers = new Map<string, Operation>();
  for (const { operation, to } of acknowledged) {
    if (to === undefined) continue;
    const known = makers.get(to);
    if (known === undefined || startOf(operation) < startOf(known)) makers.set(to, operation);
  }
  const anybody = Math.min(...possible.map(({ operation }) => startOf(operation)));
  for (const { operation, from } of acknowledged) {
    const maker = from === undefined || from === initial ? undefined : makers.get(from);
    if (maker === undefined || !precedes(operation, maker) || anybody <= endOf(operation)) continue;
    return {
      expected: `every ${of} replaces a version that is there`,
      measured: `member ${operation.member} had replaced version ${shown(from)} before member ${maker.member}, which made it, was sent`,
      witness: [operation.member, maker.member],
    };
  }
  return undefined;
}

/** Where the chain is known in full, a write that comes later in it must not have ended before an earlier one began. */
function outOfOrder({ of, initial, acknowledged, possible }: Chain, counts: ReadonlyMap<string, VersionCounts>) {
  const simple = [...counts.values()].every(({ made, replaced }) => made <= 1 && replaced <= 1);
  if (initial === undefined || possible.length > 0 || !simple) return undefined;
  const next = new Map(acknowledged.map((write) => [write.from, write]));
  let latest: Operation | undefined;
  for (let write = next.get(initial); write !== undefined; write = next.get(write.to)) {
    const { operation } = write;
    next.delete(write.from);
    if (latest !== undefined && precedes(operation, latest)) {
      return {
        expected: `the chain of versions keeps the order of ${of} that did not overlap`,
        measured: `member ${operation.member} was done before member ${latest.member} was sent, but stands behind it in the chain`,
        witness: [operation.member, latest.member],
      };
    }
    if (latest === undefined || startOf(operation) > startOf(latest)) latest = operation;
  }
  return undefined;
}

function shown(version: string | undefined): string {
  return version === undefined ? '?' : brief(version);
}
