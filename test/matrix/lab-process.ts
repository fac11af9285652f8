import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { z } from 'zod';

/** The repository. This file runs from `test/` and, compiled, from `.bench/test/`, so that only the working directory tells. */
export const repository = process.cwd();
export const executable = resolve(repository, 'bin/racehound.js');

const ready = z.object({ port: z.int(), leftOut: z.array(z.string()), certificate: z.string().optional() });

export interface LabProcess extends z.output<typeof ready> {
  stop(): Promise<void>;
}

/** Starts `racehound lab` on free ports; `options` may be `--tls` and `--http2`. */
export async function startLabProcess(...options: readonly string[]): Promise<LabProcess> {
  const lab = fork(executable, ['lab', '--port', '0', ...options], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  const ended = once(lab, 'exit');
  const [message] = await Promise.race([once(lab, 'message'), ended]);
  return {
    ...ready.parse(message),
    async stop() {
      lab.disconnect();
      await ended;
    },
  };
}
