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

/** The model of one object that holds `initial` before the burst; undefined stands for the model's own default. */
export function modelOf(name: LinearizableSpec['model'], initial: Json | undefined): Reading<AnyModel> {
  switch (name) {
    case 'register':
      return made(register({ initial: initial ?? null }));
    case 'cas-register':
      return made(casRegister({ initial: initial ?? null }));
    case 'counter':
    case 'stock': {
      const amount = initial ?? 0;
      const isAmount = typeof amount === 'number' || typeof amount === 'bigint' || typeof amount === 'string';
      if (!isAmount || decimalOf(amount) === undefined) return unfit(amount, 'a number');
      return name === 'counter' ? made(counter({ initial: amount })) : made(stock({ initial: amount }));
    }
    case 'set':
    case 'queue': {
      const list = initial ?? [];
      if (!isList(list)) return unfit(list, 'a list');
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

function unfit(value: Json, expected: string): Reading<AnyModel> {
  return { kind: 'missing', because: `initial is ${brief(canonicalJson(value))}, expected ${expected}` };
}
