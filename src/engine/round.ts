import type { RoundHistory, RoundTrouble } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { fireSerially, fireTogether, memberScope, stageMembers, toOperations } from './burst.ts';
import type { EngineContext, Values } from './context.ts';
import { runSteps, type StepsResult } from './steps.ts';
import { burstTiming } from './timing.ts';

/** Readings of the final observation when answers are unknown: until two agree, at most this many. */
const readings = 5;
const readingsEveryMs = 100;

/** Carries out one round: prepare, observe, fire, settle, observe. Round 0 is the serial baseline. */
export async function carryOutRound(context: EngineContext, round: number, setup: Values): Promise<RoundHistory> {
  const { plan, planRound, clock, signal, replayed } = context;
  const startedAtNs = clock.nowNs();
  const record = (known: Partial<RoundHistory>): RoundHistory => ({
    round,
    kind: round === 0 ? 'baseline' : 'race',
    startedAtNs,
    operations: [],
    initial: {},
    final: {},
    unsettled: false,
    timing: burstTiming([]),
    ...known,
  });

  const prepared = await runSteps(context, 'prepare', plan.prepare, round, setup);
  const ready = { prepared: prepared.steps, ...(prepared.set.length > 0 && { set: prepared.set }) };
  if (prepared.kind === 'failed') return record({ ...ready, trouble: prepared.trouble });
  const before = { ...setup, ...prepared.captured };

  const observed = await runSteps(context, 'observe-before', plan.observe, round, before);
  if (observed.kind === 'failed') return record({ ...ready, trouble: observed.trouble });
  const initial = observed.captured;

  const { members } = planRound(replayed ?? round);
  const scopeOf = memberScope(context, round, { ...before, ...initial });
  const staged = stageMembers(context, round, members, scopeOf);
  if ('refused' in staged) return record({ ...ready, initial, trouble: burstTrouble({ message: staged.refused }) });

  const delivery = round === 0 ? undefined : context.portfolio.next();
  const fired =
    delivery === undefined
      ? await fireSerially(context, staged.members)
      : await fireTogether(context, staged.members, delivery);
  if ('broken' in fired) return record({ ...ready, initial, trouble: burstTrouble({ message: fired.broken }) });
  const { exchanges, threadSkewNs, gaveUp } = fired;
  const operations = toOperations(context, members, staged, exchanges, scopeOf);
  const timing = { ...burstTiming(operations), ...(threadSkewNs !== undefined && { threadSkewNs }) };
  const burst = { ...ready, initial, operations, timing, ...(delivery !== undefined && { delivery }) };
  if (signal.aborted)
    return record({ ...burst, trouble: burstTrouble({ message: 'interrupted before the round was over' }) });
  if (gaveUp !== undefined) return record({ ...burst, trouble: burstTrouble(gaveUp) });

  await clock.sleep(plan.burst.settleMs, signal);
  const { result, unsettled } = await observeAfter(context, round, before, operations);
  if (result.kind === 'failed') return record({ ...burst, trouble: result.trouble });
  return record({ ...burst, final: result.captured, unsettled });
}

/** Reads the final state; where effects are unknown, until two readings agree, since they may still be on their way. */
async function observeAfter(
  context: EngineContext,
  round: number,
  before: Values,
  operations: readonly Operation[],
): Promise<{ readonly result: StepsResult; readonly unsettled: boolean }> {
  const { plan, clock, signal } = context;
  const read = () => runSteps(context, 'observe-after', plan.observe, round, before);
  let last = await read();
  if (plan.observe.length === 0 || operations.every(({ effect }) => effect !== 'info'))
    return { result: last, unsettled: false };
  for (let reading = 1; reading < readings && last.kind === 'done'; reading += 1) {
    await clock.sleep(readingsEveryMs, signal);
    const next = await read();
    if (next.kind === 'done' && stringifyJson(next.captured) === stringifyJson(last.captured))
      return { result: next, unsettled: false };
    last = next;
  }
  return { result: last, unsettled: true };
}

function burstTrouble(known: Pick<RoundTrouble, 'message' | 'outOfTime'>): RoundTrouble {
  return { phase: 'burst', unreachable: false, ...known };
}
