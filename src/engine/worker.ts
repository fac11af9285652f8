import { parentPort, workerData } from 'node:worker_threads';
import { heldBurst } from '../transports/held-burst.ts';
import { monotonicSince } from './clock.ts';
import type { Order, Report, WorkerSetup } from './messages.ts';
import { releaseSignal } from './release-signal.ts';

/* A firing thread: stages its share of each burst, and releases it at the instant that all threads agree on. */

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread only');

const setup = workerData as WorkerSetup;
const transport = heldBurst(setup.connections, monotonicSince(setup.originNs));
const signal = releaseSignal(setup.signal);
const report = (message: Report) => port.postMessage(message);

async function carryOut(order: Order): Promise<void> {
  switch (order.kind) {
    case 'stage':
      await transport.open(order.members, order.delivery);
      await transport.arm();
      report({ kind: 'armed', burst: order.burst });
      await transport.release(await signal.published(order.burst), signal.meet);
      report({ kind: 'collected', burst: order.burst, collected: await transport.collect() });
      return;
    case 'abort':
      transport.abort();
      return;
  }
}

port.on('message', (order: Order) => {
  carryOut(order).catch((error: unknown) => {
    // Thrown outside the promise it reaches the main thread as the worker's `error` event.
    setImmediate(() => {
      throw error;
    });
  });
});
