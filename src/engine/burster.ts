import type { Delivery } from '../history/delivery.ts';
import type { Exchange } from '../history/operation.ts';
import type { StagedMember, Transport } from '../transports/transport.ts';
import type { Clock } from './clock.ts';

/** What came of a burst. */
export interface Burst {
  /** One for each member, in the order of their index. */
  readonly exchanges: readonly Exchange[];
  /** How far apart the firing threads began to release, nanoseconds; missing when only one fired. */
  readonly threadSkewNs?: number;
  /** Harmless requests that were sent to warm connections. */
  readonly warmUps: number;
}

/** Fires whole bursts. The one seam between the engine and the wire: threads and sockets, or a fake on a virtual clock. */
export interface Burster {
  /** Members come in order of release. */
  fire(members: readonly StagedMember[], delivery: Delivery, signal: AbortSignal): Promise<Burst>;
  close(): Promise<void>;
}

/** Least time between the arm and the release: everything ahead of the held bytes has time to arrive. */
export const armedMs = 25;

/** A burster without threads of its own, on a transport in this one. */
export function inlineBurster(transport: Transport, clock: Clock, originNs: bigint): Burster {
  return {
    async fire(members, delivery, signal) {
      const abort = () => transport.abort();
      await transport.open(members, delivery);
      signal.addEventListener('abort', abort, { once: true });
      await transport.arm();
      if (signal.aborted) transport.abort();
      await transport.release(originNs + BigInt(clock.nowNs() + armedMs * 1e6));
      const { exchanges, warmUps } = await transport.collect();
      signal.removeEventListener('abort', abort);
      return { exchanges, warmUps };
    },
    close: () => transport.close(),
  };
}
