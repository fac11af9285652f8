import { z } from 'zod';
import { durationExpected, durationMs, durationPattern } from '../support/duration.ts';

/** A duration such as `200ms`; read as milliseconds. */
export const duration = z
  .string()
  .regex(durationPattern, durationExpected)
  .transform((text) => durationMs(text) ?? 0)
  .meta({ description: 'a number and a unit: us, ms, s or m', examples: ['200ms'] });

/** A name that expressions can use. */
export const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected a name of letters, digits and underscores that expressions can use');

/** Text that may hold `{{ }}`. */
export const template = z.string();

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Any JSON value whose strings may hold `{{ }}`. */
export const jsonTemplate: z.ZodType<JsonTemplate, JsonTemplate> = z
  .lazy(() => z.union([z.null(), scalar, z.bigint(), z.array(jsonTemplate), z.record(z.string(), jsonTemplate)]))
  .meta({ id: 'json' });
export type JsonTemplate =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonTemplate[]
  | { readonly [key: string]: JsonTemplate };

/** `POST /events/{{ event }}`: a method and a path or URL. */
export const requestLine = z
  .string()
  .regex(/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S.*$/, {
    error: ({ input }) =>
      /^[A-Za-z]+ \S/.test(String(input))
        ? 'expected GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS as the method'
        : 'expected a method, one space, and a path or URL, such as POST /orders',
  })
  .meta({
    description:
      'HTTP request line: method and path (or whole URL); values in the path are percent-encoded, slashes too, but for one that it begins with',
    examples: ['POST /events/{{ event }}/purchases'],
  });

const auth = z.union([
  z.strictObject({
    bearer: template.meta({ description: 'token for Authorization: Bearer', examples: ['{{ secrets.token }}'] }),
  }),
  z.strictObject({
    basic: z
      .strictObject({
        username: template.meta({ description: 'user name for Authorization: Basic', examples: ['alice'] }),
        password: template.meta({
          description: 'password for Authorization: Basic',
          examples: ['{{ secrets.password }}'],
        }),
      })
      .meta({
        description: 'user name and password',
        examples: [{ username: 'alice', password: '{{ secrets.password }}' }],
      }),
  }),
]);

/** The keys beside `request:`, alike in steps and in the members of a burst. */
export const requestKeys = {
  headers: z
    .record(z.string(), scalar)
    .optional()
    .meta({ description: 'request headers', examples: [{ 'if-match': '{{ version }}' }] }),
  query: z
    .record(z.string(), z.union([scalar, z.array(scalar)]))
    .optional()
    .meta({ description: 'query parameters, added to those of the path', examples: [{ page: 1 }] }),
  cookies: z
    .record(z.string(), scalar)
    .optional()
    .meta({ description: 'cookies, sent in one Cookie header', examples: [{ session: '{{ buyer.session }}' }] }),
  json: jsonTemplate
    .optional()
    .meta({ description: 'JSON body; a value that is one lone {{ x }} keeps its type', examples: [{ amount: 1 }] }),
  form: z
    .record(z.string(), scalar)
    .optional()
    .meta({ description: 'form body (application/x-www-form-urlencoded)', examples: [{ code: 'SAVE10' }] }),
  body: z
    .union([
      template,
      z.strictObject({
        file: z.string().meta({ description: 'path beside the scenario file', examples: ['order.xml'] }),
      }),
    ])
    .optional()
    .meta({ description: 'body as text, or { file }', examples: ['raw text'] }),
  auth: auth
    .optional()
    .meta({ description: 'credentials: bearer or basic', examples: [{ bearer: '{{ secrets.token }}' }] }),
  timeout: duration.optional().meta({
    description: 'from sending (in a burst: from the release) to the last byte of the answer; default 10s',
    examples: ['5s'],
  }),
  instance: z
    .string()
    .optional()
    .meta({ description: 'name of an instance; in a burst also `each`', examples: ['a'] }),
} as const;

const statusPattern = z.union([
  z.int().min(100).max(599),
  z.string().regex(/^[1-5]xx$/, 'expected a status such as 201, or a class such as 2xx'),
]);

const pattern = z.strictObject({
  regex: z.string().meta({ description: 'regular expression (RE2) that is found in it', examples: ['^W/'] }),
});

/** What an answer must look like: every key that is given must match. */
export const matcherKeys = {
  status: z
    .union([statusPattern, z.array(statusPattern).min(1)])
    .optional()
    .meta({ description: 'status, class of status, or a list', examples: [[409, 410]] }),
  headers: z
    .record(z.string(), z.union([z.string(), pattern]))
    .optional()
    .meta({ description: 'header values, whole or as { regex }', examples: [{ 'x-cache': 'HIT' }] }),
  json: z
    .record(z.string(), jsonTemplate)
    .optional()
    .meta({ description: 'JSONPath to the value that it must have', examples: [{ '$.state': 'sold' }] }),
  body: z
    .union([z.string(), pattern])
    .optional()
    .meta({ description: 'text that the body contains, or { regex }', examples: ['sold out'] }),
} as const;
export const matcher = z.strictObject(matcherKeys);

const captureOptions = {
  optional: z
    .boolean()
    .optional()
    .meta({ description: 'absence is no error', examples: [true] }),
  secret: z
    .boolean()
    .optional()
    .meta({
      description: 'the value never appears in an output; true for cookies and what is named like a credential',
      examples: [true],
    }),
} as const;

const jsonpath = z.string().meta({ description: 'JSONPath (RFC 9535) into the body', examples: ['$.id'] });
const header = z.string().meta({ description: 'value of this header', examples: ['etag'] });
const cookie = z.string().meta({ description: 'value of this cookie, as the answer sets it', examples: ['session'] });
const regex = z.string().meta({
  description: 'regular expression (RE2) on the body: its first group, or the whole match',
  examples: ['ticket ([0-9]+)'],
});
const status = z.literal(true).meta({ description: 'the status', examples: [true] });
const wholeBody = z.literal(true).meta({ description: 'the whole body as text', examples: [true] });

/** Where a value is taken from an answer. A bare string is a JSONPath (RFC 9535). */
export const captureSpec = z.union([
  z.string(),
  z.strictObject({ jsonpath, ...captureOptions }),
  z.strictObject({ header, ...captureOptions }),
  z.strictObject({ cookie, ...captureOptions }),
  z.strictObject({ regex, ...captureOptions }),
  z.strictObject({ status, ...captureOptions }),
  z.strictObject({ body: wholeBody, ...captureOptions }),
]);

export const captures = z
  .record(name, captureSpec)
  .optional()
  .meta({ description: 'values to keep from the answer, by name', examples: [{ id: '$.id' }] });

export type CaptureSpec = z.output<typeof captureSpec>;
export type Matcher = z.output<typeof matcher>;
