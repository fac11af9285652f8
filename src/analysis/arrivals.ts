/** Bytes that a server read from a connection (`in`), or answered on it (`out`), at an instant of its own clock. */
export interface Passage {
  readonly connection: number;
  readonly direction: 'in' | 'out';
  readonly atNs: number;
}

/** A pause this long parts what was sent ahead from what was held. */
const pauseNs = 10_000_000;

/** How the held parts of a burst arrived, as the server read them. */
export interface ArrivalSpread {
  /** Last minus first read of a held part, nanoseconds. */
  readonly spreadNs: number;
  readonly reads: number;
}

/**
 * The reads after the last pause are those of the release; what a connection sends after its first answer, such as
 * acknowledgements of HTTP/2, is not. Undefined when nothing was read.
 */
export function arrivalSpread(passages: readonly Passage[]): ArrivalSpread | undefined {
  const reads = passages.filter(({ direction }) => direction === 'in').sort((one, other) => one.atNs - other.atNs);
  const start = reads.findLastIndex(({ atNs }, place) => atNs - (reads[place - 1]?.atNs ?? -Infinity) > pauseNs);
  const first = reads[start];
  if (first === undefined) return undefined;
  const answeredAtNs = new Map<number, number>();
  for (const { connection, direction, atNs } of passages) {
    if (direction === 'in' || atNs < first.atNs) continue;
    answeredAtNs.set(connection, Math.min(atNs, answeredAtNs.get(connection) ?? Infinity));
  }
  const held = reads.slice(start).filter(({ connection, atNs }) => atNs <= (answeredAtNs.get(connection) ?? Infinity));
  return { spreadNs: (held.at(-1)?.atNs ?? first.atNs) - first.atNs, reads: held.length };
}
