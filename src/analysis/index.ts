export {
  createJudge,
  type Judge,
  type JudgeInput,
  judgeScenario,
  type HuntTotals,
  type RoundFinding,
} from './judge.ts';
export { createDistribution } from './distribution.ts';
export { latencyLog } from './latency-log.ts';
export { mergeReports } from './merge-reports.ts';
export type * from './round-report.ts';
export type * from './run-report.ts';
export { validity, type Validity } from './validity.ts';
export { mergeVerdicts, type Verdict } from './verdict.ts';
