import type { Delivery, MethodName } from '../history/delivery.ts';
import type { Connection } from './connection.ts';
import type { ExchangeRecorder } from './exchange-recorder.ts';
import type { Gate } from './gate.ts';
import type { StagedMember } from './transport.ts';

/** One connection with the members that it carries in a burst; they share an origin and an offset. */
export interface Lane {
  readonly connection: Connection;
  readonly members: readonly StagedMember[];
  readonly recorders: readonly ExchangeRecorder[];
}

/** What the connections of an origin can take; the first one that was opened tells. */
export type Limits = Pick<Connection, 'protocol' | 'streamLimit' | 'windows'>;

/** One way of putting a burst on the wire. */
export interface Method {
  readonly name: MethodName;
  /** Shares members of one origin and one offset over connections; each group gets one of its own. */
  share(members: readonly StagedMember[], limits: Limits): readonly (readonly StagedMember[])[];
  /** The gate that it holds. */
  gate(connection: Connection): Gate;
  /**
   * Sends everything ahead that may leave before the release, and resolves when it has. `written` resolves when all that was
   * given to the connection has come to the gate; it rejects when that takes too long.
   */
  stage(lane: Lane, hold: Delivery['hold'], written: () => Promise<void>): Promise<void>;
}

/** For methods that give every member a connection of its own. */
export function oneEach(members: readonly StagedMember[]): readonly (readonly StagedMember[])[] {
  return members.map((member) => [member]);
}

/** Groups of at most `size`, as even as can be. */
export function evenly(members: readonly StagedMember[], size: number): readonly (readonly StagedMember[])[] {
  const groups = Math.max(1, Math.ceil(members.length / Math.max(1, size)));
  return Array.from({ length: groups }, (_, place) => members.filter((_member, index) => index % groups === place));
}

export function requestsOf({ members }: Lane) {
  return members.map(({ request }) => request);
}

/** Holds the whole requests of a lane beneath TLS, sealed where there is any; nothing of them goes ahead. */
export async function holdWhole(lane: Lane, written: () => Promise<void>): Promise<void> {
  const { connection } = lane;
  mustFitWindows(lane);
  // What the connection itself has to say (acknowledged settings, pings) must not follow a held byte.
  await connection.roundTrip();
  connection.sealed.hold();
  connection.send(requestsOf(lane), lane.recorders);
  await written();
}

/**
 * Throws when bodies that must lie whole at the gate are larger than the server's flow control admits: the client would keep the
 * rest back, silently, and send it after the release.
 */
function mustFitWindows({ connection, members }: Lane): void {
  const sizes = members.map(({ request }) => request.body?.length ?? 0);
  const largest = Math.max(0, ...sizes);
  const sum = sizes.reduce((total, size) => total + size, 0);
  const { windows } = connection;
  if (largest <= windows.stream && sum <= windows.connection) return;
  const [bytes, window] = largest > windows.stream ? [largest, windows.stream] : [sum, windows.connection];
  throw new Error(
    `${members.length > 1 ? 'bodies' : 'a body'} of ${bytes} bytes can't be held: the server's flow-control window is ${window} bytes; use \`sync: single-packet\`, which sends bodies ahead, or \`last-byte\``,
  );
}
