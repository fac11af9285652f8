import { readFileSync } from 'node:fs';
import { RacehoundError } from '../support/diagnostic.ts';
import { messageOf } from '../support/message-of.ts';
import type { ConnectionOptions } from '../transports/transport.ts';

const connectTimeoutMs = 5_000;

/** How the tool connects to whatever it looks at or tests. Throws `RacehoundError` (usage) when `cacert` can't be read. */
export function connectionOptions(
  { insecure, cacert }: { readonly insecure: boolean; readonly cacert?: string },
  maxBodyBytes = 64 * 1024,
): ConnectionOptions {
  return { insecure, connectTimeoutMs, maxBodyBytes, ...(cacert !== undefined && { ca: authorities(cacert) }) };
}

function authorities(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new RacehoundError('usage', [
      {
        code: 'RH503',
        title: `--cacert ${file}: ${messageOf(error).split(',')[0]}`,
        help: 'name a PEM file with the authorities to trust',
      },
    ]);
  }
}
