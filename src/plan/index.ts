export { compilePlan, type PlanOptions } from './compile.ts';
export type * from './plan.ts';
export { planRound } from './plan-round.ts';
