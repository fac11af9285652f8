import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.ts';

/** What a child of the lab tells its parent. */
export type ChildMessage<Ready> =
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'news'; readonly news: unknown }
  | { readonly kind: 'ready'; readonly ready: Ready }
  | { readonly kind: 'failed'; readonly code?: string; readonly message: string };

/** What a parent does with what it hears of its child. */
export interface ChildEvents {
  readonly onLog?: Log;
  readonly onNews?: (news: unknown) => void;
  /** The child was ready, and ended without having been told to. */
  readonly onLost?: (how: string) => void;
  /** The child is gone, in whatever way, and so is everything that it had started. */
  readonly onGone?: () => Promise<void>;
}

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

/** How long what a killed child has left may take to end after each signal. */
const lookEveryMs = 50;
const looks = 100;

/**
 * Starts an entry file of this folder (see `child-entry.ts`) as a process of its own and waits until it is ready. The channel
 * between the two is also the leash: when it closes, because of `stop` or because this process died in whatever way, the
 * child cleans up and exits. Detached, so that Ctrl-C reaches the parent alone and the order of stopping stays ours, and
 * that the child and what it starts are a process group.
 */
export async function startChild<Ready>(
  entry: string,
  order: object,
  { onLog = () => undefined, onNews = () => undefined, onLost = () => undefined, onGone }: ChildEvents = {},
): Promise<Child<Ready>> {
  const child = fork(new URL(entry, import.meta.url), {
    detached: true,
    // What Node was told of the parent, such as --inspect or --input-type, is not meant for its children.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = ending(child)
    .then(() => onGone?.())
    .catch((error: Error) => onLog(`after a process of the lab: ${error.message}`));
  child.on('message', (message: ChildMessage<Ready>) => {
    if (message.kind === 'log') onLog(message.line);
    if (message.kind === 'news') onNews(message.news);
  });
  child.send(order);
  const lost = (...how: Exit) => onLost(described(how));
  const stop = async () => {
    child.off('exit', lost);
    if (child.connected) child.disconnect();
    await gone;
  };
  try {
    const ready = await readiness<Ready>(child);
    child.once('exit', lost);
    return { ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readiness<Ready>(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: ChildMessage<Ready>) => {
      if (message.kind === 'ready') resolve(message.ready);
      if (message.kind === 'failed') reject(new ChildFailure(message.message, message.code));
    });
    child.on('error', reject);
    child.once('exit', (...how: Exit) => reject(new ChildFailure(`a process of the lab ended (${described(how)})`)));
  });
}

type Exit = [code: number | null, signal: NodeJS.Signals | null];

function described([code, signal]: Exit): string {
  return signal ?? `exit code ${code}`;
}

/** Resolves when the child is gone, and with it what it had started, which one that was killed could not stop itself. */
async function ending(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  await new Promise((resolve) => child.once('exit', resolve));
  // To PostgreSQL these are "fast shutdown" and "immediate" (PostgreSQL docs, 18.5).
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    for (let look = 0; look < looks && signalGroup(pid, look === 0 ? signal : 0); look += 1) await pause(lookEveryMs);
  }
}

/** False when the process group has nobody left. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
