import { reservedOutcomes } from '../history/operation.ts';
import { entryNames, operationNames, references, roundNames } from '../invariants/index.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { checkMatcher } from './check-patterns.ts';
import { codes } from './finding.ts';
import type { Path } from './path.ts';
import type { Problems } from './problems.ts';
import type { Scenario } from './schema.ts';
import { createTextChecks } from './text-checks.ts';

const defaultOutcomes = ['ok', 'refused'];

/** Checks outcomes and invariants against the names that the scenario gives to requests, answers and captures. */
export function checkInvariants(scenario: Scenario, instances: readonly string[], problems: Problems): void {
  const requests = scenario.burst.requests.map(({ name }) => name);
  const outcomes = [
    ...(scenario.outcomes === undefined ? defaultOutcomes : Object.keys(scenario.outcomes)),
    ...reservedOutcomes,
  ];
  const observations = scenario.observe.flatMap(({ capture }) => Object.keys(capture ?? {}));
  const texts = createTextChecks(problems, seenOtherwise(scenario, observations));
  checkOutcomes(scenario, requests, { problems, texts });

  const names = roundNames({ requests, outcomes, observations, instances });
  for (const [place, invariant] of scenario.invariants.entries()) {
    const {
      selections = [],
      roundExpressions = [],
      operationExpressions = [],
      entryExpressions = [],
    } = references(invariant);
    const at = (path: readonly string[]): Path => ['invariants', place, invariant.kind, ...path];
    for (const { path, text } of selections) checkSelection(at(path), text, requests, outcomes, problems);
    for (const { path, text, type } of roundExpressions) {
      texts.expression(at(path), text, names, type === undefined ? {} : { expected: type });
    }
    const wrong = new Set<string>();
    for (const { path, text, of } of operationExpressions) {
      // One expression may be asked of two requests: what is wrong with it is said once.
      const known = problems.all.length;
      if (wrong.has(path.join('.'))) continue;
      texts.expression(at(path), text, operationNames(carriedBy(scenario, of)));
      if (problems.all.length > known) wrong.add(path.join('.'));
    }
    for (const { path, text } of entryExpressions) texts.expression(at(path), text, entryNames);
  }
}

/** Names that people try in invariants, and what they are called there. */
function seenOtherwise({ variables, burst }: Scenario, observations: readonly string[]): ReadonlyMap<string, string> {
  const captured = burst.requests.flatMap(({ values, capture }) => Object.keys({ ...values, ...capture }));
  return new Map([
    ...Object.keys(variables).map(
      (name) => [name, 'variables exist in {{ }} only; write the value, or observe it'] as const,
    ),
    ...captured.map(
      (name) => [name, 'every operation has its own; compare them with unique, identical or another checker'] as const,
    ),
    ...observations.map(
      (name) => [name, `write initial.${name} (before the burst) or final.${name} (after it)`] as const,
    ),
  ]);
}

function checkOutcomes(
  scenario: Scenario,
  requests: readonly string[],
  checks: Parameters<typeof checkMatcher>[2],
): void {
  for (const [name, outcome] of Object.entries(scenario.outcomes ?? {})) {
    const path = ['outcomes', name];
    const { request } = outcome;
    if (request !== undefined && !requests.includes(request)) {
      checks.problems.add(unknown([...path, 'request'], 'request', request, requests));
    }
    checkMatcher(path, outcome, checks);
  }
}

/** `of:` takes an outcome, a request, or `request.outcome`. */
function checkSelection(
  path: Path,
  text: string,
  requests: readonly string[],
  outcomes: readonly string[],
  problems: Problems,
): void {
  const [first = '', second] = text.split('.');
  // The keys of `change:` are selections too; a key is where such a text stands then.
  const atKey = path.at(-1) === text;
  if (second === undefined) {
    const known = [...outcomes, ...requests];
    if (!known.includes(first)) problems.add({ ...unknown(path, 'outcome or request', first, known), atKey });
    return;
  }
  if (!requests.includes(first)) problems.add({ ...unknown(path, 'request', first, requests), atKey });
  if (!outcomes.includes(second)) problems.add({ ...unknown(path, 'outcome', second, outcomes), atKey });
}

function unknown(path: Path, what: string, name: string, known: readonly string[]) {
  const meant = didYouMean(name, known);
  return {
    code: codes.reference,
    path,
    title: `there is no ${what} \`${name}\``,
    ...(meant === undefined ? { help: `known: ${known.join(', ')}` } : { label: `did you mean \`${meant}\`?` }),
  };
}

/** The values and captures that the operations of a selection may carry. */
function carriedBy({ burst: { requests } }: Scenario, selection: string): readonly string[] {
  const [first] = selection.split('.');
  const named = requests.filter(({ name }) => name === first);
  return (named.length > 0 ? named : requests).flatMap(({ values, capture }) => Object.keys({ ...values, ...capture }));
}
