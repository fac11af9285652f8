import type { Violation } from '../../analysis/round-report.ts';
import type { RunReport, ScenarioReport } from '../../analysis/run-report.ts';
import type { RoundHistory, SetRecord, StepRecord } from '../../history/history.ts';
import type { Operation } from '../../history/operation.ts';
import { isMap } from '../../support/json.ts';
import { shellQuoted } from '../../support/shell.ts';
import { harmless } from '../../support/visible-text.ts';
import { plural } from '../words.ts';
import type { Recorded, RecordedTemplates } from '../reporter.ts';
import { captureCommand } from './capture-command.ts';
import { type CurlRequest, curlRequest } from './curl-request.ts';
import { capturedVariable, type Variables } from './fill-template.ts';
import { setCommands } from './set-commands.ts';

/** A witness of observations alone has no members: then the whole burst is fired, up to so many. */
const mostMembers = 50;

/** The first violation that a burst made, as a shell script that prepares and fires its witness with curl. */
export function curlReport(report: RunReport, recorded: Recorded): string {
  for (const [place, scenario] of report.scenarios.entries()) {
    const invariant = scenario.invariants.find(({ first }) => first !== undefined && first.round > 0);
    if (invariant?.first === undefined) continue;
    const round = findRound(recorded, place, invariant.first.round);
    if (round === undefined) continue;
    return script(report, scenario, invariant.name, invariant.first, round, recorded.templates(place));
  }
  return `#!/bin/sh\n# ${harmless(report.run)}: no burst broke an invariant, so there is no witness to fire.\n`;
}

function findRound(recorded: Recorded, scenario: number, round: number): RoundHistory | undefined {
  for (const at of recorded.rounds()) if (at.scenario === scenario && at.round.round === round) return at.round;
  return undefined;
}

function script(
  report: RunReport,
  scenario: ScenarioReport,
  invariant: string,
  first: Violation,
  round: RoundHistory,
  templates: RecordedTemplates,
): string {
  const members = round.operations.filter(({ member }) => first.witness.length === 0 || first.witness.includes(member));
  const prepared = prepareCommands([...(round.prepared ?? []), ...(round.set ?? [])], templates);
  const variables = { ...templates, captured: prepared.captured };
  const fired = fireCommands(members.slice(0, mostMembers), templates, variables);
  const needs = new Map([...prepared.needs, ...fired.needs]);
  return `${[
    '#!/bin/sh',
    ...comments(report, scenario, invariant, first),
    ...[...needs].map(([name, what]) => `: "\${${name}:?set it first: it is ${shellComment(what)}}"`),
    'set -eu',
    'work=$(mktemp -d)',
    `trap 'rm -rf "$work"' EXIT`,
    ...(prepared.usesJq ? ["command -v jq > /dev/null || { echo 'this script needs jq' >&2; exit 3; }"] : []),
    ...(prepared.commands.some((command) => command.startsWith('went_well ')) ? [wentWell] : []),
    '',
    ...prepared.commands,
    ...fired.commands,
  ].join('\n')}\n`;
}

function comments(
  { racehound, run }: RunReport,
  { name, target, replay }: ScenarioReport,
  invariant: string,
  { round, expected, measured, witness }: Violation,
): readonly string[] {
  return [
    `${harmless(name)}, against ${harmless(target)}`,
    `"${harmless(invariant)}" in round ${round} of ${harmless(run)}: ${harmless(expected)}, but ${harmless(measured)}`,
    witness.length === 0
      ? 'What was observed around the burst broke it, so all of the burst is fired.'
      : `The witness: ${plural(witness.length, 'request')} that ${witness.length === 1 ? 'proves' : 'together already break'} it.`,
    '',
    "curl's timing is far looser than Racehound's: it starts its requests one after the other, milliseconds apart, and nothing",
    'holds their last bytes back. Where the race is narrow, this script misses it most of the time: run it often, or fire the',
    `round as it was: ${harmless(replay)}`,
    '',
    'CURL_OPTIONS holds more options for every request, such as --insecure or --cacert FILE.',
    `Written by racehound ${harmless(racehound)}.`,
  ].map((line) => (line === '' ? '#' : `# ${line}`));
}

/** Without what it prepares, the witness shows nothing. */
const wentWell =
  'went_well() { [ "$status" -lt 400 ] || { echo "$1: answered with $status, so nothing is fired" >&2; cat "$2" >&2; exit 3; }; }';

