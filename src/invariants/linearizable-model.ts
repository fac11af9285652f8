import { casRegister, counter, lock, type Model, queue, register, set, stock } from '../linearizability/index.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { decimalOf } from '../support/decimal.ts';
import { isList, type Json } from '../support/json.ts';
import type { LinearizableSpec } from './linearizable-spec.ts';
import type { Reading } from './reading.ts';
import type { AnyAction } from './timed-operations.ts';
import { brief } from './wording.ts';

export type AnyModel = Model<unknown, AnyAction>;

/** Models whose fields are numbers. */
export function isNumeric(model: LinearizableSpec['model']): boolean {
  return model === 'counter' || model === 'stock';
}

/** The model of one object that holds `initial` before the burst; undefined is nothing at all, which is no number. */
export function modelOf(name: LinearizableSpec['model'], initial: Json | undefined): Reading<AnyModel> {
  switch (name) {
    case 'register':
      return made(register({ initial: initial ?? null }));
    case 'cas-register':
      return made(casRegister({ initial: initial ?? null }));
    case 'counter':
    case 'stock': {
      if (!isAmount(initial)) return { kind: 'missing', because: notANumber('initial', initial) };
      return name === 'counter' ? made(counter({ initial })) : made(stock({ initial }));
    }
    case 'set':
    case 'queue': {
      const list = initial ?? [];
      if (!isList(list))
        return { kind: 'missing', because: `initial is ${brief(canonicalJson(list))}, expected a list` };
      return name === 'set' ? made(set({ initial: list })) : made(queue({ initial: list }));
    }
    case 'lock':
      return made(lock(initial === undefined || initial === null ? {} : { owner: initial }));
  }
}

/** The values that are there before the burst, by themselves. */
export function valuesBefore(initial: Json | undefined): readonly Json[] {
  if (initial === undefined) return [];
  return isList(initial) ? initial : [initial];
}

/** The roles build the actions under the names that the model gives to them. */
function made<State, Action>(model: Model<State, Action>): Reading<AnyModel> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `roleForms` names the fields of the model's actions
  return { kind: 'value', value: model as unknown as AnyModel };
}

/** A number, or a text that holds one. */
export function isAmount(value: Json | undefined): value is number | bigint | string {
  const isScalar = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string';
  return isScalar && decimalOf(value) !== undefined;
}

export function notANumber(what: string, value: Json | undefined): string {
  const found = value === undefined ? 'not given for every object' : brief(canonicalJson(value));
  return `${what} is ${found}, expected a number`;
}
