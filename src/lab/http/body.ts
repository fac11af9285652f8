import type { LabRequestStream } from './wire.ts';
import type { ZodType } from 'zod';
import { HttpError } from './http-error.ts';

const maxBodyBytes = 16 * 1024;

/** The JSON of a request, `undefined` when it has no body. Throws 400 for bad JSON and 413 for a body beyond 16 KiB. */
export async function readJson(request: LabRequestStream): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new HttpError(413, `the body has more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
}

/** The value in the shape that a handler wants, or 400 with what is wrong with it. */
export function valid<T>(schema: ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new HttpError(
    400,
    error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
  );
}
