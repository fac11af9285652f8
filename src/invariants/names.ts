import type { Names, NameType } from '../expr/names.ts';
import { reservedOutcomes } from '../history/operation.ts';

/** The names of a scenario that expressions over a round can use. */
export interface RoundShape {
  readonly requests: readonly string[];
  readonly outcomes: readonly string[];
  readonly observations: readonly string[];
  readonly instances: readonly string[];
}

/** The types of everything that `roundValues` gives, for the check of an expression before any traffic. */
export function roundNames(shape: RoundShape): Names {
  const tally = typesOf([...shape.outcomes, ...reservedOutcomes, 'total'], 'int');
  const observed: NameType = { fields: typesOf(shape.observations, 'dyn') };
  return {
    count: { fields: { ...typesOf(shape.requests, { fields: tally }), ...tally } },
    instances: { fields: typesOf(shape.instances, { fields: tally }) },
    initial: observed,
    final: observed,
    responses: 'list',
    unknown: 'int',
    spread: 'double',
    inFlight: 'int',
    round: 'int',
  };
}

/** The types of everything that `operationValues` gives; `own` are the values and the captures of the request. */
export function operationNames(own: readonly string[]): Names {
  return {
    ...typesOf(own, 'dyn'),
    member: 'int',
    request: 'string',
    outcome: 'string',
    effect: 'string',
    instance: 'string',
    status: 'int',
    ms: 'double',
  };
}

/** What an expression over one entry of a list can see. */
export const entryNames: Names = { entry: 'dyn' };

function typesOf(names: readonly string[], type: NameType): Readonly<Record<string, NameType>> {
  return Object.fromEntries(names.map((name) => [name, type]));
}
