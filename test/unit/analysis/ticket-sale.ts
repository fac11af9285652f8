import type { JudgeInput } from '../../../src/analysis/index.ts';

/** What is known before the first round of a hunt of four rounds, in each of which two buyers race for one ticket. */
export const ticketSale: Omit<JudgeInput, 'invariants'> = {
  name: 'the last ticket is sold once',
  file: 'ticket.race.yaml',
  target: 'http://127.0.0.1:4100',
  seed: 7,
  roundsPlanned: 4,
  windowNs: 1_000_000,
  members: 2,
  sync: 'auto',
  wire: [],
  replay: 'racehound run ticket.race.yaml --seed 7',
  outcomes: ['sold', 'refused'],
};
