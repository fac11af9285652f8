import { relative } from 'node:path';
import { createJudge, type ScenarioReport } from '../analysis/index.ts';
import { systemClock } from '../engine/clock.ts';
import { armedMs } from '../engine/burster.ts';
import type { Choice } from '../engine/deliveries.ts';
import { createGuard } from '../engine/guard.ts';
import type { EngineContext } from '../engine/context.ts';
import { type HuntEnd, hunt } from '../engine/hunt.ts';
import { createPortfolio } from '../engine/portfolio.ts';
import { threadBurster } from '../engine/threads.ts';
import { createTracing } from '../engine/tracing.ts';
import { type Delivery, deliveryText } from '../history/delivery.ts';
import type { RoundHistory, RoundTrouble } from '../history/history.ts';
import type { HistoryWriter } from '../history/history-file.ts';
import { type Redactor, withoutCredentials } from '../history/redact.ts';
import { planRound } from '../plan/index.ts';
import { plural } from '../support/plural.ts';
import { priorityRefusal } from '../transports/priority.ts';
import { singleSender } from '../transports/single-sender.ts';
import type { ConnectionOptions } from '../transports/transport.ts';
import { chooseWire, protocolChoice } from './choose-wire.ts';
import { judgeFacts } from './judge-facts.ts';
import type { RunOptions } from './options.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { replayCommand, runCommand } from './commands.ts';
import { recordOf } from './scenario-record.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { scenarioCommit } from './scenario-commit.ts';
import type { TimeBudget } from './time-budget.ts';

/** A recorded round that every round of this run fires again. */
export interface RoundReplay {
  readonly run: string;
  readonly round: number;
  readonly delivery: Delivery;
  /** The command that hunts the plan of that run again. */
  readonly command: string;
}

/** What the scenarios of one run share. */
export interface RunContext {
  /** Name of the run; no other run has it. */
  readonly run: string;
  /** Folder of its history. */
  readonly results: string;
  readonly replay?: RoundReplay;
  readonly options: RunOptions;
  readonly connections: ConnectionOptions;
  readonly history: HistoryWriter;
  readonly redactor: Redactor;
  readonly progress: ProgressDisplay;
  /** Which of how many scenarios this is, from 1. */
  readonly place: readonly [place: number, scenarios: number];
  readonly budget: TimeBudget;
  readonly signal: AbortSignal;
  readonly originNs: bigint;
}

/** Hunts one scenario: fires its rounds, records and judges each as it happens, and reports. */
export async function runScenario(index: number, prepared: PreparedPlan, context: RunContext): Promise<ScenarioReport> {
  const { options, connections, history, redactor, progress, budget, signal, originNs, replay } = context;
  const { plan, loaded, allowHosts } = prepared;
  const clock = systemClock(originNs);
  const startedAtNs = clock.nowNs();
  progress.start(loaded.scenario.name, plan.rounds, ...context.place);
  const guard = createGuard(allowHosts, plan.budget.max - plan.budget.teardown);
  const cutShort = budget.isSpent() ? budget.reason(0, plan.rounds) : undefined;
  const { targets, choice: chosen } =
    cutShort !== undefined || history.refused() !== undefined
      ? nothingSent
      : await chooseWire(plan, connections, clock.nowNs, options.workers);
  const threads = Math.max(0, ...chosen.deliveries.map((each) => each.threads));
  if (threads > 0 && options.workers !== undefined && options.workers > threads)
    progress.note(
      `--workers ${options.workers}: ${plural(threads, 'thread')} will fire it, no more than members, and one where a connection carries them all`,
    );
  const choice = replay === undefined || chosen.deliveries.length === 0 ? chosen : asRecorded(replay);
  for (const { requests } of targets) guard.count(requests);
  const commit = scenarioCommit(loaded.file);
  const facts = {
    ...judgeFacts(prepared, replay?.command ?? runCommand(prepared, options), priorityRefusal(), choice.reasons),
    replayRun: replayCommand(context.results, context.place[1] > 1 ? plan.scenario : undefined),
    ...(replay !== undefined && { replayOf: { run: replay.run, round: replay.round } }),
    ...(commit !== undefined && { commit }),
  };
  const judge = createJudge(facts);
  history.write({
    record: 'scenario',
    scenario: index,
    facts: { ...facts, fileFromRun: relative(context.results, loaded.file), ...recordOf(loaded, options), targets },
  });
  const roundTripMs = Math.max(0, ...targets.map(({ roundTripUs = 0 }) => roundTripUs / 1000));
  const burster = threadBurster(connections, originNs, Math.max(armedMs, 1.5 * roundTripMs));
  const sender = singleSender(connections, clock.nowNs, protocolChoice(targets));
  const stopped = { cutShort };

  const onRound = (fired: RoundHistory) => {
    const round = withoutCredentials(fired);
    history.write({ record: 'round', scenario: index, ...round });
    const { violated } = judge.add(round);
    progress.round(round, violated);
    const enough = options.bail && violated && round.kind === 'race';
    if (round.trouble?.outOfTime) stopped.cutShort = round.trouble.message;
    else if (!enough && round.round < plan.rounds && budget.isSpent())
      stopped.cutShort = budget.reason(round.round, plan.rounds);
    return { stop: history.refused() !== undefined || stopped.cutShort !== undefined || enough, violated };
  };
  const engine: EngineContext = {
    plan,
    planRound: (round) => planRound(plan, round),
    burster,
    run: context.run,
    ...(replay !== undefined && { replayed: replay.round }),
    portfolio: createPortfolio(choice.deliveries),
    send: sender.send,
    clock,
    guard,
    ...(plan.tracing && { tracing: createTracing(context.run, index) }),
    signal,
    outOfTime: () => (budget.isSpent() ? budget.spent : undefined),
    onSecret: redactor.add,
  };
  let end: HuntEnd;
  try {
    if (stopped.cutShort !== undefined || history.refused() !== undefined) end = { interrupted: false };
    else end = choice.deliveries.length === 0 ? noWay(choice) : await hunt(engine, onRound);
  } finally {
    // Threads that are left running would keep the process from ending.
    await Promise.all([burster.close(), sender.close()]);
  }
  progress.end();

  const untestable = history.refused()?.diagnostics[0]?.title ?? (end.trouble && troubleText(end.trouble));
  const totals = {
    requests: guard.sent(),
    durationMs: (clock.nowNs() - startedAtNs) / 1e6,
    interrupted: end.interrupted,
    ...(untestable !== undefined && { untestable }),
    ...(stopped.cutShort !== undefined && { cutShort: stopped.cutShort }),
  };
  history.write({ record: 'scenario-end', scenario: index, ...totals });
  if (end.teardownTrouble !== undefined)
    progress.note(redactor.text(`teardown failed: ${troubleText(end.teardownTrouble)}`));
  return judge.report(totals);
}

/** For a scenario that is not begun any more. */
const nothingSent: Awaited<ReturnType<typeof chooseWire>> = { targets: [], choice: { deliveries: [], reasons: [] } };

function asRecorded({ run, round, delivery }: RoundReplay): Choice {
  return { deliveries: [delivery], reasons: [`as in round ${round} of ${run}: ${deliveryText(delivery)}`] };
}

function noWay({ reasons }: Choice): HuntEnd {
  return { trouble: { phase: 'burst', message: reasons.join('; '), unreachable: false }, interrupted: false };
}

function troubleText({ phase, step, message }: RoundTrouble): string {
  // A step without a name is called by its request, with which the message begins.
  return `${phase}${step === undefined || message.startsWith(step) ? '' : ` "${step}"`}: ${message}`;
}
