export type { Checker, CheckResult, References, Visibility } from './checker.ts';
export { type CheckerKind, checkers } from './checkers.ts';
export { type InvariantSpec, invariant } from './invariant.ts';
export { ifNever, judgeRound, references } from './judge-round.ts';
export { entryNames, operationNames, type RoundShape, roundNames } from './names.ts';
