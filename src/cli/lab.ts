import { resolve } from 'node:path';
import { startLab } from '../lab/index.ts';
import { catalogue } from './catalogue.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { onInterruption } from './interruption.ts';
import { withoutRepeats } from './without-repeats.ts';

export interface LabCommandOptions {
  readonly port: number;
  readonly instances: number;
  readonly database?: string;
  readonly redis?: string;
  readonly tls: boolean;
  readonly http2: boolean;
  readonly maxStreams?: number;
}

/** What a parent process (`racehound demo`) is told when the lab is ready. */
export interface LabReady {
  readonly port: number;
  /** Classes that are not served. */
  readonly leftOut: readonly string[];
  /** PEM file to trust; with `--tls` only. */
  readonly certificate?: string;
}

/** `racehound lab`: the racy services and their twins, until Ctrl-C. */
export async function lab(options: LabCommandOptions, console: Console): Promise<ExitCode> {
  const interruption = onInterruption(console.closed, () => console.err.write('stopping the lab\n'));
  const log = withoutRepeats(console.err.write);
  // The commands of its page are pasted into other terminals.
  const running = await startLab({ ...options, scenarios: resolve(catalogue), onLog: log.add });
  const trust = running.certificate === undefined ? '' : `; trust it with --cacert ${running.certificate}`;
  const reach =
    options.http2 && !options.tls ? 'HTTP/2 by prior knowledge, which no browser speaks' : 'open it in a browser';
  console.out.write(`the lab is ready on ${running.url}${trust} (${reach}; Ctrl-C stops it)\n`);
  const { port, leftOut, certificate } = running;
  const ready: LabReady = { port, leftOut, ...(certificate !== undefined && { certificate }) };
  process.send?.(ready);
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  if (!interruption.signal.aborted)
    await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve, { once: true }));
  await running.stop();
  log.end();
  interruption.dispose();
  return exitCodes.held;
}
