import { z } from 'zod';
import type { JudgeInput } from '../analysis/index.ts';
import { checkers } from '../invariants/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { type ScenarioRecord, scenarioRecord } from './scenario-record.ts';

const text = z.string();
const invariant = z.looseObject({
  name: text,
  message: text.optional(),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a table with at least one key
  kind: z.enum(Object.keys(checkers) as [string, ...string[]]),
  spec: z.unknown(),
});

/** What `judge` relies on; everything else it takes as it comes. */
const facts = z.looseObject({
  name: text,
  file: text,
  target: text,
  seed: z.number(),
  roundsPlanned: z.number(),
  windowNs: z.number(),
  members: z.number(),
  sync: text,
  wire: z.array(text),
  replay: text,
  invariants: z.array(invariant),
  places: z.array(z.looseObject({ line: z.int(), column: z.int() })).optional(),
  repositoryFile: text.optional(),
  outcomes: z.array(text),
  traceUrl: text.optional(),
});

/** The facts of a recorded scenario. Throws `RacehoundError` (usage) for those of a file that was changed, or of another version. */
export function recordedFacts(recorded: unknown, where: string): JudgeInput {
  return parsed(facts, recorded, where) as unknown as JudgeInput;
}

/** What was recorded besides. Throws as `recordedFacts` does. */
export function recordedScenario(recorded: unknown, where: string): ScenarioRecord {
  return parsed(scenarioRecord, recorded, where);
}

function parsed<Output>(schema: z.ZodType<Output>, recorded: unknown, where: string): Output {
  const { success, data, error } = schema.safeParse(recorded);
  if (success) return data;
  const [issue] = error.issues;
  throw new RacehoundError('usage', [
    {
      code: 'RH407',
      title: `${where}: not a scenario of this version: ${issue?.path.join('.')}: ${issue?.message.toLowerCase()}`,
      help: 'run the scenario again',
    },
  ]);
}
