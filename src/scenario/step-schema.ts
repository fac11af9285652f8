import { z } from 'zod';
import { connectionUses, methods } from '../history/delivery.ts';
import {
  captures,
  duration,
  jsonTemplate,
  matcher,
  name,
  requestKeys,
  requestLine,
  template,
} from './request-schema.ts';

const count = z.union([z.int().min(1), template]);

/** A step around the burst. */
export const step = z
  .strictObject({
    name: z
      .string()
      .optional()
      .meta({ description: 'what the step does, for errors and reports', examples: ['put one ticket on sale'] }),
    if: z
      .string()
      .optional()
      .meta({ description: 'expression; the step is skipped when it is false', examples: ['round == 1'] }),
    sleep: duration.optional().meta({ description: 'waits instead of sending a request', examples: ['200ms'] }),
    set: z
      .record(name, jsonTemplate)
      .optional()
      .meta({
        description:
          'gives values names instead of sending a request: everything after it sees the same ones, all members too; drawn anew in every round and run',
        examples: [{ order: '{{ uuid() }}' }],
      }),
    request: requestLine.optional(),
    ...requestKeys,
    expect: matcher.optional().meta({
      description: 'what the answer must look like; default: a status below 400',
      examples: [{ status: 201 }],
    }),
    capture: captures,
    retry: z
      .strictObject({
        every: duration.meta({ description: 'pause between two tries', examples: ['100ms'] }),
        for: duration.meta({ description: 'gives up after this long', examples: ['5s'] }),
      })
      .optional()
      .meta({
        description: 'tries again until `expect` and every capture are met',
        examples: [{ every: '100ms', for: '5s' }],
      }),
  })
  .meta({ id: 'step', description: 'a request or a pause before, after or around the burst' });

const burstRequest = z.strictObject({
  name: name.meta({ description: 'how outcomes and invariants refer to it', examples: ['buy'] }),
  count: count.default(1).meta({ description: 'how many members send it', examples: [20] }),
  values: z
    .record(name, jsonTemplate)
    .optional()
    .meta({
      description:
        'values of each member, by name: for its own {{ }}, and for invariants, which so know what was sent even when no answer came',
      examples: [{ key: '{{ uuid() }}', amount: 10 }],
    }),
  request: requestLine,
  ...requestKeys,
  at: duration.prefault('0ms').meta({ description: 'shifts it from the release', examples: ['5ms'] }),
  every: duration
    .optional()
    .meta({ description: 'with `for`: repeats it, one member for each time', examples: ['10ms'] }),
  for: duration.optional().meta({ description: 'how long `every` goes on', examples: ['500ms'] }),
  capture: captures,
});

/** The synchronised group of requests. */
export const burst = z.strictObject({
  window: duration
    .prefault('3ms')
    .meta({ description: 'a wider measured spread makes the round inconclusive', examples: ['1ms'] }),
  sync: z
    .enum(['auto', ...methods])
    .default('auto')
    .meta({
      description:
        'how the members are held back; auto rotates through what the target can take, and prefers what collides best',
      examples: ['auto'],
    }),
  connections: z
    .enum(connectionUses)
    .default('warm')
    .meta({
      description:
        'warm: kept from round to round and used once before; cold: new in every round; shared: as few as possible, as one client would have',
      examples: ['warm'],
    }),
  settle: duration.prefault('20ms').meta({
    description: 'quiet time between the last answer and the final observation',
    examples: ['100ms'],
  }),
  requests: z
    .array(burstRequest)
    .min(1)
    .meta({
      description: 'what the members send; several may differ',
      examples: [[{ name: 'buy', count: 20, request: 'POST /orders' }]],
    }),
});
