import type { Answer, Effect, Exchange, Operation } from '../history/operation.ts';
import { headerOf } from './answer-parts.ts';
import { type AnswerMatcher, mismatch } from './match.ts';
import type { Scope } from './scope.ts';

/** The scenario's name for a kind of answer. */
export interface OutcomeRule {
  readonly name: string;
  /** Only for answers to this request of the burst. */
  readonly request?: string;
  readonly matcher: AnswerMatcher;
  readonly effect?: Effect;
}

/** What answers are called when the scenario does not say. A rate limiter's 429 is no refusal of the service itself. */
export const defaultOutcomes: readonly OutcomeRule[] = [
  { name: 'ok', matcher: { status: ['2xx'] } },
  { name: 'unexpected', matcher: { status: [429] } },
  { name: 'refused', matcher: { status: ['4xx'] } },
];

type Classification = Pick<Operation, 'outcome' | 'effect' | 'limited'>;

const unsent: Classification = { outcome: 'unsent', effect: 'fail', limited: false };
const lost: Classification = { outcome: 'lost', effect: 'info', limited: false };

/** Names what happened to a member, and says what is known of its effect. The first rule that matches wins. */
export function classify(
  rules: readonly OutcomeRule[],
  request: string,
  { answer, failure, releasedAtNs }: Exchange,
  scope?: Scope,
): Classification {
  // A truncated answer still says what the server decided, where no rule asks for its body.
  if (answer !== undefined && (failure === undefined || failure.kind === 'truncated')) {
    return classifyAnswer(rules, request, answer, scope);
  }
  // The held byte never left, so the server never had a whole request.
  const held = releasedAtNs === undefined || failure?.kind === 'connect' || failure?.kind === 'hold';
  return held ? unsent : lost;
}

function classifyAnswer(rules: readonly OutcomeRule[], request: string, answer: Answer, scope?: Scope): Classification {
  for (const { name, effect, matcher, request: of } of rules) {
    if (of !== undefined && of !== request) continue;
    if (answer.bodyCut === true && hangsOnRest(matcher, answer)) return lost;
    if (mismatch(matcher, answer, scope) !== undefined) continue;
    if (name === 'unexpected' && isLimiter(answer)) break;
    return { outcome: name, effect: effect ?? effectOf(answer.status), limited: false };
  }
  const limited = isLimiter(answer);
  return { outcome: 'unexpected', effect: limited ? 'fail' : effectOf(answer.status), limited };
}

/** Whether the part of the body that is not here decides: only a text that was found already needs no more. */
function hangsOnRest({ body, json, ...rest }: AnswerMatcher, answer: Answer): boolean {
  if ((body === undefined && json === undefined) || mismatch(rest, answer) !== undefined) return false;
  return typeof body !== 'string' || json !== undefined || !answer.body.includes(body);
}

/** A 408 or a 5xx may come after the effect; any other refusal is one. Nobody knows what a status below 200 ends. */
function effectOf(status: number): Effect {
  if (status < 200 || status === 408 || status >= 500) return 'info';
  return status < 400 ? 'ok' : 'fail';
}

/** RFC 6585, section 4, and RFC 9110, section 15.6.4: told to come back later, so nothing was done. */
function isLimiter(answer: Answer): boolean {
  return answer.status === 429 || (answer.status === 503 && headerOf(answer, 'retry-after') !== undefined);
}
