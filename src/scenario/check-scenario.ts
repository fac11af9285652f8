import { checkInvariants } from './check-invariants.ts';
import { checkMembers } from './check-members.ts';
import { checkNames } from './check-names.ts';
import { checkMember, checkSteps } from './check-requests.ts';
import type { LoadedScenario } from './loaded-scenario.ts';
import { pathText } from './path.ts';
import type { Problems } from './problems.ts';
import { createTextChecks } from './text-checks.ts';
import { visibleNames } from './visible-names.ts';

type Checked = Pick<LoadedScenario, 'scenario' | 'instances' | 'variables' | 'env' | 'secrets' | 'rows'>;

/** Checks every template, expression and reference of a scenario against the names that exist at its place. */
export function checkScenario(checked: Checked, problems: Problems): void {
  const { scenario } = checked;
  const instances = Object.keys(checked.instances);
  const texts = createTextChecks(problems, existElsewhere(checked));
  const surroundings = { instances, problems, texts };
  const { everywhere, inRounds, inMembers } = visibleNames(checked);

  const afterSetup = checkSteps('setup', scenario.setup, everywhere, surroundings);
  const afterPrepare = checkSteps('prepare', scenario.prepare, { ...afterSetup, ...inRounds }, surroundings);
  const afterObserve = checkSteps('observe', scenario.observe, afterPrepare, surroundings);
  for (const [place, request] of scenario.burst.requests.entries()) {
    checkMember(['burst', 'requests', place], request, { ...afterObserve, ...inMembers }, surroundings);
  }
  checkSteps('teardown', scenario.teardown, afterSetup, surroundings);

  checkMembers(checked, texts, problems);
  checkNames(scenario, Object.keys(checked.variables), problems);
  checkInvariants(scenario, instances, problems);
}

/** For names that are used where they don't exist: where they do. */
function existElsewhere({ scenario, rows }: Checked): ReadonlyMap<string, string> {
  const { setup, prepare, observe, burst } = scenario;
  const places = new Map<string, string>();
  for (const [phase, list] of Object.entries({ 'burst.requests': burst.requests, observe, prepare, setup })) {
    for (const [place, step] of list.entries()) {
      const where = pathText([...phase.split('.'), place]);
      const reach =
        phase === 'burst.requests'
          ? 'invariants can use it'
          : phase === 'setup'
            ? 'it exists after that'
            : 'it exists after that, up to the burst';
      for (const name of Object.keys(step.capture ?? {})) places.set(name, `${where} captures it: ${reach}`);
      for (const name of 'set' in step ? Object.keys(step.set ?? {}) : [])
        places.set(name, `${where} sets it: ${reach}`);
    }
  }
  for (const [place, { values }] of burst.requests.entries()) {
    const where = pathText(['burst', 'requests', place]);
    for (const name of Object.keys(values ?? {}))
      places.set(name, `it is a value of ${where}: that request and invariants can use it`);
  }
  for (const name of Object.keys(rows))
    places.set(name, 'each member of the burst gets a row of it: it exists in burst.requests only');
  places.set('member', 'it is the number of a member: it exists in burst.requests only');
  places.set('round', 'it exists in prepare, observe and burst');
  places.set('instance', 'it exists where instance: stands beside the request of a burst');
  for (const name of ['initial', 'final', 'count', 'responses']) places.set(name, 'it exists in invariants only');
  return places;
}
