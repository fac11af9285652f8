import { z } from 'zod';
import { labCertificate } from './certificate.ts';
import { startChild } from './child-process.ts';

/** Bytes that the recorder read from a connection (`in`), or answered on it (`out`). */
const passage = z.object({
  connection: z.int(),
  direction: z.enum(['in', 'out']),
  /** Of `process.hrtime`, nanoseconds: all processes of a machine share it. */
  atNs: z.number(),
  bytes: z.int(),
});
export type Passage = z.output<typeof passage>;

/** A server in a process of its own that notes when bytes reach it, and answers every request. */
export interface Recorder {
  readonly url: string;
  /** PEM text of the certificate to trust, with TLS. */
  readonly certificate?: string;
  /** What passed since the last call, in order. */
  passages(): Promise<readonly Passage[]>;
  stop(): Promise<void>;
}

/** Starts a recorder on free loopback ports. */
export async function startRecorder({ tls, http2 }: { tls: boolean; http2: boolean }): Promise<Recorder> {
  const certificate = tls ? await labCertificate() : undefined;
  const wire = { http2, ...(certificate && { tls: certificate }) };
  const child = await startChild<{ port: number; controlPort: number }>('./recorder-process.js', wire);
  const { port, controlPort } = child.ready;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    ...(certificate && { certificate: certificate.cert }),
    async passages() {
      const answer = await fetch(`http://127.0.0.1:${controlPort}/`);
      return z.array(passage).parse(await answer.json());
    },
    stop: () => child.stop(),
  };
}
