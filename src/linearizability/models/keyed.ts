import type { Model } from '../model.ts';

/** An action on one of several objects of a kind. */
export type Keyed<Action> = Action & { readonly key: string };

/** Any number of objects, told apart by `key`, each of which starts as `model` does and is judged by itself. */
export function keyed<State, Action>(model: Model<State, Action>): Model<State, Keyed<Action>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a closed form gives back operations that it was given
  const closedForm = model.closedForm as Model<State, Keyed<Action>>['closedForm'];
  const { closedForm: _, ...rest } = model;
  return {
    ...rest,
    initial: (part = '[]') => model.initial((JSON.parse(part) as readonly [string, string | null])[1] ?? undefined),
    forget(action) {
      const left = model.forget(action);
      return left === undefined ? undefined : { ...left, key: action.key };
    },
    actionKey: (action) => JSON.stringify([action.key, model.actionKey(action)]),
    showAction: (action) => `${action.key}: ${model.showAction(action)}`,
    partOf: (action) => JSON.stringify([action.key, model.partOf?.(action)]),
    ...(closedForm !== undefined && { closedForm }),
  };
}
