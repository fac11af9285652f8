import { isMap, type Json } from '../support/json.ts';
import type { Path } from './path.ts';

/** The part of JSON Schema that zod writes for our files. */
export interface Shape {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape | readonly Shape[];
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  /** A union whose members are told apart by a constant in one of their keys. */
  readonly oneOf?: readonly Shape[];
  /** One reference, where zod has a description to put beside it. */
  readonly allOf?: readonly Shape[];
  readonly definitions?: Readonly<Record<string, Shape>>;
}

/** The shape at a path with its description, and what it may be: the members of its unions. */
export function shapeAt(root: Shape, path: Path): { readonly shape: Shape; readonly alternatives: readonly Shape[] } {
  let shape = root;
  let alternatives = unfold(root, root);
  for (const part of path) {
    const next = alternatives.map((alternative) => child(alternative, part)).filter((found) => found !== undefined);
    shape = next[0] ?? {};
    alternatives = next.flatMap((found) => unfold(found, root));
  }
  return { shape, alternatives };
}

/** The keys that are known at a path, for what is written there; none where any key may stand. */
export function keysAt(root: Shape, path: Path, written?: Json): readonly string[] {
  const { alternatives } = shapeAt(root, path);
  const meant = alternatives.filter((alternative) => hasConstantsOf(alternative, written));
  const keys = (meant.length > 0 ? meant : alternatives).flatMap(({ properties }) => Object.keys(properties ?? {}));
  return [...new Set(keys)];
}

/** Is this the member of a union that the constants in a map ask for? */
function hasConstantsOf({ properties = {} }: Shape, written: Json | undefined): boolean {
  return Object.entries(properties).every(
    ([key, { const: constant }]) => constant === undefined || (isMap(written) && written[key] === constant),
  );
}

/** The members of a union, references looked up. */
export function unfold(shape: Shape, root: Shape): readonly Shape[] {
  if (shape.$ref !== undefined) {
    const target = root.definitions?.[shape.$ref.replace('#/definitions/', '')];
    return target === undefined ? [] : unfold(target, root);
  }
  const members = shape.anyOf ?? shape.oneOf ?? shape.allOf;
  return members === undefined ? [shape] : members.flatMap((member) => unfold(member, root));
}

function child({ properties, items, additionalProperties }: Shape, part: string | number): Shape | undefined {
  if (typeof part === 'number') return isShapes(items) ? items[part] : items;
  if (properties !== undefined && Object.hasOwn(properties, part)) return properties[part];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** A tuple has a shape for each place. */
export function isShapes(items: Shape['items']): items is readonly Shape[] {
  return Array.isArray(items);
}
