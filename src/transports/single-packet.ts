import { evenly, holdWhole, type Method, requestsOf } from './method.ts';

/**
 * HTTP/2 single-packet: the members share a connection, all final frames leave in one write, and arrive together however the
 * network jitters. Held at the end, headers and all but the last body byte go ahead on the members' streams (Kettle,
 * "Smashing the state machine", 2023); held at the headers, nothing does, and the whole requests leave in the one write.
 */
export const singlePacket: Method = {
  name: 'single-packet',
  share: (members, { streamLimit }) => evenly(members, streamLimit),
  // Beneath TLS: what is released is encrypted already.
  gate: ({ sealed }) => sealed,
  async stage(lane, hold, written) {
    if (hold === 'headers') return await holdWhole(lane, written);
    const { connection } = lane;
    connection.begin(requestsOf(lane), lane.recorders);
    await written();
    // The answer to a ping tells that all headers have arrived, and brings the windows for the last bytes.
    await connection.roundTrip();
    connection.sealed.hold();
    connection.finish();
    await written();
  },
};
