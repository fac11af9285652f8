import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { gateSocket } from '../../../src/transports/gate.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Two ends of a real connection, and what has arrived at the far one. */
async function connection(): Promise<{ near: Socket; received: () => string }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const near = connect(address.port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  let text = '';
  far.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  cleanups.push(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return { near, received: () => text };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 1));
}

describe('the gate', () => {
  it('holds exactly the last byte, however the bytes were split over writes, and releases it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 5 }),
        async (chunks) => {
          const { near, received } = await connection();
          const gate = gateSocket(near);
          const whole = chunks.join('');
          gate.arm();
          for (const chunk of chunks) near.write(chunk, 'latin1');
          await until(() => gate.isStaged() && received().length >= whole.length - 1);
          await new Promise((done) => setTimeout(done, 2));
          expect(received()).toBe(whole.slice(0, -1));
          expect(gate.release()).toBe(true);
          await until(() => received().length === whole.length);
          expect(received()).toBe(whole);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('passes everything on while it is not armed', async () => {
    const { near, received } = await connection();
    const gate = gateSocket(near);
    near.write(Buffer.from('hello'));
    await until(() => received() === 'hello');
    expect(gate.release()).toBe(false);
  });
});
