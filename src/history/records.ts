import { z } from 'zod';
import type { Json } from '../support/json.ts';
import { parseJson, stringifyJson } from '../support/lossless-json.ts';
import { connectionUses, methods, protocols } from './delivery.ts';
import type { RoundHistory } from './history.ts';
import { fromDifferences, toDifferences } from './request-differences.ts';

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
  | { readonly record: 'scenario'; readonly scenario: number; readonly facts: unknown }
  | ({ readonly record: 'round'; readonly scenario: number } & RoundHistory)
  | {
      readonly record: 'scenario-end';
      readonly scenario: number;
      readonly requests: number;
      readonly durationMs: number;
      readonly interrupted: boolean;
      readonly untestable?: string;
      readonly cutShort?: string;
    }
  | { readonly record: 'end'; readonly interrupted: boolean; readonly durationMs: number };

/** A line as it was read, or why it could not be: the last one of a run that was cut off, or one of another version. */
export type ReadLine =
  | { readonly line: number; readonly record: HistoryRecord }
  | { readonly line: number; readonly problem: string };

const instant = z.number().optional();
const method = z.string().regex(/^[A-Z]+$/);
const sent = z.looseObject({
  method,
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string().optional(),
  bodyEncoding: z.literal('latin1').optional(),
  bodyBytes: z.number(),
});
const difference = z.looseObject({
  like: z.int().min(0),
  method: method.optional(),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
});
/** Captures of a step become variables of a script. */
const captured = z.record(z.string().regex(/^\w+$/), z.unknown());
const operation = z.looseObject({
  member: z.int(),
  sent: difference.optional(),
  traceId: z
    .string()
    .regex(/^[\da-f]{32}$/)
    .optional(),
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
    startedAt: z.iso.datetime(),
    seed: z.number(),
  }),
  z.looseObject({ record: z.literal('scenario'), scenario, facts: z.record(z.string(), z.unknown()) }),
  z.looseObject({
    record: z.literal('round'),
    scenario,
    round: z.int(),
    kind: z.enum(['baseline', 'race']),
    startedAtNs: z.number(),
    prepared: z.array(z.looseObject({ place: z.int(), name: z.string(), sent, status: z.int(), captured })).optional(),
    set: z.array(z.looseObject({ place: z.int(), name: z.string(), captured })).optional(),
    requests: z.array(sent).optional(),
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
  return stringifyJson(record.record === 'round' ? { ...record, ...toDifferences(record.operations) } : record);
}

/** Reads what is readable; a line that was cut off in mid-write costs only itself. */
export function* decodeRecords(lines: Iterable<string>): Generator<ReadLine> {
  let line = 0;
  for (const text of lines) {
    line += 1;
    if (text.trim() !== '') yield { line, ...decodeRecord(text) };
  }
}

function decodeRecord(text: string): { readonly record: HistoryRecord } | { readonly problem: string } {
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return { problem: 'cut off, or not JSON' };
  }
  const shape = shapes.safeParse(value);
  if (!shape.success) {
    const [issue] = shape.error.issues;
    return { problem: `not a record of this version: ${issue?.path.join('.')} ${issue?.message}` };
  }
  // The shapes check what readers rely on; the types say more.
  const record = value as unknown as HistoryRecord & Partial<WrittenRequests>;
  if (record.record !== 'round') return { record };
  const { requests, ...round } = record;
  const operations = fromDifferences(requests ?? [], round.operations);
  return operations === undefined
    ? { problem: 'not a record of this version: an operation is like a request that is not there' }
    : { record: { ...round, operations } };
}

/** A round as it is written. */
type WrittenRequests = ReturnType<typeof toDifferences>;
