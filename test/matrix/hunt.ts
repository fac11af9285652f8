import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { RunReport, ScenarioReport } from '../../src/analysis/index.ts';
import { telling } from './caught.ts';
import { executable, type LabProcess, repository } from './lab-process.ts';

/** One twin of a class: its hunts, of which the last one decides. */
export interface Hunted {
  readonly hunts: readonly ScenarioReport[];
  readonly last: ScenarioReport;
}

/** By class. */
export type Column = ReadonlyMap<string, Hunted>;

/** A machine with other work makes wide bursts, which prove nothing; so often the hunt is given another chance. */
const chances = 3;

/**
 * Hunts one twin of these classes, and again those whose hunt came out inconclusive or whose race escaped. A mended twin that
 * was violated is never hunted again: one violation is proof.
 */
export async function huntTwin(
  twin: 'racy' | 'mended',
  classes: readonly string[],
  lab: LabProcess,
  rounds: number,
): Promise<Column> {
  const column = new Map<string, Hunted>();
  let open = classes;
  for (let chance = 1; chance <= chances && open.length > 0; chance += 1) {
    const reports = await huntOnce(twin, open, lab, rounds);
    for (const [name, last] of reports) column.set(name, { last, hunts: [...(column.get(name)?.hunts ?? []), last] });
    open = open.filter((name) => {
      const last = column.get(name)?.last;
      return twin === 'racy' ? telling(name, last?.invariants ?? []).length === 0 : last?.verdict === 'inconclusive';
    });
  }
  return new Map([...column].sort(([one], [other]) => classes.indexOf(one) - classes.indexOf(other)));
}

function classOf({ file }: ScenarioReport): string {
  return basename(file, '.race.yaml');
}

/** Runs the scenarios against one twin, as a user would. */
async function huntOnce(
  twin: 'racy' | 'mended',
  classes: readonly string[],
  lab: LabProcess,
  rounds: number,
): Promise<ReadonlyMap<string, ScenarioReport>> {
  const files = classes.map((name) => join(repository, 'scenarios', `${name}.race.yaml`));
  const folder = mkdtempSync(join(tmpdir(), 'racehound-matrix-'));
  const variables = ['--var', `labPort=${lab.port}`, '--var', `twin=${twin}`];
  if (lab.certificate !== undefined) variables.push('--var', 'scheme=https', '--cacert', lab.certificate);
  const child = spawn(
    process.execPath,
    [executable, 'run', ...files, ...variables, '--rounds', `${rounds}`, '--json'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  rmSync(folder, { recursive: true, force: true });
  try {
    const { scenarios } = JSON.parse(stdout) as RunReport;
    return new Map(scenarios.map((report) => [classOf(report), report]));
  } catch {
    throw new Error(`the hunt of the ${twin} twins gave no report:\n${stderr}`);
  }
}
