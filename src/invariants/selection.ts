import type { Operation } from '../history/operation.ts';

/** What `of:` names, by the answers that the members got. */
export interface Answers {
  /** Surely named by it. */
  readonly chosen: readonly Operation[];
  /** Not seen to be, but the server may have meant it so: the answer was lost, or came from something in front of it. */
  readonly possible: readonly Operation[];
  /** Turned away by a rate limiter: nobody knows what they would have been, had the service seen them. */
  readonly excused: readonly Operation[];
}

/** What `of:` names, by the effect that the members had. */
export interface Effects {
  /** Took effect, as the answer says. */
  readonly certain: readonly Operation[];
  /** May have taken the effect that `of:` stands for, at any later time, or never. */
  readonly uncertain: readonly Operation[];
}

/**
 * The operations that `of` names by their answers. A request's name, `lost` and `unsent` are facts of our own, so exact. Of
 * `unexpected` only the answers that we never saw are in doubt. A named outcome is widened by everything of unknown effect:
 * a 502 of a proxy may hide the very answer that is counted.
 */
export function selectAnswers(of: string, operations: readonly Operation[]): Answers {
  const { outcome, members } = resolve(of, operations);
  if (outcome === undefined) return { chosen: members, possible: [], excused: [] };
  const chosen = members.filter((operation) => operation.outcome === outcome && !operation.limited);
  const others = members.filter((operation) => operation.outcome !== outcome || operation.limited);
  switch (outcome) {
    case 'lost':
    case 'unsent':
      return { chosen, possible: [], excused: [] };
    case 'unexpected':
      return { chosen, possible: others.filter(({ outcome, limited }) => limited || outcome === 'lost'), excused: [] };
    default:
      return {
        chosen,
        possible: others.filter(({ effect }) => effect === 'info'),
        excused: others.filter(({ effect, limited }) => limited && effect !== 'info'),
      };
  }
}

/**
 * The operations that `of` names by their effect. Under a request's name they are those that surely took effect; under an
 * outcome's name the user says what that answer stands for, so only the unknown ones are set apart. An outcome may stand for
 * answers to every request, but an answer to a safe one (RFC 9110, section 9.2.1) that it does not claim had no effect.
 */
export function selectEffects(of: string, operations: readonly Operation[]): Effects {
  const { outcome, members } = resolve(of, operations);
  const isCertain = (operation: Operation) =>
    outcome === undefined
      ? operation.effect === 'ok' && !isUnclaimed(operation)
      : operation.outcome === outcome && operation.effect !== 'info';
  const isHarmless = (operation: Operation) =>
    outcome !== undefined && isUnclaimed(operation) && safeMethods.has(operation.sent?.method ?? '');
  return {
    certain: members.filter(isCertain),
    uncertain: members.filter(
      (operation) => hasUnknownEffect(operation) && !isCertain(operation) && !isHarmless(operation),
    ),
  };
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Nobody knows whether it took effect: no full answer, one that may hide the effect, or one that the scenario gives no meaning. */
export function hasUnknownEffect(operation: Operation): boolean {
  return operation.effect === 'info' || isUnclaimed(operation);
}

/** A success that no outcome claims may stand for anything: an error page with 200, a redirect to the login. */
export function isUnclaimed({ outcome, effect }: Operation): boolean {
  return outcome === 'unexpected' && effect === 'ok';
}

/** The operations that `of` is about, whatever they were answered: those of its request, or all when it names none. */
export function membersNamed(of: string, operations: readonly Operation[]): readonly Operation[] {
  return resolve(of, operations).members;
}

/** Comparator: in the order of release; an operation that never got so far comes last. */
export function earlier(a: Operation, b: Operation): number {
  return (a.releasedAtNs ?? Number.MAX_VALUE) - (b.releasedAtNs ?? Number.MAX_VALUE) || a.member - b.member;
}

function resolve(of: string, operations: readonly Operation[]): { outcome?: string; members: readonly Operation[] } {
  const [first, second] = of.split('.');
  const sent = operations.filter(({ request }) => request === first);
  if (second !== undefined) return { outcome: second, members: sent };
  // Every member leaves an operation, so a name that no operation's request bears is an outcome.
  return sent.length > 0 ? { members: sent } : { outcome: of, members: operations };
}
