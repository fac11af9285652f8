import type { RoundHistory, RoundTrouble } from '../history/history.ts';
import type { EngineContext, Values } from './context.ts';
import { carryOutRound } from './round.ts';
import { runSteps, type StepsResult } from './steps.ts';

/** How the hunt of one scenario ended. Every round was handed to `onRound` before. */
export interface HuntEnd {
  /** Why it ended before its last round, other than by request. */
  readonly trouble?: RoundTrouble;
  /** `teardown` did not go through; what it should have removed may still be there. */
  readonly teardownTrouble?: RoundTrouble;
  readonly interrupted: boolean;
}

/** Judges a round: whether it broke an invariant, and whether the hunt is to end here. */
export type OnRound = (history: RoundHistory) => { readonly stop: boolean; readonly violated: boolean };

/** Rounds in a row that can't be carried out before the hunt gives up. */
const patience = 3;

/** Carries out a plan from setup to teardown, round by round, until the last one or until `onRound` says stop. */
export async function hunt(context: EngineContext, onRound: OnRound): Promise<HuntEnd> {
  const { plan, signal } = context;
  let values: Values = {};
  let trouble: RoundTrouble | undefined;
  let cleaned: StepsResult;
  try {
    const setup = await runSteps(context, 'setup', plan.setup, 0, {});
    values = setup.captured;
    trouble = setup.kind === 'done' ? await huntRounds(context, values, onRound) : setup.trouble;
  } finally {
    // Teardown runs after an interruption and beyond the budget too: neither may keep it from cleaning up.
    const unhindered = { ...context, signal: new AbortController().signal, guard: context.guard.beyondBudget() };
    cleaned = await runSteps(unhindered, 'teardown', plan.teardown, 0, values);
  }
  return {
    ...(trouble !== undefined && !signal.aborted && { trouble }),
    ...(cleaned.kind === 'failed' && { teardownTrouble: cleaned.trouble }),
    interrupted: signal.aborted,
  };
}

async function huntRounds(context: EngineContext, setup: Values, onRound: OnRound): Promise<RoundTrouble | undefined> {
  const { plan, signal } = context;
  let everWorked = false;
  let inTrouble = 0;
  let last: RoundTrouble | undefined;
  for (let round = plan.baseline ? 0 : 1; round <= plan.rounds && !signal.aborted; round += 1) {
    const history = await carryOutRound(context, round, setup);
    const { stop, violated } = onRound(history);
    learn(context, history, violated);
    if (stop) return undefined;
    last = history.trouble;
    if (history.trouble === undefined) {
      everWorked = true;
      inTrouble = 0;
    } else {
      inTrouble += 1;
      if (!everWorked || inTrouble >= patience) return history.trouble;
    }
  }
  // A target that is gone in the last round is gone, however few rounds there were to notice.
  return last?.unreachable ? last : undefined;
}

function learn(
  { plan, portfolio }: EngineContext,
  { delivery, operations, timing }: RoundHistory,
  violated: boolean,
): void {
  if (delivery === undefined || operations.length === 0) return;
  portfolio.learn(delivery, {
    violated,
    overlap: timing.spreadNs > plan.burst.windowNs ? 0 : timing.maxInFlight / operations.length,
    early: timing.earlyAnswers > 0,
  });
}
