import { capture, secretsIn } from '../expr/capture.ts';
import { classify } from '../expr/classify.ts';
import { renderRequest, renderValues } from '../expr/request-template.ts';
import type { Scope } from '../expr/scope.ts';
import type { Delivery } from '../history/delivery.ts';
import type { RoundTrouble } from '../history/history.ts';
import type { Exchange, Operation } from '../history/operation.ts';
import { sentRequest } from '../history/sent-request.ts';
import type { Member } from '../plan/plan.ts';
import type { StagedMember } from '../transports/transport.ts';
import type { Burst } from './burster.ts';
import { type EngineContext, scopeFor, type Values } from './context.ts';
import { marked, traceIdOf } from './tracing.ts';

/** The members of a round with their bytes, or the reason why there is nothing to fire. */
export type Staged =
  | {
      readonly members: readonly StagedMember[];
      /** What each member was given to send, by its place. */
      readonly values: ReadonlyMap<number, Values>;
    }
  | { readonly refused: string };

/** What each member's templates can see, given what was captured before the burst. */
export function memberScope(context: EngineContext, round: number, values: Values): (member: Member) => Scope {
  return ({ index, names }) => scopeFor(context, round, `member.${index}`, { ...values, ...names });
}

/** Fills the templates of all members; everything that can fail, fails here and not between arm and release. */
export function stageMembers(
  { guard, tracing }: EngineContext,
  round: number,
  members: readonly Member[],
  scopeOf: (member: Member) => Scope,
): Staged {
  const staged: StagedMember[] = [];
  const given = new Map<number, Values>();
  for (const member of members) {
    try {
      const { values, scope } = renderValues(member.values, scopeOf(member));
      const request = marked(renderRequest(member.template, scope), tracing?.member(round, member.index));
      const refused = guard.refusal(request);
      if (refused !== undefined) return { refused };
      given.set(member.index, values);
      staged.push({ member: member.index, request, offsetNs: member.offsetNs });
    } catch (error) {
      return { refused: `${member.request} (member ${member.index}): ${(error as Error).message}` };
    }
  }
  return { members: staged, values: given };
}

/** What came of the members, and why not all of them were sent; or the reason why nobody knows. */
export type Fired =
  | (Pick<Burst, 'exchanges' | 'threadSkewNs'> & { readonly gaveUp?: Pick<RoundTrouble, 'message' | 'outOfTime'> })
  | { readonly broken: string };

/** Fires the members together. */
export async function fireTogether(
  { burster, guard, signal }: EngineContext,
  members: readonly StagedMember[],
  delivery: Delivery,
): Promise<Fired> {
  try {
    const { warmUps, ...burst } = await burster.fire(members, delivery, signal);
    guard.count(warmUps);
    return burst;
  } catch (error) {
    return { broken: `the burst broke off: ${(error as Error).message}` };
  }
}

/** Timeouts in a row after which the baseline is given up: each of them costs a whole `timeout`. */
const timeoutsInARow = 3;

/** Sends the members one at a time, each after the answer to the one before: the baseline that no race can break. */
export async function fireSerially(
  { send, signal, outOfTime }: EngineContext,
  members: readonly StagedMember[],
): Promise<Fired> {
  const exchanges: Exchange[] = [];
  const sent = () => `after ${exchanges.length} of ${members.length} members of the baseline`;
  let timeouts = 0;
  for (const { member, request } of members) {
    if (signal.aborted) break;
    const spent = outOfTime();
    if (spent !== undefined) {
      return { exchanges, gaveUp: { message: `${spent} ${sent()}${lastFailure(exchanges)}`, outOfTime: true } };
    }
    const exchange = await send(request, signal);
    exchanges.push({ ...exchange, member });
    timeouts = exchange.failure?.kind === 'timeout' ? timeouts + 1 : 0;
    if (timeouts === timeoutsInARow && exchanges.length < members.length) {
      const remedy = 'if the members wait for each other, set `baseline: false`';
      const message = `gave up ${sent()}: ${timeouts} in a row ${exchange.failure?.message}; ${remedy}`;
      return { exchanges, gaveUp: { message } };
    }
  }
  return { exchanges };
}

function lastFailure(exchanges: readonly Exchange[]): string {
  const message = exchanges.at(-1)?.failure?.message;
  return message === undefined ? '' : `; the last one ${message}`;
}

/** Turns what was sent and measured of each member into an operation: its outcome, its effect, its values and captures. */
export function toOperations(
  context: EngineContext,
  members: readonly Member[],
  staged: Exclude<Staged, { readonly refused: string }>,
  exchanges: readonly Exchange[],
  scopeOf: (member: Member) => Scope,
): readonly Operation[] {
  const { plan, onSecret } = context;
  const byMember = new Map(exchanges.map((exchange) => [exchange.member, exchange]));
  return members.map((member, place) => {
    const sent = staged.members[place]?.request;
    const traceId = sent && traceIdOf(sent);
    const given = staged.values.get(member.index) ?? {};
    const exchange = byMember.get(member.index) ?? { member: member.index };
    const { captures, missing } =
      exchange.answer === undefined ? { captures: {}, missing: {} } : capture(member.captures, exchange.answer);
    for (const secret of secretsIn(member.captures, captures)) onSecret(secret);
    return {
      ...exchange,
      ...classify(plan.outcomes, member.request, exchange, scopeOf(member)),
      request: member.request,
      ...(sent !== undefined && { sent: sentRequest(sent) }),
      ...(traceId !== undefined && { traceId }),
      ...(member.instance !== undefined && { instance: member.instance }),
      offsetNs: member.offsetNs,
      ...(Object.keys(given).length > 0 && { values: given }),
      captures,
      missing,
    };
  });
}
