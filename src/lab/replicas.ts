import { startChild } from './child-process.ts';
import { unlessTaken } from './lab-errors.ts';
import type { Log } from './log.ts';
import type { LabAddress } from './serve-lab.ts';
import type { Counts } from './served.ts';
import type { Undo } from './servers.ts';

/** The instances beside the first one, as far as they tell. */
export interface Replicas {
  /** What each has served. */
  counts(): readonly Counts[];
  /** Ports of those that have ended unasked. */
  lostPorts(): readonly number[];
}

/** Starts them side by side; when one does not start, those that did are left to `undo`. */
export async function startReplicas(addresses: readonly LabAddress[], undo: Undo, onLog: Log): Promise<Replicas> {
  const news = new Map<number, Counts>();
  const lost: number[] = [];
  const starts = await Promise.allSettled(
    addresses.map((address) =>
      startChild<null>('./replica.js', address, {
        onLog,
        onNews: (counts) => news.set(address.instance, counts as Counts),
        onLost(how) {
          lost.push(address.port);
          onLog(`the instance at port ${address.port} ended unasked (${how}); start the lab again to have it back`);
        },
      }).catch(unlessTaken(address.port, addresses.length)),
    ),
  );
  for (const start of starts) if (start.status === 'fulfilled') undo.push(() => start.value.stop());
  for (const start of starts) if (start.status === 'rejected') throw start.reason;
  return { counts: () => [...news.values()], lostPorts: () => lost };
}
