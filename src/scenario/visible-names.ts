import type { Names, NameType } from '../expr/names.ts';
import { isList, isMap, type Json } from '../support/json.ts';
import type { LoadedScenario } from './loaded-scenario.ts';
import type { BurstRequest, Step } from './schema.ts';

/** The names that exist at the places of a scenario, besides the captures of earlier steps. */
export interface VisibleNames {
  /** In every template. */
  readonly everywhere: Names;
  /** In what is repeated: prepare, observe, burst. */
  readonly inRounds: Names;
  /** What one member alone can see; `instance` only where there is one. */
  readonly inMembers: Names;
}

export function visibleNames({
  variables,
  env,
  secrets,
  rows,
}: Pick<LoadedScenario, 'variables' | 'env' | 'secrets' | 'rows'>): VisibleNames {
  return {
    everywhere: { ...valueNames({ ...variables, env }), secrets: { fields: namesAs(Object.keys(secrets), 'string') } },
    inRounds: { round: 'int' },
    inMembers: { ...rowNames(rows), member: 'int' },
  };
}

/** Types of values that are known already. */
export function valueNames(values: Readonly<Record<string, Json>>): Names {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeOf(value)]));
}

/** The names that a step adds. */
export function stepNames({ capture, set }: Pick<Step, 'capture' | 'set'>): Names {
  return namesAs(Object.keys({ ...capture, ...set }), 'dyn');
}

/** The names that the values of a member add. */
export function memberValueNames({ values }: Pick<BurstRequest, 'values'>): Names {
  return namesAs(Object.keys(values ?? {}), 'dyn');
}

function typeOf(value: Json): NameType {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (isList(value)) return 'list';
  return isMap(value) ? { fields: valueNames(value) } : 'dyn';
}

/** The columns of a data source are the fields of its name; they keep a type that all rows agree on. */
function rowNames(rows: LoadedScenario['rows']): Names {
  return Object.fromEntries(
    Object.entries(rows).map(([name, list]) => {
      // Nobody knows the columns of a file that could not be read.
      if (list.length === 0) return [name, 'dyn'];
      const columns = [...new Set(list.slice(0, 1000).flatMap((row) => Object.keys(row)))];
      return [name, { fields: namesAs(columns, 'dyn') }];
    }),
  );
}

function namesAs(names: readonly string[], type: NameType): Names {
  return Object.fromEntries(names.map((name) => [name, type]));
}
