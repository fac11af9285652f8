/** Bytes that a server read from a connection (`in`), or answered on it (`out`), at an instant of its own clock. */
export interface Passage {
  readonly connection: number;
  readonly direction: 'in' | 'out';
  readonly atNs: number;
}

/** What was read until this long before the release was sent ahead: it has had longer than that to arrive. */
const aheadNs = 10_000_000;

/** How the held parts of a burst arrived, as the server read them. */
export interface ArrivalSpread {
  /** Last minus first read of a held part, nanoseconds. */
  readonly spreadNs: number;
  readonly reads: number;
}

/**
 * The reads from shortly before `releaseAtNs` on, of the same clock, are those of the release, however long the pauses between them:
 * a thread that was late is what is looked for. What a connection sends after its first answer, such as acknowledgements of
 * HTTP/2, is not of the release. Undefined when nothing was read.
 */
export function arrivalSpread(passages: readonly Passage[], releaseAtNs: number): ArrivalSpread | undefined {
  const reads = passages
    .filter(({ direction, atNs }) => direction === 'in' && atNs > releaseAtNs - aheadNs)
    .sort((one, other) => one.atNs - other.atNs);
  const [first] = reads;
  if (first === undefined) return undefined;
  const answeredAtNs = new Map<number, number>();
  for (const { connection, direction, atNs } of passages) {
    if (direction === 'in' || atNs < first.atNs) continue;
    answeredAtNs.set(connection, Math.min(atNs, answeredAtNs.get(connection) ?? Infinity));
  }
  const held = reads.filter(({ connection, atNs }) => atNs <= (answeredAtNs.get(connection) ?? Infinity));
  return { spreadNs: (held.at(-1)?.atNs ?? first.atNs) - first.atNs, reads: held.length };
}
