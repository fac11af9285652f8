import { startLab } from '../lab/index.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { onInterruption } from './interruption.ts';

export interface LabCommandOptions {
  readonly port: number;
  readonly database?: string;
  readonly tls: boolean;
  readonly http2: boolean;
  readonly maxStreams?: number;
}

/** `racehound lab`: the racy services and their twins, until Ctrl-C. Tells a parent process (`racehound demo`) when it is ready. */
export async function lab(options: LabCommandOptions, console: Console): Promise<ExitCode> {
  const interruption = onInterruption(() => console.err.write('stopping the lab\n'));
  const running = await startLab({ ...options, onLog: (line) => console.err.write(`${line}\n`) });
  const trust = running.certificate === undefined ? '' : `; trust it with --cacert ${running.certificate}`;
  console.out.write(`the lab is ready on ${running.url}${trust} (Ctrl-C stops it)\n`);
  process.send?.('ready');
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  if (!interruption.signal.aborted)
    await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve, { once: true }));
  await running.stop();
  interruption.dispose();
  return exitCodes.held;
}
