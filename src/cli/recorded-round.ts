import type { RunReport } from '../analysis/index.ts';
import { historyPath, readHistory } from '../history/history-file.ts';
import type { RoundHistory } from '../history/history.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { judgeRecorded } from './judge-recorded.ts';
import { recordedScenario } from './recorded-facts.ts';
import type { ScenarioRecord } from './scenario-record.ts';

/** A round of a recorded run, with what is needed to fire it again. */
export interface RecordedRoundOfRun {
  readonly run: string;
  readonly seed: number;
  readonly scenario: ScenarioRecord;
  readonly round: RoundHistory;
}

/** Which round of a run: without a number the first that broke an invariant; `only` names the scenario where there are several. */
export interface RoundChoice {
  readonly round?: number;
  readonly only?: string;
}

/** Finds a round; throws `RacehoundError` (usage) where there is none that could be fired again. */
export function findRound(path: string, choice: RoundChoice, onProblem: (text: string) => void): RecordedRoundOfRun {
  const { report } = judgeRecorded(path, onProblem);
  const place = scenarioPlace(report, choice);
  const number = choice.round ?? firstRaced(report, place);
  let seen = -1;
  let scenario: ScenarioRecord | undefined;
  let index: number | undefined;
  for (const read of readHistory(path)) {
    if (!('record' in read)) continue;
    const { record } = read;
    if (record.record === 'scenario') {
      seen += 1;
      if (seen === place) {
        scenario = recordedScenario(record.facts, `${historyPath(path)}:${read.line}`);
        index = record.scenario;
      }
    }
    if (record.record !== 'round' || record.scenario !== index || record.round !== number) continue;
    if (scenario === undefined || record.operations.length === 0) break;
    return { run: report.run, seed: report.seed, scenario, round: record };
  }
  throw usage(
    `${historyPath(path)} holds no round ${number} that was fired`,
    `name one of 1 to ${report.scenarios[place]?.rounds.fired ?? 0} with --round`,
  );
}

function scenarioPlace({ scenarios, results }: RunReport, { only, round }: RoundChoice): number {
  const matching = scenarios.flatMap(({ name, file }, place) =>
    only === undefined || [name, file].includes(only) ? [place] : [],
  );
  const [first] = matching;
  const names = scenarios.map(({ name }) => `"${name}"`).join(', ');
  if (first === undefined) throw usage(`${results} holds no scenario ${only}`, `it holds ${names}`);
  if (matching.length === 1) return first;
  const violated = matching.find((place) => firstRacedIn(scenarios[place]) !== undefined);
  if (round === undefined && violated !== undefined) return violated;
  throw usage(`${results} holds ${scenarios.length} scenarios`, `say which with --only: ${names}`);
}

function firstRaced({ scenarios, results }: RunReport, place: number): number {
  const round = firstRacedIn(scenarios[place]);
  if (round !== undefined) return round;
  throw usage(`no burst in ${results} broke an invariant of "${scenarios[place]?.name}"`, 'name a round with --round');
}

/** The baseline is no burst. */
function firstRacedIn(scenario: RunReport['scenarios'][number] | undefined): number | undefined {
  return scenario?.invariants.map(({ first }) => first?.round).find((round) => round !== undefined && round > 0);
}

function usage(title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH405', title, help }]);
}
