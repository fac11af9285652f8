import { redactionMark } from '../history/credentials.ts';
import type { RecordedTemplates, RequestSpec } from '../reporters/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { shellQuoted } from '../support/shell.ts';

type Requests = RecordedTemplates['requests'];

/**
 * Refuses to judge recorded answers by a scenario that sends something else: its outcomes and invariants are about other requests.
 * Throws `RacehoundError` (usage).
 */
export function refuseOtherRequests(file: string, own: Requests, recorded: Requests): void {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(own)])];
  const difference = names.map((name) => differenceOf(name, own[name], recorded[name])).find(Boolean);
  if (difference === undefined) return;
  throw new RacehoundError('usage', [
    {
      code: 'RH408',
      title: `${file} sends other requests than were recorded: ${difference}`,
      help: `change only its outcomes, captures and invariants; or hunt with it:\n  racehound run ${shellQuoted(file)}`,
    },
  ]);
}

function differenceOf(name: string, own: RequestSpec | undefined, recorded: RequestSpec | undefined) {
  if (own === undefined) return `it has no request "${name}"`;
  if (recorded === undefined) return `"${name}" was not recorded`;
  const [now, before] = [lineOf(own), lineOf(recorded)];
  // What was hidden can't be compared.
  if (now === before || before.includes(redactionMark)) return undefined;
  return `"${name}" is ${now}, and was ${before}`;
}

function lineOf({ request = '' }: RequestSpec): string {
  return request.trim().replace(/\s+/g, ' ');
}
