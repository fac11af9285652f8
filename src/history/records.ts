import { z } from 'zod';
import type { Json } from '../support/json.ts';
import { parseJson, stringifyJson } from '../support/lossless-json.ts';
import { connectionUses, methods, protocols } from './delivery.ts';
import type { RoundHistory } from './history.ts';

/** A line of `history.ndjson`. They come in the order of events: run, then for each scenario itself, its rounds, its end; at last end. */
export type HistoryRecord =
  | {
      readonly record: 'run';
      readonly schemaVersion: 1;
      readonly racehound: string;
      readonly run: string;
      readonly startedAt: string;
      readonly seed: number;
    }
  /** What is needed to judge the rounds again without the scenario file. */
  | { readonly record: 'scenario'; readonly scenario: number; readonly facts: Json }
  | ({ readonly record: 'round'; readonly scenario: number } & RoundHistory)
  | {
      readonly record: 'scenario-end';
      readonly scenario: number;
      readonly requests: number;
      readonly durationMs: number;
      readonly interrupted: boolean;
      readonly untestable?: string;
    }
  | { readonly record: 'end'; readonly interrupted: boolean; readonly durationMs: number };

export interface ReadHistory {
  readonly records: readonly HistoryRecord[];
  /** Lines that could not be read, the last one of a run that was cut off among them. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

const instant = z.number().optional();
const operation = z.looseObject({
  member: z.int(),
  request: z.string(),
  outcome: z.string(),
  effect: z.enum(['ok', 'fail', 'info']),
  limited: z.boolean(),
  offsetNs: z.number(),
  stagedAtNs: instant,
  releasedAtNs: instant,
  firstByteAtNs: instant,
  doneAtNs: instant,
  values: z.record(z.string(), z.unknown()).optional(),
  captures: z.record(z.string(), z.unknown()),
  missing: z.record(z.string(), z.string()),
});
const delivery = z.looseObject({
  method: z.enum(methods),
  protocol: z.enum(protocols),
  hold: z.enum(['headers', 'end']),
  threads: z.int().min(1),
  connections: z.enum(connectionUses),
});
const scenario = z.int().min(0);
const shapes = z.discriminatedUnion('record', [
  z.looseObject({
    record: z.literal('run'),
    schemaVersion: z.literal(1),
    racehound: z.string(),
    run: z.string(),
    startedAt: z.string(),
    seed: z.number(),
  }),
  z.looseObject({ record: z.literal('scenario'), scenario, facts: z.record(z.string(), z.unknown()) }),
  z.looseObject({
    record: z.literal('round'),
    scenario,
    round: z.int(),
    kind: z.enum(['baseline', 'race']),
    startedAtNs: z.number(),
    operations: z.array(operation),
    initial: z.record(z.string(), z.unknown()),
    final: z.record(z.string(), z.unknown()),
    unsettled: z.boolean(),
    delivery: delivery.optional(),
    timing: z.looseObject({ spreadNs: z.number(), earlyAnswers: z.number(), maxInFlight: z.number() }),
  }),
  z.looseObject({
    record: z.literal('scenario-end'),
    scenario,
    requests: z.number(),
    durationMs: z.number(),
    interrupted: z.boolean(),
  }),
  z.looseObject({ record: z.literal('end'), interrupted: z.boolean(), durationMs: z.number() }),
]);

/** One line, without its line break. Whole numbers of any size keep their digits. */
export function encodeRecord(record: HistoryRecord): string {
  return stringifyJson(record);
}

/** Reads what is readable; a line that was cut off in mid-write costs only itself. */
export function decodeRecords(text: string): ReadHistory {
  const records: HistoryRecord[] = [];
  const problems: { line: number; message: string }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const value = parseJson(line);
      const shape = shapes.safeParse(value);
      if (shape.success) records.push(value as unknown as HistoryRecord);
      else
        problems.push({
          line: index + 1,
          message: `not a record of this version: ${shape.error.issues[0]?.path.join('.')} ${shape.error.issues[0]?.message}`,
        });
    } catch {
      problems.push({ line: index + 1, message: 'cut off, or not JSON' });
    }
  }
  return { records, problems };
}
