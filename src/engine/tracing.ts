import { createHash } from 'node:crypto';
import type { HttpRequest } from '../history/request.ts';

/** Marks the requests of one scenario of one run, so that they can be found in any tracing or log system. */
export interface Tracing {
  member(round: number, member: number): TraceMark;
  /** `place`: such as `prepare.0`. */
  step(round: number, place: string): TraceMark;
}

export interface TraceMark {
  /** 32 hexadecimal digits: one trace for each request. */
  readonly traceId: string;
  readonly headers: HttpRequest['headers'];
}

/** Trace ids of Racehound begin with it: in hexadecimal digits nothing comes nearer to "race". */
export const tracePrefix = '7ace';

/**
 * W3C Trace Context, level 1: version 00, sampled. All traces of a run share their first 16 digits (the prefix, and 12 digits of
 * the run); the other 16 look random, since samplers decide by them. `run` is the only thing that makes ids unique: it must be.
 */
export function createTracing(run: string, scenario: number): Tracing {
  const ofRun = tracePrefix + digest(run).slice(0, 12);
  const mark = (round: number, place: string, header: readonly [name: string, value: string]): TraceMark => {
    const own = digest(`${run} ${scenario} ${round} ${place}`);
    const traceId = ofRun + own.slice(0, 16);
    return {
      traceId,
      headers: [
        ['traceparent', `00-${traceId}-${own.slice(16, 32)}-01`],
        ['x-racehound-run', run],
        ['x-racehound-round', String(round)],
        header,
      ],
    };
  };
  return {
    member: (round, member) => mark(round, `member.${member}`, ['x-racehound-member', String(member)]),
    step: (round, place) => mark(round, place, ['x-racehound-step', place]),
  };
}

/** The request with the headers of its mark; those that the user wrote win. */
export function marked(request: HttpRequest, mark: TraceMark | undefined): HttpRequest {
  if (mark === undefined) return request;
  const given = new Set(request.headers.map(([name]) => name.toLowerCase()));
  return { ...request, headers: [...request.headers, ...mark.headers.filter(([name]) => !given.has(name))] };
}

/** The trace that a request belongs to, whoever named it. */
export function traceIdOf({ headers }: HttpRequest): string | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'traceparent')?.[1] ?? '';
  return /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/.exec(value)?.[1];
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
