import { type Method, oneEach, requestsOf } from './method.ts';

/** The fallback that any server takes: every member has a connection of its own, and its whole request leaves at the release. */
export const barrier: Method = {
  name: 'barrier',
  share: oneEach,
  gate: ({ sealed }) => sealed,
  async stage(lane, _hold, written) {
    lane.connection.sealed.hold();
    lane.connection.send(requestsOf(lane), lane.recorders);
    await written();
  },
};
