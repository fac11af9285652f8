import { z } from 'zod';
import { projectSchema, scenarioSchema } from './schema.ts';
import type { Shape } from './schema-shape.ts';

const files = {
  scenario: {
    schema: scenarioSchema,
    title: 'Racehound scenario (*.race.yaml)',
    description: 'bring a service to a state, fire requests that collide, and say what must still be true',
  },
  project: {
    schema: projectSchema,
    title: 'Racehound project (racehound.yaml)',
    description: 'what the scenario files beside it share',
  },
} as const;

/** The JSON Schema (draft 7, as editors understand it) of a scenario file or of `racehound.yaml`. */
export function jsonSchema(of: keyof typeof files): Shape {
  const { schema, title, description } = files[of];
  const { $schema, ...shape } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    // JSON has one kind of number; zod leaves bigints to us, and bounds whole numbers by what JavaScript can hold.
    override({ zodSchema, jsonSchema: written }) {
      if (zodSchema instanceof z.ZodBigInt) written.type = 'integer';
      // zod leaves out examples of what it transforms, as if they were results; ours are what the user writes.
      const examples = z.globalRegistry.get(zodSchema)?.['examples'];
      if (Array.isArray(examples)) written.examples = examples;
      if (written.minimum === Number.MIN_SAFE_INTEGER) delete written.minimum;
      if (written.maximum === Number.MAX_SAFE_INTEGER) delete written.maximum;
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same JSON, under a narrower type of ours
  return { $schema, title, description, ...shape } as Shape;
}
