import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '../../../src/transports/gate.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A gate on one end of a real connection, both ends, and what has arrived there. */
async function connection(): Promise<{ gate: Gate; near: Socket; far: Socket; received: () => string }> {
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
  return { gate: new Gate(near), near, far, received: () => text };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 1));
}

describe('the gate', () => {
  it('holds exactly the last bytes, however the text was split over writes, and releases them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 5 }),
        fc.nat({ max: 8 }),
        async (chunks, extra) => {
          const { gate, received } = await connection();
          const whole = chunks.join('');
          const keep = Math.min(1 + extra, whole.length);
          gate.hold();
          for (const chunk of chunks) gate.write(chunk, 'latin1');
          gate.passAllBut(keep);
          await until(() => gate.isAhead && received().length >= whole.length - keep);
          await new Promise((done) => setTimeout(done, 2));
          expect(received()).toBe(whole.slice(0, whole.length - keep));
          expect(gate.heldBytes).toBe(keep);
          expect(gate.release()).toBe(true);
          await until(() => received().length === whole.length);
          expect(received()).toBe(whole);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('passes everything on while it does not hold', async () => {
    const { gate, received } = await connection();
    gate.write(Buffer.from('hello'));
    await until(() => received() === 'hello');
    expect(gate.release()).toBe(false);
  });

  it('lets what is written while it holds queue behind the held bytes', async () => {
    const { gate, received } = await connection();
    gate.hold();
    gate.write('abc');
    gate.passAllBut(1);
    gate.write('d');
    await until(() => received() === 'ab');
    await new Promise((done) => setTimeout(done, 5));
    expect(received()).toBe('ab');
    gate.release();
    await until(() => received() === 'abcd');
  });

  it('makes one write of what a corked writer wrote in one turn', async () => {
    const { gate, near, received } = await connection();
    const writes = vi.spyOn(near, 'write');
    gate.cork();
    gate.write('head');
    gate.write('body');
    gate.uncork();
    await until(() => received() === 'headbody');
    expect(writes).toHaveBeenCalledOnce();
    expect(gate.offeredBytes).toBe(8);
  });

  it('tells when it forgets bytes, since the stream then has a gap', async () => {
    const { gate } = await connection();
    gate.hold();
    expect(gate.forget()).toBe(false);
    gate.hold();
    gate.write('x');
    expect(gate.forget()).toBe(true);
  });

  it('closes with the connection beneath it', async () => {
    const { gate, far } = await connection();
    gate.resume();
    far.destroy();
    await once(gate, 'close');
    expect(gate.destroyed).toBe(true);
  });
});
