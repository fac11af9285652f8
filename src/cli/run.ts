import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { mergeVerdicts, type RunReport, type ScenarioReport } from '../analysis/index.ts';
import { openHistory } from '../history/history-file.ts';
import { createRedactor } from '../history/redact.ts';
import { redactedValues } from '../history/redact-values.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { onInterruption } from './interruption.ts';
import type { RunOptions } from './options.ts';
import { preparePlan } from './prepare-plan.ts';
import { progressDisplay } from './progress-display.ts';
import { openPublication } from './publish.ts';
import { recordedIn } from './recorded.ts';
import { runScenario } from './run-scenario.ts';
import { selectScenarios } from './select-scenarios.ts';
import { timeBudget } from './time-budget.ts';
import { waitForServices } from './wait-for-services.ts';
import { version } from './version.ts';

const maxSeed = 2 ** 31;

export interface RunResult {
  readonly code: ExitCode;
  /** Missing when nothing was selected. */
  readonly report?: RunReport;
}

/** `racehound run`: load, plan, fire, judge, report. `automatic`: also where nobody asked for it, as in GitHub Actions. */
export async function run(
  paths: readonly string[],
  options: RunOptions,
  console: Console,
  automatic = false,
): Promise<RunResult> {
  const loaded = selectScenarios(paths, options, true);
  if (loaded.length === 0) {
    console.err.write('nothing selected: no scenario file (*.race.yaml) matches the paths and tags\n');
    return { code: exitCodes.nothingSelected };
  }
  const seed = options.seed ?? randomInt(maxSeed);
  const prepared = loaded.map((scenario) => preparePlan(scenario, options, seed));
  const redactor = createRedactor();
  for (const secret of prepared.flatMap(({ secrets }) => secrets)) redactor.add(secret);
  const publication = openPublication([...loaded.flatMap(({ project }) => project.reporters), ...options.reporter], {
    json: options.json,
    automatic,
  });

  const mode = options.quiet ? 'none' : options.progress;
  const progress = progressDisplay(console.err, mode, Date.now);
  const interruption = onInterruption(
    () => progress.note('interrupted: stopping, cleaning up; once more ends at once'),
    progress.end,
  );
  await waitForServices(options, prepared, interruption.signal, progress);

  const startedAt = new Date();
  const name = runName(startedAt, seed);
  const results = join(options.results, name);
  const history = openHistory(results, redactor);
  history.write({
    record: 'run',
    schemaVersion: 1,
    racehound: version,
    run: name,
    startedAt: startedAt.toISOString(),
    seed,
  });

  const originNs = process.hrtime.bigint();
  const budget = timeBudget(options.maxTime, Date.now);
  const scenarios: ScenarioReport[] = [];
  for (const [index, plan] of prepared.entries()) {
    if (interruption.signal.aborted) break;
    scenarios.push(
      await runScenario(index, plan, {
        run: name,
        options,
        history,
        redactor,
        progress,
        place: [index + 1, prepared.length],
        budget,
        signal: interruption.signal,
        originNs,
      }),
    );
    if (options.bail && scenarios.at(-1)?.verdict === 'violated') break;
  }
  interruption.dispose();
  const signal = interruption.received();
  const durationMs = Number(process.hrtime.bigint() - originNs) / 1e6;
  recordEnd(() => history.write({ record: 'end', interrupted: signal !== undefined, durationMs }));
  history.close();

  const report: RunReport = {
    schemaVersion: 1,
    racehound: version,
    run: name,
    startedAt: startedAt.toISOString(),
    durationMs,
    verdict: mergeVerdicts(scenarios.map(({ verdict }) => verdict)),
    seed,
    interrupted: signal !== undefined,
    results,
    scenarios,
  };
  const clean = redactedValues(report, redactor.text);
  publication.publish(clean, recordedIn([{ path: results }], clean), console);
  return { code: exitCodeOf(report, signal), report };
}

/** Sorts by time, tells the seed, and is like no other, even where many runs of one seed start in the same second. */
function runName(startedAt: Date, seed: number): string {
  const time = startedAt.toISOString().replace(/[-:]/g, '').replace(/\..*/, '');
  return `${time}-${seed}-${randomBytes(3).toString('hex')}`;
}

/** A full disk was reported with the scenario that met it; the last line may be missing. */
function recordEnd(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof RacehoundError)) throw error;
  }
}
