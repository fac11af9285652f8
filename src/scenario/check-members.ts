import { evaluate } from '../expr/expression.ts';
import { parseTemplate } from '../expr/template.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import { codes } from './finding.ts';
import type { LoadedScenario } from './loaded-scenario.ts';
import { timesSent } from './polling.ts';
import type { Problems } from './problems.ts';
import type { BurstRequest } from './schema.ts';
import type { TextChecks } from './text-checks.ts';
import { valueNames } from './visible-names.ts';

/** The largest burst of one round. */
const maxMembers = 10_000;

type Checked = Pick<LoadedScenario, 'scenario' | 'instances' | 'variables' | 'env' | 'rows'>;

/** Checks how many members the burst has, and that there are rows for all of them. */
export function checkMembers(checked: Checked, texts: TextChecks, problems: Problems): void {
  const { scenario, rows, instances } = checked;
  let members = 0;
  for (const [place, request] of scenario.burst.requests.entries()) {
    const path = ['burst', 'requests', place, 'count'];
    const before = problems.all.length;
    texts.templates(path, request.count, valueNames({ ...checked.variables, env: checked.env }), {});
    if (problems.all.length > before) return;
    const count = countOf(request, checked);
    if (typeof count === 'string') {
      problems.add({
        code: codes.size,
        path,
        title: count,
        help: 'write a whole number from 1 on, or one {{ }} over variables',
      });
      return;
    }
    members += count * (request.instance === 'each' ? Object.keys(instances).length : 1) * timesSent(request);
  }
  if (members > maxMembers) {
    problems.add({
      code: codes.size,
      path: ['burst', 'requests'],
      title: `the burst has ${members} members, at most ${maxMembers} are allowed`,
      help: 'lower a count, or a for',
    });
    return;
  }
  for (const [name, { pick }] of Object.entries(scenario.data)) {
    const available = rows[name]?.length ?? 0;
    if (pick !== 'unique' || available === 0 || available >= members) continue;
    problems.add({
      code: codes.data,
      path: ['data', name],
      title: `data.${name} has ${available} rows for ${members} members, and pick: unique gives no row twice`,
      help: `add ${members - available} rows, or choose pick: in-order, random or same`,
    });
  }
}

/** The number of members, or what is wrong with it. */
function countOf({ count }: BurstRequest, { variables, env }: Checked): number | string {
  if (typeof count === 'number') return count;
  const parsed = parseTemplate(count);
  if ('problem' in parsed) return parsed.problem.message;
  const [part, ...more] = parsed.template.parts;
  if (typeof part !== 'object' || more.length > 0) return `count is ${JSON.stringify(count)}`;
  const result = evaluate(part.expression, { ...variables, env });
  if (result.kind === 'error') return `count: ${result.message}`;
  const members = Number(result.value);
  return Number.isInteger(members) && members >= 1 ? members : `count comes to ${stringifyJson(result.value)}`;
}
