import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { mergeVerdicts, type RunReport, type ScenarioReport } from '../analysis/index.ts';
import { openHistory } from '../history/history-file.ts';
import { createRedactor } from '../history/redact.ts';
import { redactedValues } from '../history/redact-values.ts';
import { connectionOptions } from './connection-options.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodeOf, interruptedCode } from './exit-codes.ts';
import { onInterruption } from './interruption.ts';
import type { RunOptions } from './options.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { progressDisplay } from './progress-display.ts';
import type { Publication } from './publish.ts';
import { recordedIn } from './recorded.ts';
import { type RoundReplay, runScenario } from './run-scenario.ts';
import { timeBudget } from './time-budget.ts';
import { version } from './version.ts';
import { waitForServices } from './wait-for-services.ts';

export interface Firing {
  readonly seed: number;
  readonly options: RunOptions;
  readonly publication: Publication;
  readonly console: Console;
  /** Every round is this one again. */
  readonly replay?: RoundReplay;
}

export interface Fired {
  readonly code: ExitCode;
  /** Missing when nothing was selected, or it was interrupted before anything was fired. */
  readonly report?: RunReport;
}

/** Fires prepared scenarios one after the other, records them as one run, and reports. */
export async function fireScenarios(
  prepared: readonly PreparedPlan[],
  { seed, options, publication, console, replay }: Firing,
): Promise<Fired> {
  const connections = connectionOptions(options);
  const redactor = createRedactor();
  for (const secret of prepared.flatMap(({ secrets }) => secrets)) redactor.add(secret);
  const mode = options.quiet ? 'none' : options.progress;
  const progress = progressDisplay(console.err, mode, Date.now);
  const interruption = onInterruption(
    console.closed,
    () => progress.note('interrupted: stopping, cleaning up; once more ends at once'),
    progress.end,
  );
  await waitForServices(options, connections, prepared, interruption.signal, progress);
  if (interruption.signal.aborted) {
    interruption.dispose();
    progress.note('interrupted before anything was fired: there is nothing to report');
    return { code: interruptedCode(interruption.received()) };
  }

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
  const full = history.refused();
  if (full !== undefined) throw full;

  const originNs = process.hrtime.bigint();
  const budget = timeBudget(options.maxTime, () => performance.now());
  const scenarios: ScenarioReport[] = [];
  for (const [index, plan] of prepared.entries()) {
    if (interruption.signal.aborted) break;
    scenarios.push(
      await runScenario(index, plan, {
        run: name,
        results,
        options,
        connections,
        history,
        redactor,
        progress,
        place: [index + 1, prepared.length],
        budget,
        signal: interruption.signal,
        originNs,
        ...(replay !== undefined && { replay }),
      }),
    );
    if (options.bail && scenarios.at(-1)?.verdict === 'violated') break;
  }
  interruption.dispose();
  const signal = interruption.received();
  const durationMs = Number(process.hrtime.bigint() - originNs) / 1e6;
  history.write({ record: 'end', interrupted: signal !== undefined, durationMs });
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
  const clean = redactedValues(report, redactor);
  const published = publication.publish(clean, recordedIn([{ path: results }], clean), console);
  return { code: exitCodeOf(report, published, signal), report };
}

/** Sorts by time, tells the seed, and is like no other, even where many runs of one seed start in the same second. */
function runName(startedAt: Date, seed: number): string {
  const time = startedAt.toISOString().replace(/[-:]/g, '').replace(/\..*/, '');
  return `${time}-${seed}-${randomBytes(3).toString('hex')}`;
}
