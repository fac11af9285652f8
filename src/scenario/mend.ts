import { didYouMean } from '../support/did-you-mean.ts';
import { isList, isMap, type Json } from '../support/json.ts';
import { type Path, toPath, valueAt } from './path.ts';
import { keysAt, type Shape } from './schema-shape.ts';
import type { Issue } from './schema-wording.ts';
import { type YamlFile, yamlFile } from './yaml-file.ts';
import type { Place } from './yaml-value.ts';

interface Placed {
  readonly value: Json;
  readonly place: Place;
}

/** Without what stands under these, other parts of the file would seem wrong: they name things, or belong together. */
const leftIn: ReadonlySet<string | number> = new Set(
  'variables data secrets outcomes instances environments capture set values name request sleep every for file rows'.split(
    ' ',
  ),
);

/**
 * The file as it was most likely meant, so that checks can go on behind an error of the schema: a misspelt key is renamed,
 * an unknown key and a wrong value are left out. Undefined where that would make new errors.
 */
export function mend(file: YamlFile, issues: readonly Issue[], shape: Shape): YamlFile | undefined {
  let placed: Placed = { value: file.value, place: file.place };
  for (const issue of issues) {
    const path = toPath(issue.path);
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(shape, path, valueAt(file.value, path));
      for (const key of issue.keys) placed = renameKey(placed, path, key, didYouMean(key, known));
    } else {
      const key = path.at(-1);
      if (typeof key !== 'string' || path.some((part) => leftIn.has(part))) return undefined;
      placed = renameKey(placed, path.slice(0, -1), key, undefined);
    }
  }
  return yamlFile(file.source, placed, file.problems);
}

/**
 * The file with misspelt keys renamed where the right one is free, and the issues that were so mended; undefined when there are
 * none. What is missing, or wrong behind such a key, can only be told afterwards.
 */
export function renameMisspelt(
  file: YamlFile,
  issues: readonly Issue[],
  shape: Shape,
): { readonly file: YamlFile; readonly mended: readonly Issue[] } | undefined {
  let placed: Placed = { value: file.value, place: file.place };
  const mended = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const path = toPath(issue.path);
    const written = valueAt(file.value, path);
    const known = keysAt(shape, path, written);
    if (!isMap(written) || issue.keys.some((key) => known.includes(key))) return [];
    const keys = issue.keys.filter((key) => {
      const meant = didYouMean(key, known);
      const owner = valueAt(placed.value, path);
      if (meant === undefined || !isMap(owner) || Object.hasOwn(owner, meant)) return false;
      placed = renameKey(placed, path, key, meant);
      return true;
    });
    return keys.length === 0 ? [] : [{ ...issue, keys }];
  });
  return mended.length === 0 ? undefined : { file: yamlFile(file.source, placed, file.problems), mended };
}

/** Gives a key another name that is still free, or takes it away. */
function renameKey({ value, place }: Placed, path: Path, from: string, to: string | undefined): Placed {
  const [step, ...rest] = path;
  const children = new Map(place.children);
  if (step !== undefined) {
    const inner = valueAt(value, [step]);
    const child = children.get(String(step));
    if (inner === undefined || child === undefined) return { value, place };
    const changed = renameKey({ value: inner, place: child }, rest, from, to);
    children.set(String(step), changed.place);
    return { value: replaced(value, step, changed.value), place: { ...place, children } };
  }
  if (!isMap(value)) return { value, place };
  const { [from]: moved = null, ...others } = value;
  const movedPlace = children.get(from);
  children.delete(from);
  if (to === undefined || Object.hasOwn(others, to)) return { value: others, place: { ...place, children } };
  if (movedPlace !== undefined) children.set(to, movedPlace);
  return { value: { ...others, [to]: moved }, place: { ...place, children } };
}

function replaced(value: Json, step: string | number, inner: Json): Json {
  if (isList(value)) return value.map((member, place) => (place === step ? inner : member));
  return isMap(value) ? { ...value, [step]: inner } : value;
}
