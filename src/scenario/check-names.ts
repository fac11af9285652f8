import { checkExpression } from '../expr/expression.ts';
import { reservedOutcomes } from '../history/operation.ts';
import { operationNames } from '../invariants/index.ts';
import { codes } from './finding.ts';
import { type Path, pathText } from './path.ts';
import type { Problems } from './problems.ts';
import type { Scenario } from './schema.ts';
import { stepNames } from './visible-names.ts';

/** What has a meaning of its own in templates or invariants. */
const reserved: ReadonlySet<string> = new Set([
  'env',
  'secrets',
  'round',
  'member',
  'instance',
  'initial',
  'final',
  'count',
  'uuid',
  'now',
]);

/** Checks that every name that the scenario gives means one thing, and that expressions can use it. */
export function checkNames(scenario: Scenario, variables: readonly string[], problems: Problems): void {
  const tell = (path: Path, title: string, atKey = true) =>
    problems.add({ code: codes.names, path, title, atKey, help: 'choose another name' });
  const checkUse = (path: Path, name: string, atKey = true) => {
    if (reserved.has(name)) tell(path, `\`${name}\` has a meaning of its own in expressions`, atKey);
    else if (!isUsable(name)) tell(path, `\`${name}\` is a word of the expression language`, atKey);
  };

  const taken = new Map(variables.map((name) => [name, 'a variable']));
  // One that is not the scenario's own comes from the project or the command line.
  for (const name of new Set([...Object.keys(scenario.variables), ...variables])) checkUse(['variables', name], name);
  for (const name of Object.keys(scenario.data)) {
    checkUse(['data', name], name);
    if (taken.has(name)) tell(['data', name], `\`${name}\` is a variable already`);
    taken.set(name, 'data');
  }
  for (const [path, given] of givenNames(scenario)) {
    for (const name of given) {
      const at = [...path, name];
      checkUse(at, name);
      const other = taken.get(name);
      if (other !== undefined) tell(at, `\`${name}\` is ${other} already`);
    }
  }
  checkObservations(scenario, tell);
  checkBurstNames(scenario, tell, checkUse);
}

/** An observation replaces what a step before it captured under the same name: in the burst, and among the observations. */
function checkObservations({ setup, prepare, observe }: Scenario, tell: Tell): void {
  const captured = new Map<string, string>();
  for (const [phase, list] of Object.entries({ setup, prepare, observe })) {
    for (const [place, step] of list.entries()) {
      for (const name of Object.keys(stepNames(step))) {
        const before = captured.get(name);
        if (phase === 'observe' && before !== undefined)
          tell(['observe', place, 'capture', name], `\`${name}\` comes from ${before} already, and would be replaced`);
        captured.set(name, pathText([phase, place]));
      }
    }
  }
}

type Tell = (path: Path, title: string, atKey?: boolean) => void;

function checkBurstNames({ burst, outcomes }: Scenario, tell: Tell, checkUse: Tell): void {
  const facts = new Set(Object.keys(operationNames([])));
  const counted = new Map<string, string>([...reservedOutcomes, 'total'].map((name) => [name, 'is reserved']));
  for (const name of Object.keys(outcomes ?? { ok: {}, refused: {} })) {
    const path = ['outcomes', name];
    if (counted.has(name)) tell(path, `the outcome \`${name}\` is reserved: Racehound gives it itself`);
    else if (!isUsable(name)) tell(path, `\`${name}\` is a word of the expression language`);
    counted.set(name, 'is an outcome already');
  }
  for (const [place, { name, values = {}, capture = {} }] of burst.requests.entries()) {
    const path = ['burst', 'requests', place];
    const other = counted.get(name);
    if (other !== undefined)
      tell([...path, 'name'], `\`${name}\` ${other}, so count.${name} would mean two things`, false);
    else if (!isUsable(name)) checkUse([...path, 'name'], name, false);
    counted.set(name, 'is a request already');
    for (const [key, given] of Object.entries({ values, capture })) {
      for (const own of Object.keys(given)) {
        if (facts.has(own) && !reserved.has(own))
          tell([...path, key, own], `\`${own}\` is known of every operation already`);
        else if (key === 'capture' && own in values)
          tell([...path, key, own], `\`${own}\` is a value of this request already`);
      }
    }
  }
}

/** Every `capture:`, `set:` and `values:` with the names that it gives. */
function givenNames({ setup, prepare, observe, teardown, burst }: Scenario): readonly [Path, readonly string[]][] {
  const steps = Object.entries({ setup, prepare, observe, teardown }).flatMap(([phase, list]) =>
    list.flatMap(({ capture, set }, place) =>
      Object.entries({ capture, set }).map(([key, given]): [Path, readonly string[]] => [
        [phase, place, key],
        Object.keys(given ?? {}),
      ]),
    ),
  );
  const members = burst.requests.flatMap(({ values, capture }, place) =>
    Object.entries({ values, capture }).map(([key, given]): [Path, readonly string[]] => [
      ['burst', 'requests', place, key],
      Object.keys(given ?? {}),
    ]),
  );
  return [...steps, ...members];
}

const usable = new Map<string, boolean>();

/** The language itself knows best which words it keeps to itself. */
function isUsable(name: string): boolean {
  const known = usable.get(name);
  if (known !== undefined) return known;
  let result: boolean;
  try {
    const owner = `${name}_`;
    result =
      checkExpression(`${name} == ${owner}.${name}`, { [name]: 'dyn', [owner]: { fields: { [name]: 'dyn' } } }) ===
      undefined;
  } catch {
    result = false;
  }
  if (usable.size < 10_000) usable.set(name, result);
  return result;
}
