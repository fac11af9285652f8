import { plural } from '../support/plural.ts';
import type { RoundCounts } from './run-report.ts';
import type { Silence } from './silence.ts';

/** Since when the target was silent, and what that cost. */
export function stoppedText({ since, shown }: Silence, { planned, fired }: RoundCounts): string {
  const missing = fired === planned ? '' : `; ${planned - fired} of ${plural(planned, 'round')} not fired`;
  return `${since} (${shown})${missing}`;
}

/** As a reason for ending early. */
export function interruptedText(judged: number, planned: number): string {
  return `interrupted after ${judged} of ${plural(planned, 'round')}`;
}

/** What a hunt came to, as far as it decides whether anything can be called held. */
interface HuntFacts {
  readonly untestable?: string | undefined;
  readonly interrupted: boolean;
  /** Rounds. */
  readonly judged: number;
  readonly planned: number;
  /** Members of all rounds that surely took effect. */
  readonly ok: number;
  /** No request of `prepare` made anything new. */
  readonly unprepared: boolean;
}

/** Why no invariant can be called held, whatever the rounds say; undefined when one can. */
export function whyNeverHeld(hunt: HuntFacts): string | undefined {
  const { untestable, interrupted, judged, planned, ok, unprepared } = hunt;
  if (untestable !== undefined) return `could not be tested: ${untestable}`;
  if (interrupted) return interruptedText(judged, planned);
  if (judged === 0 || ok > 0) return undefined;
  const nothing = 'nothing succeeded, so nothing could collide';
  return unprepared
    ? `${nothing}; without \`prepare\` all rounds and runs work on the same thing, which may be used up: make a new one in \`prepare\``
    : nothing;
}
