import { z } from 'zod';
import { invariant } from '../invariants/index.ts';
import { duration, jsonTemplate, matcherKeys, name, template } from './request-schema.ts';
import { burst, step } from './step-schema.ts';

const outcome = z.strictObject({
  request: z
    .string()
    .optional()
    .meta({ description: 'only for answers to this request of the burst', examples: ['buy'] }),
  ...matcherKeys,
  effect: z
    .enum(['ok', 'fail', 'info'])
    .optional()
    .meta({
      description:
        'did it take effect: ok (surely), fail (surely not), info (nobody knows); default by status: 2xx and 3xx ok, 408 and 5xx info, other 4xx fail',
      examples: ['fail'],
    }),
});

const instance = z.union([
  template,
  z.strictObject({
    url: template.meta({ description: 'URL that the instance is told', examples: ['https://app.staging.example.com'] }),
    connectTo: template.optional().meta({ description: 'host:port to dial instead', examples: ['10.0.0.13:8443'] }),
  }),
]);

const data = z.strictObject({
  file: z
    .string()
    .optional()
    .meta({ description: 'CSV file beside the scenario, with a header line', examples: ['buyers.csv'] }),
  rows: z
    .array(z.record(name, jsonTemplate))
    .min(1)
    .optional()
    .meta({ description: 'the rows themselves', examples: [[{ id: 1 }, { id: 2 }]] }),
  pick: z
    .enum(['unique', 'same', 'random', 'in-order'])
    .default('unique')
    .meta({
      description:
        'which row a member gets: unique (no row twice in a burst), same (one row for all), random, in-order',
      examples: ['unique'],
    }),
});

const secret = z.union([
  z.strictObject({
    env: z.string().meta({ description: 'environment variable that holds it', examples: ['ADMIN_TOKEN'] }),
  }),
  z.strictObject({
    file: z.string().meta({ description: 'file beside the scenario that holds it', examples: ['token.txt'] }),
  }),
]);

const tracing = z.boolean().optional();
const traceUrl = z
  .string()
  .regex(/^https?:\/\/.*\{traceId\}/, 'expected an http or https URL with {traceId} in it')
  .optional();

const variables = z.record(name, jsonTemplate).default({});

/** The whole scenario file: the one source of the types, the validation, the JSON Schema and the reference page. */
export const scenarioSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .meta({ description: 'one sentence that says what must be true', examples: ['the last ticket is sold once'] }),
  description: z
    .string()
    .optional()
    .meta({ description: 'the bug that it hunts', examples: ['check-then-act on the stock'] }),
  tags: z
    .array(z.string())
    .default([])
    .meta({ description: 'for --tag', examples: [['smoke']] }),
  target: template.optional().meta({ description: 'base URL under test', examples: ['http://127.0.0.1:4100'] }),
  instances: z
    .record(name, instance)
    .default({})
    .meta({ description: 'replicas of one service', examples: [{ a: 'http://127.0.0.1:4101' }] }),
  rounds: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'how often the burst is fired; default 60', examples: [50] }),
  baseline: z
    .boolean()
    .default(true)
    .meta({ description: 'first the same members one at a time, to tell a plain bug from a race', examples: [true] }),
  variables: variables.meta({ description: 'values by name; --var overrides them', examples: [{ buyers: 20 }] }),
  secrets: z
    .record(name, secret)
    .default({})
    .meta({ description: 'values that never appear in an output', examples: [{ token: { env: 'TOKEN' } }] }),
  data: z
    .record(name, data)
    .default({})
    .meta({ description: 'rows, one for each member', examples: [{ buyer: { file: 'buyers.csv' } }] }),
  setup: z
    .array(step)
    .default([])
    .meta({ description: 'steps that run once, before all rounds', examples: [[{ request: 'POST /reset' }]] }),
  prepare: z
    .array(step)
    .default([])
    .meta({
      description: 'steps before every round, not timed',
      examples: [[{ request: 'POST /events', capture: { event: '$.id' } }]],
    }),
  observe: z
    .array(step)
    .default([])
    .meta({
      description: 'reads the state before the burst (initial.*) and after it (final.*)',
      examples: [[{ request: 'GET /stock', capture: { stock: '$.left' } }]],
    }),
  burst: burst.meta({
    description: 'the synchronised group of requests',
    examples: [{ requests: [{ name: 'buy', count: 20, request: 'POST /orders' }] }],
  }),
  outcomes: z
    .record(name, outcome)
    .optional()
    .meta({
      description: 'names for kinds of answers, first match wins; default ok (2xx) and refused (4xx)',
      examples: [{ sold: { status: 201 } }],
    }),
  invariants: z
    .array(invariant)
    .min(1)
    .meta({
      description: 'what must still be true',
      examples: [[{ name: 'one winner', count: { of: 'ok', exactly: 1 } }]],
    }),
  tracing: tracing.meta({
    description: 'every request carries traceparent and x-racehound-* headers; false leaves them out; default true',
    examples: [false],
  }),
  traceUrl: traceUrl.meta({
    description: 'where a trace can be looked at; {traceId} stands for its id',
    examples: ['https://tracing.example.com/trace/{traceId}'],
  }),
  teardown: z
    .array(step)
    .default([])
    .meta({
      description: 'steps that run once at the end, whatever happened, each also when one before it failed',
      examples: [[{ request: 'DELETE /events' }]],
    }),
});

