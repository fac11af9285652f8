import { jsonSchema } from './json-schema.ts';
import { isShapes, type Shape } from './schema-shape.ts';
import { yamlText } from './schema-wording.ts';

/** A Markdown page of every key of a scenario and of `racehound.yaml`, from the schemas. */
export function keysReference(): string {
  const scenario = jsonSchema('scenario');
  const { step = {} } = scenario.definitions ?? {};
  return [
    '# Keys',
    '',
    'Written by `keysReference()` from the schemas; not edited by hand.',
    'Texts that are sent may hold `{{ }}`: [what may stand in them](../../docs/expressions.md). A duration is a number and a unit: `us`, `ms`, `s`, `m`.',
    '`NAME` is a name of your own, `[]` an entry of a list.',
    '',
    '## Scenario (`*.race.yaml`)',
    '',
    ...table(scenario),
    '',
    '## A step of `setup`, `prepare`, `observe`, `teardown`',
    '',
    ...table(step),
    '',
    '## Project (`racehound.yaml`)',
    '',
    ...table(jsonSchema('project')),
    '',
  ].join('\n');
}

function table(shape: Shape): readonly string[] {
  return ['| key | what it is | default | example |', '|---|---|---|---|', ...rowsBelow(shape, '')];
}

/** Rows of all keys below a shape. What is defined once for many places (steps, JSON values) is not followed. */
function rowsBelow(shape: Shape, path: string, mandatory = 'required'): readonly string[] {
  const { properties = {}, required = [], items, additionalProperties, anyOf, oneOf } = shape;
  const own = Object.entries(properties).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [row(at, value, required.includes(key) ? mandatory : ''), ...rowsBelow(value, at)];
  });
  const entries = items === undefined || isShapes(items) ? [] : rowsBelow(items, `${path}[]`);
  const named = typeof additionalProperties === 'object' ? rowsBelow(additionalProperties, `${path}.NAME`) : [];
  return [...own, ...entries, ...named, ...rowsOfKinds(anyOf ?? oneOf ?? [], path, mandatory)];
}

/** The kinds of a union share rows, such as `optional` of a capture; a row that is not common to all says whose it is, where a constant tells. */
function rowsOfKinds(members: readonly Shape[], path: string, mandatory: string): readonly string[] {
  const kinds = members.filter((kind) => kind.properties !== undefined);
  const word = kinds.length > 1 ? 'one of them' : mandatory;
  const owners = new Map<string, Shape[]>();
  for (const kind of members)
    for (const row of new Set(rowsBelow(kind, path, word))) owners.set(row, [...(owners.get(row) ?? []), kind]);
  return [...owners].map(([row, of]) => {
    const names = of.flatMap(constantOf);
    return of.length === members.length || names.length === 0 ? row : row.replace('` |', `\` (${names.join(', ')}) |`);
  });
}

/** What a kind is called: the value of its constant key. */
function constantOf({ properties = {} }: Shape): readonly string[] {
  return Object.values(properties).flatMap(({ const: constant }) => (typeof constant === 'string' ? [constant] : []));
}

function row(path: string, { description = '', default: preset, examples = [] }: Shape, mandatory: string): string {
  const standard = preset === undefined || isEmpty(preset) ? mandatory : code(preset);
  return `| \`${path}\` | ${escaped(description)} | ${standard} | ${examples.map(code).join(', ')} |`;
}

function code(value: unknown): string {
  return `\`${escaped(yamlText(value))}\``;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
