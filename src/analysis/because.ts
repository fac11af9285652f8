import { percentAtMost } from '../support/percent.ts';
import { plural } from '../support/plural.ts';
import type { BaselineReport, InvariantReport, RoundCounts, ScenarioReport } from './run-report.ts';

/** One sentence that a person can act on: what the verdict of a scenario rests on. */
export function becauseOf(
  invariants: readonly InvariantReport[],
  rounds: RoundCounts,
  untestable?: string,
  cutShort?: string,
  replayOf?: ScenarioReport['replayOf'],
  baseline?: BaselineReport,
): string {
  const violated = invariants.filter(({ verdict }) => verdict === 'violated');
  const raced = violated.find(({ cause }) => cause !== 'serial');
  if (replayOf !== undefined && raced !== undefined) return `${againText(replayOf)}: ${stillViolated(rounds)}`;
  if (raced !== undefined) return raceSentence(raced, violated.length - 1, rounds, baseline);
  const [serial] = violated;
  if (serial !== undefined) {
    const first =
      baseline?.succeeded === 0 ? '; no member succeeded: see first that `prepare` makes anew what they need' : '';
    return `"${serial.name}" breaks even when the members come one at a time: a plain bug or a wrong scenario, not a race${first}`;
  }
  if (untestable !== undefined) return `could not be tested: ${untestable}`;
  const undecided = invariants.filter(({ verdict }) => verdict === 'inconclusive');
  const [first] = undecided;
  if (first !== undefined) {
    const others = undecided.length > 1 ? ` (and ${undecided.length - 1} more)` : '';
    return `${cutShort === undefined ? '' : `${cutShort}; `}"${first.name}"${others}: ${first.because ?? 'undecided'}`;
  }
  const bound =
    rounds.rateBelow === undefined
      ? ''
      : `; the violation rate is below ${percentAtMost(rounds.rateBelow)} (95 % confidence)`;
  if (replayOf !== undefined)
    return `${againText(replayOf)}: not seen in ${plural(rounds.valid, 'try', 'tries')}${bound}`;
  return `0 violations in ${plural(rounds.valid, 'valid round')}${bound}${cutShort === undefined ? '' : `; ${cutShort}`}`;
}

function againText({ run, round }: NonNullable<ScenarioReport['replayOf']>): string {
  return `round ${round} of ${run} fired again`;
}

function stillViolated({ violated, valid, invalid }: RoundCounts): string {
  return `still violated in ${violated} of ${plural(valid + invalid, 'try', 'tries')}`;
}

function raceSentence(
  { name, violated, cause, because, first }: InvariantReport,
  others: number,
  rounds: RoundCounts,
  baseline: BaselineReport | undefined,
): string {
  if (because !== undefined) return `"${name}": ${because}${others > 0 ? ` (and ${others} more)` : ''}`;
  const where = `"${name}" broke in ${violated} of ${plural(rounds.valid + rounds.invalid, 'judged round')}, first in round ${first?.round}`;
  const more = others > 0 ? `; so did ${others} more` : '';
  return `${where}${more}${cause === undefined ? `; whether it takes a race to break it is unknown, since ${baseline === undefined ? 'no baseline was judged' : 'the baseline could not tell'}` : ''}`;
}
