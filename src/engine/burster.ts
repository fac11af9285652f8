import type { Exchange } from '../history/operation.ts';
import type { StagedMember, Transport } from '../transports/transport.ts';
import type { Clock } from './clock.ts';

/** Fires whole bursts. The one seam between the engine and the wire: threads and sockets, or a fake on a virtual clock. */
export interface Burster {
  /** Members in order of release; one exchange each comes back, in the order of their index. */
  fire(members: readonly StagedMember[], signal: AbortSignal): Promise<readonly Exchange[]>;
  close(): Promise<void>;
}

/** Between the arm and the release: everything ahead of the held bytes has time to arrive. */
export const armedMs = 25;

/** A burster without threads of its own, on a transport in this one. */
export function inlineBurster(transport: Transport, clock: Clock, originNs: bigint): Burster {
  return {
    async fire(members, signal) {
      const abort = () => transport.abort();
      await transport.open(members);
      signal.addEventListener('abort', abort, { once: true });
      await transport.arm();
      if (signal.aborted) transport.abort();
      await transport.release(originNs + BigInt(clock.nowNs() + armedMs * 1e6));
      const exchanges = await transport.collect();
      signal.removeEventListener('abort', abort);
      return exchanges;
    },
    close: () => transport.close(),
  };
}
