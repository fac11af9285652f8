import { Environment } from '@marcbachmann/cel-js';
import { registerFunctions, registerGenerators } from './cel-functions.ts';
import type { Names, NameType } from './names.ts';

interface EnvironmentOptions {
  readonly undeclaredNames: boolean;
  /** `uuid()`, `int(a, b)` and `now()` exist. */
  readonly generators: boolean;
}

/** CEL with optional types, lists and maps of mixed values as in JSON, and what scenarios need besides. */
function createEnvironment({ undeclaredNames, generators }: EnvironmentOptions): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: undeclaredNames,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: { maxAstNodes: 2000, maxDepth: 32, maxListElements: 500, maxMapEntries: 200, maxCallArguments: 16 },
  });
  registerMixedOperators(environment);
  registerFunctions(environment);
  if (generators) registerGenerators(environment);
  return environment;
}

type Calculation = (left: number, right: number) => number;
const arithmetic: Readonly<Record<string, Calculation>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** JSON does not tell 5 from 5.0, so whole numbers and fractions must meet; cel-js brings `<` and its kin for them already. */
function registerMixedOperators(environment: Environment): void {
  for (const [operator, apply] of Object.entries(arithmetic)) {
    const mixed = (left: number | bigint, right: number | bigint) => apply(Number(left), Number(right));
    environment.registerOperator(`int ${operator} double: double`, mixed);
    environment.registerOperator(`double ${operator} int: double`, mixed);
  }
  environment.registerOperator('double % double: double', (left: number, right: number) => left % right);
  // JavaScript compares a bigint with a number by their exact mathematical values. The other order and `!=` follow.
  // oxlint-disable-next-line eqeqeq
  environment.registerOperator('int == double', (left: number | bigint, right: number | bigint) => left == right);
}

/** Finds any name in the values that it is given; `evaluate` relies on the check that came before. */
export const evaluating = createEnvironment({ undeclaredNames: true, generators: true });

const strict = createEnvironment({ undeclaredNames: false, generators: false });
const generating = createEnvironment({ undeclaredNames: false, generators: true });

/**
 * An environment that knows just `names`. Those that CEL keeps for itself can't be declared: what the parser refuses anyway is
 * passed over, `taken` are the others (`type`, `list` ...), which would be something else than the user means.
 */
export function environmentWith(
  names: Names,
  { generators }: Pick<EnvironmentOptions, 'generators'>,
): { readonly environment: Environment; readonly taken: readonly string[] } {
  const environment = (generators ? generating : strict).clone();
  const taken = Object.keys(names).filter((name) => environment.hasVariable(name));
  for (const [name, type] of Object.entries(names)) {
    if (reservedWords.has(name) || taken.includes(name)) continue;
    if (typeof type === 'string') environment.registerVariable(name, type);
    else environment.registerVariable({ name, schema: schemaOf(type.fields) });
  }
  return { environment, taken };
}

/** https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax, and two that cel-js adds. */
const reservedWords = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'
    .split(' ')
    .concat('__proto__', 'prototype'),
);

interface CelSchema {
  readonly [field: string]: string | CelSchema;
}

function schemaOf(fields: Readonly<Record<string, NameType>>): CelSchema {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([field, type]) => [field, typeof type === 'string' ? type : schemaOf(type.fields)]),
  );
}
