import { shellQuoted } from '../../support/shell.ts';
import type { Twin } from '../twin.ts';
import type { LabFacts } from './lab-page.ts';

/** The command that hunts one twin of a class, from whatever folder it is pasted in. */
export function huntCommand(
  { scenarios, port, certificate }: Pick<LabFacts, 'scenarios' | 'port' | 'certificate'>,
  name: string,
  twin: Twin,
): string {
  return [
    `racehound run ${shellQuoted(`${scenarios}/${name}.race.yaml`)} --var labPort=${port} --var twin=${twin}`,
    ...(certificate === undefined ? [] : [`--var scheme=https --cacert ${shellQuoted(certificate)}`]),
  ].join(' ');
}
