import type { Answer } from '../history/operation.ts';
import type { Json } from '../support/json.ts';
import { parseJson } from '../support/lossless-json.ts';

/** The body of an answer as JSON, or why it is none. */
export type JsonBody = { readonly value: Json } | { readonly problem: string };

const parsed = new WeakMap<Answer, JsonBody>();

/** Parsed once for each answer, however many captures and outcomes look at it. */
export function jsonBody(answer: Answer): JsonBody {
  const known = parsed.get(answer);
  if (known !== undefined) return known;
  const body = parseBody(answer);
  parsed.set(answer, body);
  return body;
}

function parseBody(answer: Answer): JsonBody {
  const problem = whyNotWhole(answer);
  if (problem !== undefined) return { problem };
  try {
    return { value: parseJson(answer.body) };
  } catch {
    return { problem: answer.body.trim() === '' ? 'the body is empty' : 'the body is not JSON' };
  }
}

/** A part of a body may look like another body: `12` of `123`. */
export function whyNotWhole({ body, bodyCut, bodyBytes }: Answer): string | undefined {
  if (bodyCut !== true) return undefined;
  const keptBytes = Buffer.byteLength(body);
  return keptBytes < bodyBytes
    ? `the body is not whole: only ${keptBytes} of its ${bodyBytes} bytes were kept`
    : `the body is not whole: it ended after ${bodyBytes} bytes`;
}

/** The value of a header, several of one name joined as RFC 9110, section 5.3, has it. */
export function headerOf({ headers }: Answer, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([header]) => header === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** The value that an answer gives to a cookie, just as it must be sent back. The last one set counts, as in a browser. */
export function cookieOf({ headers }: Answer, name: string): string | undefined {
  const set = headers.findLast(
    ([header, value]) => header === 'set-cookie' && value.trimStart().startsWith(`${name}=`),
  );
  return set?.[1]
    .trimStart()
    .slice(name.length + 1)
    .split(';')[0]
    ?.trim();
}
