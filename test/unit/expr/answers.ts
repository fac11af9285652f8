import type { Answer } from '../../../src/history/operation.ts';

/** A full answer. */
export function answer(status: number, body = '', headers: Answer['headers'] = []): Answer {
  return { status, headers, body, bodyBytes: Buffer.byteLength(body) };
}
