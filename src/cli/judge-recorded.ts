import { createJudge, type Judge, type JudgeInput, mergeVerdicts, type RunReport } from '../analysis/index.ts';
import { historyPath, readHistory } from '../history/history-file.ts';
import type { RoundHistory } from '../history/history.ts';
import type { HistoryRecord } from '../history/records.ts';
import { recordedFacts } from './recorded-facts.ts';
import type { RecordedSource } from './recorded.ts';
import { RacehoundError } from '../support/diagnostic.ts';

/** What a changed scenario makes of a recorded one. */
export interface Change {
  /** Throws `RacehoundError` (usage) where it can't stand for the recorded one; `where` is the line of the history. */
  readonly accept: (recorded: JudgeInput, where: string) => void;
  readonly facts: (recorded: JudgeInput) => JudgeInput;
  readonly round: (round: RoundHistory) => RoundHistory;
}

interface Recorded {
  readonly judge: Judge;
  readonly accept: () => void;
  end: Extract<HistoryRecord, { readonly record: 'scenario-end' }> | undefined;
}

export interface JudgeRecordedOptions {
  readonly change?: (seed: number) => Change;
  /** Name or file of the scenario to judge, where the run has several; without it all. */
  readonly only?: string;
}

/** Judges a recorded run round by round, with its own facts or those of a change; `onProblem` hears of lines that can't be read. */
export function judgeRecorded(
  path: string,
  onProblem: (text: string) => void,
  { change, only }: JudgeRecordedOptions = {},
): { readonly report: RunReport; readonly source: RecordedSource } {
  const scenarios = new Map<number, Recorded>();
  const names: string[] = [];
  let run: Extract<HistoryRecord, { readonly record: 'run' }> | undefined;
  let end: Extract<HistoryRecord, { readonly record: 'end' }> | undefined;
  let changed: Change | undefined;
  for (const read of readHistory(path)) {
    if ('problem' in read) {
      onProblem(`${historyPath(path)}:${read.line}: ${read.problem}; left out`);
      continue;
    }
    const { record } = read;
    switch (record.record) {
      case 'run':
        run = record;
        changed = change?.(record.seed);
        break;
      case 'scenario': {
        const where = `${historyPath(path)}:${read.line}`;
        const facts = recordedFacts(record.facts, where);
        names.push(`"${facts.name}"`);
        if (only !== undefined && ![facts.name, facts.file].includes(only)) break;
        const judge = createJudge(changed?.facts(facts) ?? facts);
        scenarios.set(record.scenario, { judge, accept: () => changed?.accept(facts, where), end: undefined });
        break;
      }
      case 'round':
        scenarios.get(record.scenario)?.judge.add(changed === undefined ? record : changed.round(record));
        break;
      case 'scenario-end': {
        const scenario = scenarios.get(record.scenario);
        if (scenario !== undefined) scenario.end = record;
        break;
      }
      case 'end':
        end = record;
    }
  }
  if (only !== undefined && names.length > 0 && scenarios.size === 0) {
    throw new RacehoundError('usage', [
      {
        code: 'RH405',
        title: `${historyPath(path)} holds no scenario ${only}`,
        help: `it holds ${names.join(', ')}`,
      },
    ]);
  }
  if (run === undefined || scenarios.size === 0) {
    throw new RacehoundError('usage', [
      {
        code: 'RH403',
        title: `${historyPath(path)} holds no run`,
        help: 'name the folder of a run, such as racehound-results/<run>',
      },
    ]);
  }
  if (changed !== undefined && scenarios.size > 1) {
    throw new RacehoundError('usage', [
      {
        code: 'RH404',
        title: `${historyPath(path)} holds ${scenarios.size} scenarios; --scenario can change only one`,
        help: `say which with --only: ${names.join(', ')}`,
      },
    ]);
  }
  for (const { accept } of scenarios.values()) accept();
  const cutShort = { requests: 0, durationMs: 0, interrupted: true };
  const reports = [...scenarios.values()].map(({ judge, end: its }) => judge.report(its ?? cutShort));
  const report: RunReport = {
    schemaVersion: 1,
    racehound: run.racehound,
    run: run.run,
    startedAt: run.startedAt,
    durationMs: end?.durationMs ?? 0,
    verdict: mergeVerdicts(reports.map(({ verdict }) => verdict)),
    seed: run.seed,
    interrupted: end?.interrupted ?? true,
    results: path,
    scenarios: reports,
  };
  return {
    report,
    source: {
      path,
      ...(changed !== undefined && { change: changed.round }),
      ...(only !== undefined && { scenarios: new Set(scenarios.keys()) }),
    },
  };
}
