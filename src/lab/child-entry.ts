import type { ZodType } from 'zod';
import type { ChildMessage } from './child-process.ts';
import type { Log } from './log.ts';

/** What runs in a child of the lab until it is closed. */
export interface Running<Ready> {
  readonly ready: Ready;
  close(): Promise<void>;
}

/**
 * The child's side of `startChild`: starts what the parent orders, and closes it when the channel closes or on SIGTERM. A
 * child that loses its parent while it starts first finishes starting, so that there is something to close.
 */
export function runChild<Order, Ready>(
  schema: ZodType<Order>,
  start: (order: Order, onLog: Log, onNews: (news: unknown) => void) => Promise<Running<Ready>>,
): void {
  const tell = (message: ChildMessage<Ready>) => {
    if (process.connected) process.send?.(message);
  };
  let starting: Promise<Running<Ready>> | undefined;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    const running = await starting?.catch(() => undefined);
    // The channel is closed; the standard error is the parent's.
    await running?.close().catch((error: Error) => process.stderr.write(`while stopping: ${error.message}\n`));
    process.exit();
  };
  process.once('message', (order) => {
    starting = start(
      schema.parse(order),
      (line) => tell({ kind: 'log', line }),
      (news) => tell({ kind: 'news', news }),
    );
    starting.then(
      ({ ready }) => tell({ kind: 'ready', ready }),
      (error: NodeJS.ErrnoException) => {
        tell({ kind: 'failed', message: error.message, ...(error.code === undefined ? {} : { code: error.code }) });
        process.disconnect();
      },
    );
  });
  process.once('disconnect', () => void end());
  process.once('SIGTERM', () => void end());
}
