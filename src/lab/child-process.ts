import { type ChildProcess, fork } from 'node:child_process';
import type { Log } from './log.ts';

/** What a child of the lab tells its parent. */
export type ChildMessage<Ready> =
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'news'; readonly news: unknown }
  | { readonly kind: 'ready'; readonly ready: Ready }
  | { readonly kind: 'failed'; readonly code?: string; readonly message: string };

export interface Child<Ready> {
  readonly ready: Ready;
  /** Resolves when the child has cleaned up and is gone. */
  stop(): Promise<void>;
}

/** Why a child could not start; `code` is Node's, such as `EADDRINUSE`. */
export class ChildFailure extends Error {
  override readonly name = 'ChildFailure';
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Starts an entry file of this folder (see `child-entry.ts`) as a process of its own and waits until it is ready. The channel
 * between the two is also the leash: when it closes, because of `stop` or because this process died in whatever way, the
 * child cleans up and exits. Detached, so that Ctrl-C reaches the parent alone and the order of stopping stays ours.
 */
export async function startChild<Ready>(
  entry: string,
  order: object,
  onLog: Log,
  onNews: (news: unknown) => void = () => undefined,
): Promise<Child<Ready>> {
  const child = fork(new URL(entry, import.meta.url), {
    detached: true,
    // What Node was told of the parent, such as --inspect or --input-type, is not meant for its children.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.on('message', (message: ChildMessage<Ready>) => {
    if (message.kind === 'log') onLog(message.line);
    if (message.kind === 'news') onNews(message.news);
  });
  child.send(order);
  return {
    ready: await readiness<Ready>(child),
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function readiness<Ready>(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: ChildMessage<Ready>) => {
      if (message.kind === 'ready') resolve(message.ready);
      if (message.kind === 'failed') reject(new ChildFailure(message.message, message.code));
    });
    child.on('error', reject);
    child.once('exit', (code, signal) => reject(new ChildFailure(`a process of the lab ended with ${signal ?? code}`)));
  });
}
