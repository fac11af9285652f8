import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from './child-process.ts';
import type { Log } from './log.ts';

/**
 * Starts a child that owns a temporary folder, and perhaps a server in it: however the lab ends, by `stop`, a crash or SIGKILL,
 * the keeper outlives it for the moment that it takes to stop the server and remove the folder. When it is the keeper that is
 * killed, this process does that.
 */
export async function startKeeper<Ready>(
  entry: string,
  what: string,
  order: object,
  onLog: Log,
): Promise<Child<Ready> & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'racehound-lab-'));
  const keeper = await startChild<Ready>(
    entry,
    { ...order, folder },
    {
      onLog,
      onLost: (how) =>
        onLog(`the process that keeps ${what} ended unasked (${how}), and ${what} with it; start the lab again`),
      onGone: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
    },
  );
  return { ...keeper, folder };
}
