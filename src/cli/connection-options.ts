import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from '../transports/transport.ts';
import type { RunOptions } from './options.ts';

const connectTimeoutMs = 5_000;
const maxBodyBytes = 64 * 1024;

/** How a run connects to whatever it tests. */
export function connectionOptions({ insecure, cacert }: Pick<RunOptions, 'insecure' | 'cacert'>): ConnectionOptions {
  return {
    insecure,
    connectTimeoutMs,
    maxBodyBytes,
    ...(cacert !== undefined && { ca: readFileSync(cacert, 'utf8') }),
  };
}
