import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { RunOptions } from './options.ts';
import { run } from './run.ts';

/** Relative, so that the commands in the reports can be typed. */
const catalogue = relative('', fileURLToPath(new URL('../../scenarios', import.meta.url)));
const executable = fileURLToPath(new URL('../../bin/racehound.js', import.meta.url));
/** The lab needs this many ports in a row. */
const ports = 4;

export interface DemoOptions {
  readonly database?: string;
  readonly seed?: number;
  readonly rounds?: number;
  readonly results: string;
}

/** `racehound demo`: starts the lab and hunts the whole catalogue in it, first the racy services, then their mended twins. */
export async function demo(options: DemoOptions, console: Console): Promise<ExitCode> {
  const port = await freePorts();
  console.err.write(`starting the lab on port ${port}: a PostgreSQL, and every service beside its mended twin\n`);
  const labArguments = [
    'lab',
    '--port',
    String(port),
    ...(options.database === undefined ? [] : ['--database', options.database]),
  ];
  const labProcess = fork(executable, labArguments, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(labProcess, 'exit');
  try {
    const [first] = await Promise.race([once(labProcess, 'message'), ended]);
    if (first !== 'ready') return exitCodes.untestable;
    const racy = await hunt('racy', port, options, console);
    const mended = await hunt('mended', port, options, console);
    return conclude(racy, mended, console);
  } finally {
    if (labProcess.connected) labProcess.disconnect();
    await ended;
  }
}

async function hunt(twin: 'racy' | 'mended', port: number, options: DemoOptions, console: Console): Promise<ExitCode> {
  const title =
    twin === 'racy' ? 'The racy services: every one should be caught' : 'Their mended twins: every one should hold';
  console.out.write(`\n${console.out.paint.bold(`━━ ${title} ━━`)}\n\n`);
  const runOptions: RunOptions = {
    var: { labPort: port, twin },
    tag: [],
    allowHost: [],
    bail: false,
    json: false,
    reporter: [],
    results: options.results,
    insecure: false,
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.rounds !== undefined && { rounds: options.rounds }),
  };
  const { code, report } = await run([catalogue], runOptions, console);
  const wanted = twin === 'racy' ? 'violated' : 'held';
  const asExpected =
    report !== undefined && !report.interrupted && report.scenarios.every(({ verdict }) => verdict === wanted);
  if (asExpected) return exitCodes.held;
  return code === exitCodes.held || code === exitCodes.violated ? exitCodes.violated : code;
}

function conclude(racy: ExitCode, mended: ExitCode, console: Console): ExitCode {
  const { paint } = console.out;
  if (racy === exitCodes.held && mended === exitCodes.held) {
    console.out.write(
      `\n${paint.green.bold('✓ The demo went as it should')}: every racy service was caught, every mended twin held.\n`,
    );
    console.out.write(
      'Next: `racehound lab` keeps the services running; README.md has a first scenario against your own.\n',
    );
    return exitCodes.held;
  }
  console.out.write(
    `\n${paint.red.bold('✗ The demo did not go as it should')}: a racy service escaped or a mended twin did not hold; see above.\n`,
  );
  return racy === exitCodes.held ? mended : racy;
}

/** The first of enough free ports in a row, from the lab's usual one upwards. */
async function freePorts(): Promise<number> {
  for (let port = 4100; port < 5000; port += 10) {
    const free = await Promise.all(Array.from({ length: ports }, (_, index) => isFree(port + index)));
    if (free.every(Boolean)) return port;
  }
  throw new Error('found no free ports for the lab between 4100 and 5000');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
