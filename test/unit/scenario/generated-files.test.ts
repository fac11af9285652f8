import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonSchema, keysReference } from '../../../src/scenario/index.ts';
import type { Shape } from '../../../src/scenario/schema-shape.ts';

const generated = {
  'src/scenario/scenario.schema.json': () => `${JSON.stringify(jsonSchema('scenario'), null, 2)}\n`,
  'src/scenario/project.schema.json': () => `${JSON.stringify(jsonSchema('project'), null, 2)}\n`,
  'src/scenario/KEYS.md': keysReference,
};

/** Every key with its own description, by path; what users name themselves is left out. */
function keysOf(shape: Shape, path: string): (readonly [path: string, shape: Shape])[] {
  const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [], definitions = {} } = shape;
  const inner = [
    ...(items === undefined ? [] : [items].flat()),
    additionalProperties,
    ...anyOf,
    ...oneOf,
    ...Object.values(definitions),
  ];
  return [
    ...Object.entries(properties).flatMap(([key, value]) => [
      [`${path}.${key}`, value] as const,
      ...keysOf(value, `${path}.${key}`),
    ]),
    ...inner.flatMap((part) => (typeof part === 'object' ? keysOf(part, path) : [])),
  ];
}

describe('the files that are written from the schemas', () => {
  it.each(Object.entries(generated))(
    '%s is current (UPDATE_GOLDEN=1 npx vitest run generated-files)',
    (path, write) => {
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, write());
      expect(readFileSync(path, 'utf8')).toBe(write());
    },
  );

  it.each(['scenario', 'project'] as const)('describe every key of a %s, with an example', (of) => {
    const keys = keysOf(jsonSchema(of), of);
    expect(keys.length).toBeGreaterThan(8);
    const bare = keys.filter(([, { description, examples }]) => description === undefined || !examples?.length);
    expect(bare.map(([path]) => path)).toEqual([]);
  });
});
