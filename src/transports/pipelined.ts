import { holdWhole, type Method } from './method.ts';

/**
 * HTTP/1.1 pipelining: all whole requests in one write on one connection. A server that handles pipelined requests side by
 * side (Node does) gets them in one read; one that handles them in turn, as most front-ends do, can't be raced like this.
 */
export const pipelined: Method = {
  name: 'pipelined',
  share: (members) => [members],
  gate: ({ sealed }) => sealed,
  stage: (lane, _hold, written) => holdWhole(lane, written),
};
