import { deliveryText } from '../history/delivery.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { operationWithoutCredentials } from '../history/redact.ts';
import { breachOf, witnessFirst } from './breach.ts';
import { type Judgement, roundVerdict, whyUndecided } from './round-verdict.ts';
import type { KeptRound } from './round-report.ts';
import type { Validity } from './validity.ts';

/**
 * Keeps a few rounds whole, for a person to look at: the first that breaks each invariant, some more that break any, and the
 * first of each other kind to compare them with (the baseline, one that held, one that decided nothing), and the first with an
 * answer that no outcome describes.
 */
export interface KeptRounds {
  add(history: RoundHistory, worth: Validity, judgements: readonly Judgement[]): void;
  /** In the order in which they were fired. */
  report(): readonly KeptRound[];
}

/** Beyond these, only the first of an invariant is kept. */
const mostViolated = 8;
const mostOperations = 200;
/** Requests and answers that are kept with headers and body, those of the witness first. */
const mostAnswers = 8;
const mostAnswersToCompare = 4;
const mostBodyCharacters = 4096;

export function createKeptRounds(): KeptRounds {
  const kept: KeptRound[] = [];
  const met = new Set<string>();
  const isFirst = (kind: string) => {
    const known = met.has(kind);
    met.add(kind);
    return !known;
  };
  return {
    add(history, worth, judgements) {
      if (history.operations.length === 0) return;
      const verdict = roundVerdict(worth, judgements);
      const firsts = judgements.filter(
        ({ invariant, result }) => result.verdict === 'violated' && isFirst(`broke ${invariant}`),
      );
      const more =
        verdict === 'violated'
          ? kept.filter((round) => round.verdict === 'violated').length < mostViolated
          : isFirst(`${history.kind} ${verdict}`);
      const strange = history.operations.some(isStrange) && isFirst('strange');
      if (firsts.length > 0 || more || strange) kept.push(keptRound(history, worth, judgements));
    },
    report: () => kept,
  };
}

function keptRound(history: RoundHistory, worth: Validity, judgements: readonly Judgement[]): KeptRound {
  const { round, kind, initial, final, timing, delivery, operations } = history;
  const broken = judgements.flatMap(({ invariant, result }) =>
    result.verdict === 'violated' ? [breachOf(invariant, result, operations)] : [],
  );
  const witness = [...new Set(broken.flatMap((breach) => breach.witness))];
  const ordered = witnessFirst(witness, operations);
  const answers = witness.length === 0 ? mostAnswersToCompare : Math.min(mostAnswers, witness.length);
  const read = new Set([...ordered.slice(0, answers), ...ordered.filter(isStrange).slice(0, 1)]);
  const shown = [...read, ...ordered.filter((operation) => !read.has(operation))].slice(0, mostOperations);
  const releases = operations.flatMap(({ releasedAtNs }) => releasedAtNs ?? []);
  const because = whyUndecided(worth, judgements);
  return {
    round,
    kind,
    verdict: roundVerdict(worth, judgements),
    validity: worth.kind,
    ...(because !== undefined && { because }),
    spreadUs: timing.spreadNs / 1000,
    maxInFlight: timing.maxInFlight,
    ...(releases.length > 0 && { releasedAtNs: Math.min(...releases) }),
    ...(delivery !== undefined && { delivery: deliveryText(delivery) }),
    broken,
    initial,
    final,
    operations: shown.map((operation) => (read.has(operation) ? readable(operation) : withoutContent(operation))),
    whole: [...read].map(({ member }) => member),
    operationsLeftOut: Math.max(0, operations.length - mostOperations),
  };
}

/** Its answer is one that no outcome describes: the first of them often tells what is wrong with the scenario. */
function isStrange({ outcome, answer }: Operation): boolean {
  return outcome === 'unexpected' && answer !== undefined;
}

/** Without credentials, and with no more of the bodies than a person would read. */
function readable(operation: Operation): Operation {
  const { answer, sent, ...known } = operationWithoutCredentials(operation);
  return {
    ...known,
    ...(sent !== undefined && { sent: { ...sent, ...cutBody(sent.body) } }),
    ...(answer !== undefined && { answer: { ...answer, body: shortened(answer.body) } }),
  };
}

function cutBody(body: string | undefined): { readonly body?: string; readonly bodyCut?: true } {
  if (body === undefined || body.length <= mostBodyCharacters) return {};
  return { body: shortened(body), bodyCut: true };
}

function shortened(body: string): string {
  return body.length <= mostBodyCharacters ? body : `${body.slice(0, mostBodyCharacters)}…`;
}

/** Method, URL and status are left of what was sent and answered. */
function withoutContent(operation: Operation): Operation {
  const { answer, sent, ...known } = operation;
  return {
    ...known,
    ...(sent !== undefined && {
      sent: { method: sent.method, url: sent.url, headers: [], bodyBytes: sent.bodyBytes },
    }),
    ...(answer !== undefined && { answer: { ...answer, headers: [], body: '' } }),
  };
}
