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

/** Why no invariant can be called held, whatever the rounds say; undefined when one can. */
export function whyNeverHeld(
  untestable: string | undefined,
  interrupted: boolean,
  judged: number,
  planned: number,
  ok: number,
  unprepared: boolean,
): string | undefined {
  if (untestable !== undefined) return `could not be tested: ${untestable}`;
  if (interrupted) return interruptedText(judged, planned);
  if (judged === 0 || ok > 0) return undefined;
  const nothing = 'nothing succeeded, so nothing could collide';
  return unprepared
    ? `${nothing}; without \`prepare\` all rounds and runs work on the same thing, which may be used up: make a new one in \`prepare\``
    : nothing;
}
