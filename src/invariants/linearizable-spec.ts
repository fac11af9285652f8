import { z } from 'zod';
import type { References } from './checker.ts';
import { modelSchemas, type RoleForm, roleForms } from './linearizable-roles.ts';

export const linearizableSchema = z
  .discriminatedUnion('model', [
    modelSchemas.register,
    modelSchemas['cas-register'],
    modelSchemas.counter,
    modelSchemas.set,
    modelSchemas.queue,
    modelSchemas.stock,
    modelSchemas.lock,
  ])
  .meta({
    description: 'some order of the operations, each inside its own interval, explains every answer',
    examples: [
      {
        model: 'register',
        initial: 'initial.value',
        write: { of: 'write', value: 'newValue' },
        read: { of: 'read', value: 'value' },
      },
      { model: 'stock', initial: 'initial.stock', buy: { of: 'sold', soldOut: 'refused' } },
      {
        model: 'lock',
        acquire: { of: 'locked', busy: 'busy', owner: 'client' },
        release: { of: 'unlocked', owner: 'client' },
      },
    ],
  });

export type LinearizableSpec = z.output<typeof linearizableSchema>;

/** A value that the user wrote down, or an expression that gives one. */
export type Source = string | number | boolean | null;

/** A role as the scenario fills it, alike for all models. */
export interface Role {
  readonly name: string;
  readonly form: RoleForm;
  readonly of: string;
  /** The selection of the answers that say no. */
  readonly no?: string;
  /** The other fields, by the name that they have in the model's action. */
  readonly fields: Readonly<Record<string, Source>>;
}

/** The roles that the scenario fills, in the order of the model. */
export function rolesOf(spec: LinearizableSpec): readonly Role[] {
  const given: Readonly<Record<string, unknown>> = spec;
  const forms: Readonly<Record<string, RoleForm>> = roleForms[spec.model];
  return Object.entries(forms).flatMap(([name, form]) => {
    const filled = given[name];
    if (filled === undefined) return [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of the model says so
    const { of, ...rest } = filled as { readonly of: string } & Readonly<Record<string, Source | undefined>>;
    const noKey = form.no?.key;
    const no = noKey === undefined ? undefined : rest[noKey];
    const fields = Object.entries(rest).flatMap(([key, source]) =>
      source === undefined || key === noKey ? [] : [[key, source] as const],
    );
    return [{ name, form, of, fields: Object.fromEntries(fields), ...(typeof no === 'string' && { no }) }];
  });
}

/** The value before the burst, and the one after it, where the model and the scenario have them. */
export function observationsOf(spec: LinearizableSpec): { readonly initial?: Source; readonly final?: Source } {
  const final = 'final' in spec ? spec.final : undefined;
  return { ...(spec.initial !== undefined && { initial: spec.initial }), ...(final !== undefined && { final }) };
}

export function referencesOf(spec: LinearizableSpec): References {
  const roles = rolesOf(spec);
  const observations = Object.entries(observationsOf(spec));
  return {
    selections: roles.flatMap(({ name, form, of, no }) => [
      { path: [name, 'of'], text: of },
      ...(no === undefined || form.no === undefined ? [] : [{ path: [name, form.no.key], text: no }]),
    ]),
    roundExpressions: observations.flatMap(([key, text]) => (typeof text === 'string' ? [{ path: [key], text }] : [])),
    operationExpressions: [
      ...roles.flatMap(({ name, of, fields }) =>
        Object.entries(fields).flatMap(([key, text]) =>
          typeof text === 'string' ? [{ path: [name, key], text, of }] : [],
        ),
      ),
      ...keyExpressions(spec.key, roles),
    ],
  };
}

/** The key has to be known of every operation that plays a role. */
function keyExpressions(key: string | undefined, roles: readonly Role[]) {
  const everywhere = [...new Set(roles.map(({ of }) => of))];
  return key === undefined ? [] : everywhere.map((of) => ({ path: ['key'], text: key, of }));
}

/** `register`, `write` and `read`. */
export function describeSpec(spec: LinearizableSpec): string {
  const names = rolesOf(spec).map(({ name }) => name);
  const listed = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${spec.model}: some order of ${listed} explains every answer`;
}
