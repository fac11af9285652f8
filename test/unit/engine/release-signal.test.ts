import { once } from 'node:events';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { releaseSignal } from '../../../src/engine/release-signal.ts';

/** A firing thread that comes to the meeting `lateMs` after the others and says when it came and what was agreed. */
async function comeTo(buffer: SharedArrayBuffer, lateMs: number): Promise<{ cameAtNs: bigint; agreedNs: bigint }> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     import(workerData.module).then(async ({ releaseSignal }) => {
       const signal = releaseSignal(workerData.buffer);
       await signal.published(1);
       await new Promise((resolve) => setTimeout(resolve, workerData.lateMs));
       const cameAtNs = process.hrtime.bigint();
       parentPort.postMessage({ cameAtNs, agreedNs: signal.meet() });
     });`,
    {
      eval: true,
      workerData: { buffer, lateMs, module: resolve(import.meta.dirname, '../../../dist/engine/release-signal.js') },
    },
  );
  const [came] = (await once(worker, 'message')) as [{ cameAtNs: bigint; agreedNs: bigint }];
  await worker.terminate();
  return came;
}

describe('the meeting of the firing threads', () => {
  it('keeps the published instant when a thread is alone and in time', () => {
    const signal = releaseSignal();
    const plannedNs = process.hrtime.bigint() + 60_000_000_000n;
    signal.publish(1, plannedNs, 1);
    expect(signal.meet()).toBe(plannedNs);
  });

  it('moves the instant when the last thread comes late, and all agree on it', async () => {
    const signal = releaseSignal();
    const threads = [comeTo(signal.buffer, 0), comeTo(signal.buffer, 5)];
    signal.publish(1, process.hrtime.bigint(), 2);
    const came = await Promise.all(threads);
    const agreed = new Set(came.map(({ agreedNs }) => agreedNs));
    // A thread that waited longer than its patience goes alone, as it may on a machine without a core to spare.
    const last = came.reduce((late, { cameAtNs }) => (cameAtNs > late ? cameAtNs : late), 0n);
    expect([...agreed].some((agreedNs) => agreedNs > last)).toBe(true);
  });

  it('does not wait for ever for a thread that never comes', () => {
    const signal = releaseSignal();
    const plannedNs = process.hrtime.bigint() - 60_000_000_000n;
    signal.publish(1, plannedNs, 2);
    expect(signal.meet()).toBe(plannedNs);
  });

  it('starts anew with every burst', () => {
    const signal = releaseSignal();
    for (const burst of [1, 2, 3]) {
      const plannedNs = process.hrtime.bigint() + 60_000_000_000n;
      signal.publish(burst, plannedNs, 1);
      expect(signal.meet()).toBe(plannedNs);
    }
  });
});
