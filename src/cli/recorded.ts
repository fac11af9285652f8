import { latencyLog, type RunReport } from '../analysis/index.ts';
import { historyPath, readHistory } from '../history/history-file.ts';
import type { RoundHistory } from '../history/history.ts';
import type { Recorded, RecordedRound, RecordedTemplates } from '../reporters/index.ts';
import { recordedScenario } from './recorded-facts.ts';

/** A recorded run, and what a changed scenario makes of its rounds. */
export interface RecordedSource {
  readonly path: string;
  /** The scenarios that are in the report, by their numbers in the history; missing: all. */
  readonly scenarios?: ReadonlySet<number>;
  readonly change?: (round: RoundHistory) => RoundHistory;
}

/** What was recorded beside a report; its scenarios are those of the sources, one source after the other. */
export function recordedIn(sources: readonly RecordedSource[], report: RunReport): Recorded {
  const rounds = () => roundsOf(sources);
  return {
    rounds,
    templates: (scenario) => templatesOf(sources, scenario),
    latencies: () => latencyLog(named(rounds(), report)),
  };
}

function* roundsOf(sources: readonly RecordedSource[]): Generator<RecordedRound> {
  let before = 0;
  for (const { path, change, scenarios } of sources) {
    const places = new Map<number, number>();
    let run = '';
    let startedAtMs = 0;
    for (const read of readHistory(path)) {
      if (!('record' in read)) continue;
      const { record } = read;
      if (record.record === 'run') {
        run = record.run;
        startedAtMs = Date.parse(record.startedAt);
      }
      if (record.record === 'scenario' && isIn(scenarios, record.scenario))
        places.set(record.scenario, before + places.size);
      if (record.record !== 'round') continue;
      const scenario = places.get(record.scenario);
      if (scenario !== undefined) yield { scenario, run, startedAtMs, round: change?.(record) ?? record };
    }
    before += places.size;
  }
}

function templatesOf(sources: readonly RecordedSource[], wanted: number): RecordedTemplates {
  let place = 0;
  for (const { path, scenarios } of sources) {
    for (const read of readHistory(path)) {
      if (!('record' in read) || read.record.record !== 'scenario') continue;
      if (!isIn(scenarios, read.record.scenario)) continue;
      if (place === wanted)
        return recordedScenario(read.record.facts, `${historyPath(path)}:${read.line}`).templates ?? noTemplates;
      place += 1;
    }
  }
  return noTemplates;
}

function isIn(scenarios: RecordedSource['scenarios'], scenario: number): boolean {
  return scenarios === undefined || scenarios.has(scenario);
}

const noTemplates: RecordedTemplates = { prepare: [], requests: {}, secrets: {} };

function* named(rounds: Iterable<RecordedRound>, { scenarios }: RunReport) {
  for (const { scenario, startedAtMs, round } of rounds)
    yield { scenario: scenarios[scenario]?.name ?? '', startedAtMs, round };
}