const environment = z.strictObject({
  target: template
    .optional()
    .meta({ description: 'base URL in this environment', examples: ['https://staging.example.com'] }),
  instances: z
    .record(name, instance)
    .optional()
    .meta({ description: 'instances in this environment', examples: [{ a: 'https://a.staging.example.com' }] }),
  variables: variables.meta({ description: 'values in this environment', examples: [{ buyers: 50 }] }),
});

/** `racehound.yaml`: what the scenario files beside it share. */
export const projectSchema = z.strictObject({
  target: template
    .optional()
    .meta({ description: 'base URL for scenarios that name none', examples: ['http://127.0.0.1:4100'] }),
  variables: variables.meta({ description: 'values for all scenarios', examples: [{ buyers: 20 }] }),
  environments: z
    .record(z.string(), environment)
    .default({})
    .meta({
      description: 'profiles for --environment',
      examples: [{ staging: { target: 'https://staging.example.com' } }],
    }),
  guard: z
    .strictObject({
      allowHosts: z
        .array(z.string())
        .default([])
        .meta({
          description: 'hosts that may be tested besides loopback; * stands for any label',
          examples: [['*.staging.example.com']],
        }),
      maxRequests: z
        .int()
        .min(1)
        .optional()
        .meta({
          description:
            'greatest number of requests that one scenario may send, besides the harmless ones (HEAD, OPTIONS) that open connections; default 50000',
          examples: [5000],
        }),
    })
    .prefault({})
    .meta({ description: 'what may be tested, and how much', examples: [{ allowHosts: ['*.staging.example.com'] }] }),
  defaults: z
    .strictObject({
      rounds: z
        .int()
        .min(1)
        .optional()
        .meta({ description: 'rounds of scenarios that name none', examples: [60] }),
      timeout: duration.optional().meta({ description: 'timeout of requests that name none', examples: ['5s'] }),
      headers: z
        .record(z.string(), template)
        .default({})
        .meta({ description: 'headers of every request', examples: [{ accept: 'application/json' }] }),
    })
    .prefault({})
    .meta({ description: 'values for keys that a scenario leaves out', examples: [{ timeout: '5s' }] }),
  tracing: tracing.meta({
    description:
      'every request of the scenarios carries traceparent and x-racehound-* headers; false leaves them out; default true',
    examples: [false],
  }),
  traceUrl: traceUrl.meta({
    description: 'where a trace of any of the scenarios can be looked at; {traceId} stands for its id',
    examples: ['https://tracing.example.com/trace/{traceId}'],
  }),
  reporters: z
    .array(z.string())
    .default([])
    .meta({
      description: 'as --reporter; the paths from this file, within the project',
      examples: [['json=report.json']],
    }),
});

/** A scenario as the user wrote it. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
/** A scenario with every default filled in; durations are milliseconds. */
export type Scenario = z.output<typeof scenarioSchema>;
export type Step = Scenario['setup'][number];
export type BurstRequest = Scenario['burst']['requests'][number];
export type OutcomeSpec = NonNullable<Scenario['outcomes']>[string];
export type Project = z.output<typeof projectSchema>;
