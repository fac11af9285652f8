import type { Operation } from './operation.ts';
import type { SentRequest } from './sent-request.ts';

/*
 * The members of a burst send nearly the same, and there may be thousands. A round is written with one request of each shape, and
 * with what is different in every other: a body or a header that they share is written once.
 */

/** What one request has otherwise than the `like`-th of the round's `requests`. */
export interface Difference extends Partial<Pick<SentRequest, 'method' | 'url' | 'connectTo' | 'body' | 'bodyBytes'>> {
  readonly like: number;
  /** Values by the place of the header. */
  readonly headers?: Readonly<Record<string, string>>;
}

type Written = Omit<Operation, 'sent'> & { readonly sent?: Difference };

export function toDifferences(operations: readonly Operation[]): {
  readonly requests: readonly SentRequest[];
  readonly operations: readonly Written[];
} {
  const places = new Map<string, number>();
  const requests: SentRequest[] = [];
  const written = operations.map(({ sent, ...operation }): Written => {
    if (sent === undefined) return operation;
    const shape = shapeOf(sent);
    const like = places.get(shape) ?? requests.length;
    const pattern = requests[like];
    if (pattern !== undefined) return { ...operation, sent: differenceOf(sent, pattern, like) };
    places.set(shape, like);
    requests.push(sent);
    return { ...operation, sent: { like } };
  });
  return { requests, operations: written };
}

/** Undoes `toDifferences`; undefined when a difference refers to a request that is not there. */
export function fromDifferences(
  requests: readonly SentRequest[],
  operations: readonly Written[],
): readonly Operation[] | undefined {
  const whole: Operation[] = [];
  for (const { sent, ...operation } of operations) {
    if (sent === undefined) {
      whole.push(operation);
      continue;
    }
    const { like, headers = {}, ...others } = sent;
    const pattern = requests[like];
    if (pattern === undefined) return undefined;
    const merged = pattern.headers.map(([name, value], place) => [name, headers[place] ?? value] as const);
    whole.push({ ...operation, sent: { ...pattern, ...others, headers: merged } });
  }
  return whole;
}

/** Requests of one shape have the same keys and the same header names in the same order: a difference never takes one away. */
function shapeOf({ headers, body, bodyEncoding, bodyCut, connectTo }: SentRequest): string {
  const present = [body === undefined, bodyCut === undefined, connectTo === undefined];
  return JSON.stringify([headers.map(([name]) => name), bodyEncoding, ...present]);
}

function differenceOf(sent: SentRequest, pattern: SentRequest, like: number): Difference {
  const headers = sent.headers.flatMap(([, value], place) =>
    value === pattern.headers[place]?.[1] ? [] : [[String(place), value] as const],
  );
  return {
    like,
    ...(sent.method !== pattern.method && { method: sent.method }),
    ...(sent.url !== pattern.url && { url: sent.url }),
    ...(sent.connectTo !== pattern.connectTo && sent.connectTo !== undefined && { connectTo: sent.connectTo }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(sent.body !== pattern.body && sent.body !== undefined && { body: sent.body }),
    ...(sent.bodyBytes !== pattern.bodyBytes && { bodyBytes: sent.bodyBytes }),
  };
}
