import type { HttpRequest } from '../history/request.ts';
import { firstRecordBytes } from './record-bytes.ts';
import { evenly, holdWhole, type Limits, type Method } from './method.ts';
import type { StagedMember } from './transport.ts';

/** Most plaintext of one TLS record (RFC 8446, section 5.1). */
const recordBytes = 16_384;

/**
 * Whole requests sealed in one TLS record, whose last byte of ciphertext is held: nobody can read any of them before it comes.
 * Over HTTP/2 the members share connections, as many as fit one record each; over HTTP/1.1 each has its own.
 */
export const tlsRecord: Method = {
  name: 'tls-record',
  share: (members, limits) => evenly(members, membersPerRecord(members, limits)),
  gate: ({ sealed }) => sealed,
  async stage(lane, _hold, written) {
    await holdWhole(lane, written);
    const gate = lane.connection.sealed;
    // Where the estimate was too low and there are several records, none but the first is sent ahead, nor its last byte.
    gate.passAllBut(gate.heldBytes - firstRecordBytes(gate.held) + 1);
  },
};

/** How many members may share a connection: by the record's size, the server's stream limit, and its flow-control windows. */
function membersPerRecord(members: readonly StagedMember[], { protocol, streamLimit, windows }: Limits): number {
  if (protocol === 'http/1.1') return 1;
  let bytes = 0;
  let bodyBytes = 0;
  let before: HttpRequest | undefined;
  let fitting = 0;
  for (const { request } of members) {
    bytes += http2Bytes(request, before);
    bodyBytes += request.body?.length ?? 0;
    if (bytes > recordBytes || bodyBytes > windows.connection) break;
    before = request;
    fitting += 1;
  }
  return Math.min(fitting, streamLimit);
}

/** Headers that are never put into the compression table, so that each costs its whole length again (nghttp2's rule). */
const neverIndexed = new Set(['authorization', 'content-length', 'cookie', 'if-none-match', 'etag', 'age']);
const frameHeaderBytes = 9;

/** About what a request takes on an HTTP/2 connection on which the request before it was sent already. */
function http2Bytes({ method, path, headers, body }: HttpRequest, before: HttpRequest | undefined): number {
  const known = new Set(before?.headers.map(([name, value]) => `${name}:${value}`));
  const headerBytes = headers.reduce(
    (sum, [name, value]) =>
      sum +
      (known.has(`${name}:${value}`) && !neverIndexed.has(name.toLowerCase()) ? 2 : name.length + value.length + 4),
    method.length + path.length + 16,
  );
  return frameHeaderBytes + headerBytes + (body === undefined ? 0 : body.length + frameHeaderBytes + 8);
}
