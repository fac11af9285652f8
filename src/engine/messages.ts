import type { Delivery } from '../history/delivery.ts';
import type { Collected, ConnectionOptions, StagedMember } from '../transports/transport.ts';

/** What a firing thread is born with. */
export interface WorkerSetup {
  readonly originNs: bigint;
  readonly connections: ConnectionOptions;
  /** Agreed by all threads of a burst; see `ReleaseSignal`. */
  readonly signal: SharedArrayBuffer;
}

/** To a firing thread. */
export type Order =
  /** Open connections for these members, arm them, and say `armed`. */
  | {
      readonly kind: 'stage';
      readonly burst: number;
      readonly members: readonly StagedMember[];
      readonly delivery: Delivery;
    }
  /** Give up every member without an answer. */
  | { readonly kind: 'abort' };

/** From a firing thread. */
export type Report =
  /** Every member that is alive is held. */
  | { readonly kind: 'armed'; readonly burst: number }
  /** Every member of the burst has ended. */
  | { readonly kind: 'collected'; readonly burst: number; readonly collected: Collected };
