import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { services } from '../lab/index.ts';
import { catalogue } from './catalogue.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { LabReady } from './lab.ts';
import type { RunOptions } from './options.ts';
import { run } from './run.ts';

const executable = fileURLToPath(new URL('../../bin/racehound.js', import.meta.url));

export interface DemoOptions {
  /** Every class instead of those tagged `smoke`. */
  readonly all: boolean;
  readonly database?: string;
  readonly redis?: string;
  readonly seed?: number;
  readonly rounds?: number;
  readonly results: string;
}

/** `racehound demo`: starts the lab and hunts the catalogue in it, first the racy services, then their mended twins. */
export async function demo(options: DemoOptions, console: Console): Promise<ExitCode> {
  console.err.write('starting the lab: a PostgreSQL, and every service beside its mended twin\n');
  const given = (['database', 'redis'] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}`, value];
  });
  const labProcess = fork(executable, ['lab', '--port', '0', ...given], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(labProcess, 'exit');
  try {
    const [ready] = (await Promise.race([once(labProcess, 'message'), ended])) as [LabReady | number | null];
    if (typeof ready !== 'object' || ready === null) return exitCodes.untestable;
    const racy = await hunt('racy', ready, options, console);
    if (racy === exitCodes.interrupted || racy === exitCodes.terminated) return racy;
    const mended = await hunt('mended', ready, options, console);
    if (mended === exitCodes.interrupted || mended === exitCodes.terminated) return mended;
    return conclude(racy, mended, options, console);
  } finally {
    if (labProcess.connected) labProcess.disconnect();
    await ended;
  }
}

async function hunt(
  twin: 'racy' | 'mended',
  { port, leftOut }: LabReady,
  options: DemoOptions,
  console: Console,
): Promise<ExitCode> {
  const title =
    twin === 'racy' ? 'The racy services: every one should be caught' : 'Their mended twins: every one should hold';
  console.out.write(`\n${console.out.paint.bold(`━━ ${title} ━━`)}\n\n`);
  const runOptions: RunOptions = {
    var: { labPort: port, twin },
    tag: options.all ? [] : ['smoke'],
    allowHost: [],
    bail: false,
    json: false,
    reporter: [],
    results: options.results,
    insecure: false,
    waitFor: [],
    waitTimeout: 0,
    progress: 'auto',
    quiet: false,
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.rounds !== undefined && { rounds: options.rounds }),
  };
  const files = services
    .filter(({ name }) => !leftOut.includes(name))
    .map(({ name }) => join(catalogue, `${name}.race.yaml`));
  const { code, report } = await run(files, runOptions, console);
  const wanted = twin === 'racy' ? 'violated' : 'held';
  const asExpected =
    report !== undefined && !report.interrupted && report.scenarios.every(({ verdict }) => verdict === wanted);
  if (asExpected) return exitCodes.held;
  return code === exitCodes.held || code === exitCodes.violated ? exitCodes.violated : code;
}

function conclude(racy: ExitCode, mended: ExitCode, { all }: DemoOptions, console: Console): ExitCode {
  const { paint } = console.out;
  if (racy === exitCodes.held && mended === exitCodes.held) {
    console.out.write(
      `\n${paint.green.bold('✓ The demo went as it should')}: every racy service was caught, every mended twin held.\n`,
    );
    console.out.write(
      `Next: ${all ? '' : '`racehound demo --all` hunts every class; '}\`racehound lab\` keeps the services running; README.md has a first scenario against your own.\n`,
    );
    return exitCodes.held;
  }
  console.out.write(
    `\n${paint.red.bold('✗ The demo did not go as it should')}: a racy service escaped or a mended twin did not hold; see above.\n`,
  );
  return racy === exitCodes.held ? mended : racy;
}
