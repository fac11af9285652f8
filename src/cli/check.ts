import { createJudge, type JudgeInput, mergeVerdicts, type RunReport, type ScenarioReport } from '../analysis/index.ts';
import { capture, secretText } from '../expr/capture.ts';
import { classify } from '../expr/classify.ts';
import { readHistory } from '../history/history-file.ts';
import type { HistoryRecord } from '../history/records.ts';
import type { Operation } from '../history/operation.ts';
import { redactionMark } from '../history/redact.ts';
import { compilePlan, type Plan } from '../plan/index.ts';
import { loadScenario } from '../scenario/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { judgeFacts } from './judge-facts.ts';
import type { ScenarioOptions } from './options.ts';
import { openReportFiles } from './report-files.ts';
import { publish } from './run.ts';

export interface CheckOptions extends Pick<ScenarioOptions, 'var' | 'environment' | 'target'> {
  readonly scenario?: string;
  readonly json: boolean;
  readonly reporter: readonly string[];
}

type RecordOf<Kind extends HistoryRecord['record']> = Extract<HistoryRecord, { readonly record: Kind }>;

/** `racehound check`: judges a recorded run again, with its own invariants or with those of a changed scenario; sends nothing. */
export function check(path: string, options: CheckOptions, console: Console): ExitCode {
  const { records, problems, path: file } = readHistory(path);
  for (const { line, message } of problems) console.err.write(`${file}:${line}: ${message}; left out\n`);
  const of = <Kind extends HistoryRecord['record']>(kind: Kind) =>
    records.filter((record): record is RecordOf<Kind> => record.record === kind);
  const [run] = of('run');
  const recorded = of('scenario');
  if (run === undefined || recorded.length === 0) {
    throw new RacehoundError('usage', [
      {
        code: 'RH403',
        title: `${file} holds no run`,
        help: 'name the folder of a run, such as racehound-results/<run>',
      },
    ]);
  }
  if (options.scenario !== undefined && recorded.length > 1) {
    throw new RacehoundError('usage', [
      {
        code: 'RH404',
        title: `${file} holds ${recorded.length} scenarios; --scenario can change only one`,
        help: 'check a run of one scenario',
      },
    ]);
  }
  const changed = options.scenario === undefined ? undefined : changedScenario(options.scenario, options, run.seed);
  const scenarios = recorded.map(({ scenario, facts }): ScenarioReport => {
    const judge = createJudge({ ...(facts as unknown as JudgeInput), ...changed?.facts });
    for (const round of of('round').filter((record) => record.scenario === scenario)) {
      judge.add(
        changed === undefined
          ? round
          : { ...round, operations: round.operations.map((operation) => seenAnew(operation, changed.plan)) },
      );
    }
    const end = of('scenario-end').find((record) => record.scenario === scenario);
    return judge.report(end ?? { requests: 0, durationMs: 0, interrupted: true });
  });
  const [end] = of('end');
  const report: RunReport = {
    schemaVersion: 1,
    racehound: run.racehound,
    run: run.run,
    startedAt: run.startedAt,
    durationMs: end?.durationMs ?? 0,
    verdict: mergeVerdicts(scenarios.map(({ verdict }) => verdict)),
    seed: run.seed,
    interrupted: end?.interrupted ?? true,
    results: path,
    scenarios,
  };
  const reporters = [...options.reporter, ...(options.json ? ['json=-'] : [])];
  publish(
    report,
    openReportFiles(reporters),
    (text) => text,
    console,
    reporters.includes('json=-') || reporters.includes('json'),
  );
  return exitCodeOf(report, undefined);
}

function changedScenario(
  file: string,
  options: CheckOptions,
  seed: number,
): { readonly plan: Plan; readonly facts: Partial<JudgeInput> } {
  const loaded = loadScenario(file, {
    env: process.env,
    variables: options.var,
    requireSecrets: false,
    ...(options.target !== undefined && { target: options.target }),
    ...(options.environment !== undefined && { environment: options.environment }),
  });
  const plan = compilePlan(loaded, { seed });
  const { name, file: changedFile, invariants, outcomes } = judgeFacts({ loaded, plan }, '', undefined, []);
  return { plan, facts: { name, file: changedFile, invariants, outcomes } };
}

/** An operation with the outcome and the captures that the changed scenario gives it; what was captured while running stays. */
function seenAnew(operation: Operation, plan: Plan): Operation {
  const rules = plan.burst.requests.find(({ name }) => name === operation.request)?.captures ?? [];
  const seen = operation.answer === undefined ? operation : capture(rules, operation.answer);
  // What stands redacted in the recorded answer was not seen: two different secrets would look equal.
  const redacted = Object.keys(seen.captures).filter((name) => secretText(seen.captures[name]).includes(redactionMark));
  const visible = Object.entries(seen.captures).filter(([name]) => !redacted.includes(name));
  return {
    ...operation,
    ...classify(plan.outcomes, operation.request, operation),
    captures: { ...Object.fromEntries(visible), ...operation.captures },
    missing: {
      ...seen.missing,
      ...Object.fromEntries(redacted.map((name) => [name, 'it is redacted in the recorded history'])),
    },
  };
}
