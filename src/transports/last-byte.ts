import { type Method, oneEach, requestsOf } from './method.ts';

/**
 * Last-byte synchronisation over HTTP/1.1: every member has a connection of its own, all but the last byte of its request goes
 * ahead, and one tight loop releases the last bytes. See Kettle, "Smashing the state machine" (2023). The hold point moves:
 * at the headers, the byte that ends them is held too and leaves together with the body.
 */
export const lastByte: Method = {
  name: 'last-byte',
  share: oneEach,
  // Above TLS: the last byte of the request must be a byte of the plaintext, in a record of its own.
  gate: ({ outer }) => outer,
  async stage(lane, hold, written) {
    const gate = lastByte.gate(lane.connection);
    gate.hold();
    lane.connection.send(requestsOf(lane), lane.recorders);
    await written();
    const bodyBytes = lane.members[0]?.request.body?.length ?? 0;
    gate.passAllBut(hold === 'headers' ? bodyBytes + 1 : 1);
  },
};
