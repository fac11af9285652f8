import { holdWhole, type Method, oneEach } from './method.ts';

/** The fallback that any server takes: every member has a connection of its own, and its whole request leaves at the release. */
export const barrier: Method = {
  name: 'barrier',
  share: oneEach,
  gate: ({ sealed }) => sealed,
  stage: (lane, _hold, written) => holdWhole(lane, written),
};
