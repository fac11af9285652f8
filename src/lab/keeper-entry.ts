import { rm } from 'node:fs/promises';
import type { ZodType } from 'zod';
import { type Running, runChild } from './child-entry.ts';
import type { Log } from './log.ts';

/** The child's side of `startKeeper`: a child that removes its folder when it has closed what it keeps, or could not start it. */
export function runKeeper<Order extends { readonly folder: string }, Ready>(
  schema: ZodType<Order>,
  start: (order: Order, onLog: Log) => Promise<Running<Ready>>,
): void {
  runChild(schema, async (order, onLog) => {
    const remove = () => rm(order.folder, { recursive: true, force: true });
    try {
      const { ready, close } = await start(order, onLog);
      return {
        ready,
        async close() {
          await close();
          await remove();
        },
      };
    } catch (error) {
      await remove();
      throw error;
    }
  });
}
