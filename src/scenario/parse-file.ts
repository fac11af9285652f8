import type { z } from 'zod';
import { jsonSchema } from './json-schema.ts';
import { mend, renameMisspelt } from './mend.ts';
import { collectProblems, type Problems } from './problems.ts';
import { schemaProblems } from './schema-problems.ts';
import type { Shape } from './schema-shape.ts';
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
  const first = schema.safeParse(file.value);
  if (first.success) return { value: first.data, file, problems: collectProblems(file) };

  const shape = jsonSchema(of);
  const { file: spelt, problems } = respelt(schema, shape, file);
  const again = schema.safeParse(spelt.value);
  if (again.success) return { value: again.data, file: spelt, problems };
  for (const finding of schemaProblems(again.error.issues, shape, spelt.value)) problems.add(finding);
  const mended = mend(spelt, again.error.issues, shape);
  const last = mended === undefined ? undefined : schema.safeParse(mended.value);
  if (mended === undefined || last?.success !== true) return problems.throwAll();
  return { value: last.data, file: mended, problems: collectProblems(mended, problems.all) };
}

/** Keys within keys that are misspelt, and what is in them. */
const deepestMisspelling = 8;

/** The file with its misspelt keys renamed, level by level, and what was wrong with them. */
function respelt<Value>(
  schema: z.ZodType<Value>,
  shape: Shape,
  file: YamlFile,
): Pick<Parsed<Value>, 'file' | 'problems'> {
  let spelt = file;
  let problems = collectProblems(file);
  for (let level = 0; level < deepestMisspelling; level += 1) {
    const parsed = schema.safeParse(spelt.value);
    const renamed = parsed.success ? undefined : renameMisspelt(spelt, parsed.error.issues, shape);
    if (renamed === undefined) break;
    for (const finding of schemaProblems(renamed.mended, shape, spelt.value)) problems.add(finding);
    spelt = renamed.file;
    problems = collectProblems(spelt, problems.all);
  }
  return { file: spelt, problems };
}
