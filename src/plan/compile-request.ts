import { type CaptureRule, type CaptureSpelling, captureRule } from '../expr/capture.ts';
import type { AuthTemplate, Base, BodyTemplate, RequestTemplate } from '../expr/request-template.ts';
import { type Template, templateOf } from '../expr/template.ts';
import type { LoadedScenario } from '../scenario/loaded-scenario.ts';
import type { BurstRequest, Step } from '../scenario/schema.ts';

const defaultTimeoutMs = 10_000;

type RequestKeys = Pick<
  Step | BurstRequest,
  'headers' | 'query' | 'cookies' | 'json' | 'form' | 'body' | 'auth' | 'timeout'
>;
type Scalar = string | number | boolean;

/** Turns a request line and the keys beside it into a template, with the project's defaults where the scenario is silent. */
export function compileRequest(
  loaded: LoadedScenario,
  line: string,
  keys: RequestKeys,
  instance: string | undefined,
): RequestTemplate {
  const space = line.indexOf(' ');
  const { defaults } = loaded.project;
  const body = compileBody(loaded, keys);
  return {
    method: line.slice(0, space),
    base: baseOf(loaded, instance),
    path: templateOf(line.slice(space + 1).trim()),
    headers: compileHeaders(defaults.headers, keys.headers ?? {}),
    query: Object.entries(keys.query ?? {}).flatMap(([name, values]) =>
      [values].flat().map((value) => [name, scalar(value)] as const),
    ),
    cookies: pairs(keys.cookies),
    ...(body !== undefined && { body }),
    ...(keys.auth !== undefined && { auth: compileAuth(keys.auth) }),
    timeoutMs: keys.timeout ?? defaults.timeout ?? defaultTimeoutMs,
  };
}

function baseOf({ target, instances }: LoadedScenario, instance: string | undefined): Base {
  return (instance === undefined ? undefined : instances[instance]) ?? { url: target };
}

function compileHeaders(
  defaults: Readonly<Record<string, string>>,
  own: Readonly<Record<string, Scalar>>,
): RequestTemplate['headers'] {
  const given = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const kept = Object.entries(defaults).filter(([name]) => !given.has(name.toLowerCase()));
  return [...pairs(Object.fromEntries(kept)), ...pairs(own)];
}

function compileBody({ bodies }: LoadedScenario, { json, form, body }: RequestKeys): BodyTemplate | undefined {
  if (json !== undefined) return { kind: 'json', value: json };
  if (form !== undefined) return { kind: 'form', fields: pairs(form) };
  if (body === undefined) return undefined;
  if (typeof body === 'string') return { kind: 'text', text: templateOf(body) };
  return { kind: 'bytes', bytes: bodies[body.file] ?? new Uint8Array() };
}

function compileAuth(auth: NonNullable<RequestKeys['auth']>): AuthTemplate {
  if ('bearer' in auth) return { kind: 'bearer', token: templateOf(auth.bearer) };
  return { kind: 'basic', username: templateOf(auth.basic.username), password: templateOf(auth.basic.password) };
}

function pairs(values: Readonly<Record<string, Scalar>> | undefined): readonly (readonly [string, Template])[] {
  return Object.entries(values ?? {}).map(([name, value]) => [name, scalar(value)] as const);
}

function scalar(value: Scalar): Template {
  return templateOf(String(value));
}

export function compileCaptures(
  capture: Readonly<Record<string, CaptureSpelling>> | undefined,
): readonly CaptureRule[] {
  return Object.entries(capture ?? {}).map(([name, spelling]) => captureRule(name, spelling));
}
