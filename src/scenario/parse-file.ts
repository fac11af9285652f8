import type { z } from 'zod';
import { jsonSchema } from './json-schema.ts';
import { mend } from './mend.ts';
import { collectProblems, type Problems } from './problems.ts';
import { schemaProblems } from './schema-problems.ts';
import type { YamlFile } from './yaml-file.ts';

/** A file that follows its schema, as far as it could be made to, with what is wrong with it so far. */
export interface Parsed<Value> {
  readonly value: Value;
  readonly file: YamlFile;
  readonly problems: Problems;
}

/**
 * Checks a file against its schema. What is wrong is collected and mended where that can be done, so that one run finds
 * the errors behind it too; throws all of it when there is nothing left to go on with.
 */
export function parseFile<Value>(of: 'scenario' | 'project', schema: z.ZodType<Value>, file: YamlFile): Parsed<Value> {
  const problems = collectProblems(file);
  const first = schema.safeParse(file.value);
  if (first.success) return { value: first.data, file, problems };

  const shape = jsonSchema(of);
  for (const finding of schemaProblems(first.error.issues, shape, file.value)) problems.add(finding);
  const mended = mend(file, first.error.issues, shape);
  const second = mended === undefined ? undefined : schema.safeParse(mended.value);
  if (mended === undefined || second?.success !== true) return problems.throwAll();
  return { value: second.data, file: mended, problems: collectProblems(mended, problems.all) };
}