interface Prepared {
  readonly commands: readonly string[];
  readonly captured: Variables['captured'];
  readonly needs: ReadonlyMap<string, string>;
  readonly usesJq: boolean;
}

/** The steps of `prepare`, and after each the values that later requests take from its answer. */
function prepareCommands(steps: readonly (StepRecord | SetRecord)[], templates: RecordedTemplates): Prepared {
  const commands: string[] = [];
  const needs = new Map<string, string>();
  let captured: Variables['captured'] = {};
  const inOrder = steps.toSorted((one, other) => one.place - other.place);
  for (const [place, step] of inOrder.entries()) {
    const label = `prepare-${place + 1}`;
    const spec = templates.prepare[step.place];
    const variables = { ...templates, captured };
    if (!('sent' in step)) {
      const set = setCommands(step, spec, variables, label);
      for (const [name, what] of set.needs) needs.set(name, what);
      commands.push(...set.commands);
      captured = { ...captured, ...step.captured };
      continue;
    }
    const request = curlRequest(step.sent, spec, variables, label);
    for (const [name, what] of request.needs) needs.set(name, what);
    const files = { head: `$work/${label}.head`, body: `$work/${label}.body` };
    commands.push(
      `# ${harmless(step.name)}: it was answered with ${step.status}`,
      ...request.before,
      `status=$(${curlCommand([transfer(request, [`--dump-header "${files.head}"`, `--output "${files.body}"`, "--write-out '%{http_code}'"])])})`,
      ...(step.status < 400 ? [`went_well ${shellQuoted(harmless(step.name))} "${files.body}"`] : []),
    );
    const rules = isMap(spec?.capture) ? spec.capture : {};
    for (const name of Object.keys(step.captured)) {
      const command = rules[name] === undefined ? undefined : captureCommand(rules[name], files);
      if (command === undefined) continue;
      commands.push(`${capturedVariable(name)}=$(${command})`);
      captured = { ...captured, [name]: step.captured[name] ?? null };
    }
    commands.push('');
  }
  return { commands, captured, needs, usesJq: commands.some((command) => command.includes('=$(jq ')) };
}

function fireCommands(
  members: readonly Operation[],
  templates: RecordedTemplates,
  variables: Variables,
): { readonly commands: readonly string[]; readonly needs: ReadonlyMap<string, string> } {
  const needs = new Map<string, string>();
  const before: string[] = [];
  const transfers = members.flatMap(({ member, request: name, sent }) => {
    if (sent === undefined) return [];
    const request = curlRequest(sent, templates.requests[name], variables, `member-${member}`);
    for (const [variable, what] of request.needs) needs.set(variable, what);
    before.push(...request.before);
    return [
      transfer(request, [
        `--output "$work/${member}"`,
        `--write-out ${shellQuoted(`#${member} ${name}: %{http_code} after %{time_total} s\\n`)}`,
      ]),
    ];
  });
  const told = members.map(({ member, answer, outcome, failure }) =>
    [
      `printf '\\n#%s, which was told %s, now:\\n' ${member} ${shellQuoted(harmless(`${answer?.status ?? failure?.kind ?? 'nothing'} ${outcome}`))}`,
      `cat "$work/${member}" 2> /dev/null || true`,
    ].join('\n'),
  );
  return {
    needs,
    commands: [
      '# All at once.',
      ...before,
      curlCommand(transfers, [
        '--parallel',
        '--parallel-immediate',
        '--no-progress-meter',
        `--parallel-max ${Math.max(1, transfers.length)}`,
      ]),
      ...told,
      'echo',
    ],
  };
}

/** The options of one request; curl forgets them at the next `--next`. */
function transfer(request: CurlRequest, output: readonly string[]): readonly string[] {
  return [
    '--silent --show-error ${CURL_OPTIONS:-}',
    ...request.options.slice(0, -1),
    ...output,
    ...request.options.slice(-1),
  ];
}

function curlCommand(transfers: readonly (readonly string[])[], global: readonly string[] = []): string {
  const options = transfers.flatMap((words, place) => (place === 0 ? words : ['--next', ...words]));
  return ['curl', ...global, ...options].join(' \\\n  ');
}

/** Inside of `"${NAME:?text}"` nothing may end the word. */
function shellComment(text: string): string {
  return harmless(text).replace(/["`$\\{}]/g, '');
}
