import type { Delivery } from '../history/delivery.ts';
import type { Exchange } from '../history/operation.ts';
import type { HttpRequest } from '../history/request.ts';

/** One member as a transport sees it: what to send, and when to let go of it. */
export interface StagedMember {
  readonly member: number;
  readonly request: HttpRequest;
  /** Distance from the release, nanoseconds, never negative. */
  readonly offsetNs: number;
}

/** Options of every connection of a run. */
export interface ConnectionOptions {
  /** Certificate verification is on unless the user said otherwise. */
  readonly insecure: boolean;
  /** PEM text of the authorities to trust instead of the built-in ones. */
  readonly ca?: string;
  readonly connectTimeoutMs: number;
  /** Bytes of an answer's body that are kept; the rest is counted and dropped. */
  readonly maxBodyBytes: number;
}

/** What came of the members of one thread. */
export interface Collected {
  /** One exchange a member, each ended. */
  readonly exchanges: readonly Exchange[];
  /**
   * When this thread began to release, less the planned offset of what it released first, nanoseconds since the start of the run;
   * missing when it had nothing to release.
   */
  readonly firstReleaseAtNs?: number;
  /** Harmless requests that were sent to warm connections. */
  readonly warmUps: number;
}

/**
 * What puts bursts on the wire, within one thread. Once per burst the calls come in this order: `open`, `arm`, `release`,
 * `collect`. A member that fails on the way stays in the burst, and `collect` tells of it.
 */
export interface Transport {
  /** Connects what is not connected yet and reuses what still is. Members come in order of release. */
  open(members: readonly StagedMember[], delivery: Delivery): Promise<void>;
  /** Sends everything but the held part; resolves when that has left for every member that is still alive. */
  arm(): Promise<void>;
  /**
   * Lets go of each member at `releaseAtNs` (of `process.hrtime`) plus its offset. `meet` is called once shortly before, on a
   * thread that is wide awake, and gives the instant that all firing threads agree on.
   */
  release(releaseAtNs: bigint, meet?: () => bigint): Promise<void>;
  /** Waits for answers until the members' own timeouts. */
  collect(): Promise<Collected>;
  /** Gives up every member that has no answer yet; `collect` then resolves. */
  abort(): void;
  close(): Promise<void>;
}
