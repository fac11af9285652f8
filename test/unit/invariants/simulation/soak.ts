import type { RoundHistory } from '../../../../src/history/history.ts';
import { invariant, judgeRound } from '../../../../src/invariants/index.ts';
import { type Random, randomFor } from '../../../../src/support/random.ts';
import type { ServiceFactory, SimulatedMember } from './service.ts';
import { simulateRound } from './simulate-round.ts';
import { calm, rough, type Weather } from './weather.ts';

/** A correct service, its racy twin, the burst that both get, and what must hold of it. */
export interface SoakCase {
  readonly name: string;
  readonly correct: ServiceFactory;
  readonly racy: ServiceFactory;
  readonly members: (random: Random) => readonly SimulatedMember[];
  /** In every second round; the others are calm. Default: `rough`. */
  readonly weather?: Weather;
  /** Written as in a scenario file. */
  readonly invariants: readonly Readonly<Record<string, unknown>>[];
}

/** How often one invariant came to each verdict. */
export interface Tally {
  readonly invariant: string;
  readonly held: number;
  readonly violated: number;
  readonly inconclusive: number;
  /** The first round that violated it, for the one who must mend the checker. */
  readonly firstViolated?: RoundHistory;
}

/** Judges `runs` simulated rounds of one twin; the same runs every time. */
export function soak(soakCase: SoakCase, twin: 'correct' | 'racy', runs: number): readonly Tally[] {
  const specs = soakCase.invariants.map((spec) => ({ text: JSON.stringify(spec), entry: invariant.parse(spec) }));
  const tallies = specs.map(({ text }): Counting => ({ invariant: text, held: 0, violated: 0, inconclusive: 0 }));
  for (let run = 0; run < runs; run += 1) {
    const random = randomFor(run, soakCase.name, twin);
    const history = simulateRound(
      soakCase[twin](random),
      soakCase.members(random),
      run % 2 === 0 ? calm : (soakCase.weather ?? rough),
      random,
    );
    for (const [place, { entry }] of specs.entries()) {
      const { verdict } = judgeRound(entry, history);
      const tally = tallies[place];
      if (tally === undefined) continue;
      tally[verdict] += 1;
      if (verdict === 'violated') tally.firstViolated ??= history;
    }
  }
  return tallies;
}

type Counting = { -readonly [Key in keyof Tally]: Tally[Key] };

/** `12 %`. */
export function share(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}
