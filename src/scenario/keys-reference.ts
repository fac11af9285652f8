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
    'Texts that are sent may hold `{{ }}`. A duration is a number and a unit: `us`, `ms`, `s`, `m`.',
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
  // Kinds of one union share keys, such as `optional` of a capture.
  const members = anyOf ?? oneOf ?? [];
  const kinds = members.filter((kind) => kind.properties !== undefined);
  const word = kinds.length > 1 ? 'one of them' : mandatory;
  const ofKinds = [...new Set(members.flatMap((kind) => rowsBelow(kind, path, word)))];
  return [...own, ...entries, ...named, ...ofKinds];
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
