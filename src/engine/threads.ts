import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ConnectionOptions, StagedMember } from '../transports/transport.ts';
import { armedMs, type Burster } from './burster.ts';
import type { Order, Report, WorkerSetup } from './messages.ts';
import { releaseSignal } from './release-signal.ts';

/**
 * Fires bursts from worker threads. The main thread waits until every thread has armed its share, then publishes one release
 * instant. One thread is the sound default: it needs no luck to be on its core when the instant comes.
 */
export function threadBurster(threads: number, connections: ConnectionOptions, originNs: bigint): Burster {
  const signal = releaseSignal();
  const workerData: WorkerSetup = { originNs, connections, signal: signal.buffer };
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./worker.js', import.meta.url), { workerData }),
  );
  const crashed = Promise.race(
    workers.map(async (worker) => Promise.reject((await once(worker, 'error'))[0] as Error)),
  );
  crashed.catch(() => undefined);
  let burst = 0;

  return {
    async fire(members, abortion) {
      burst += 1;
      const current = burst;
      const busy = workers.slice(0, Math.min(threads, members.length));
      const shares = busy.map((_, place) => members.filter((_member, index) => index % busy.length === place));
      const orderAll = (order: Order) => {
        for (const worker of busy) worker.postMessage(order);
      };
      const abort = () => orderAll({ kind: 'abort' });
      const armed = Promise.all(busy.map((worker) => reported(worker, 'armed', current)));
      const collected = Promise.all(busy.map((worker) => reported(worker, 'collected', current)));
      for (const [place, worker] of busy.entries()) stage(worker, current, shares[place] ?? []);
      abortion.addEventListener('abort', abort, { once: true });
      await Promise.race([armed, crashed]);
      if (abortion.aborted) abort();
      signal.publish(current, process.hrtime.bigint() + BigInt(armedMs * 1e6));
      const reports = await Promise.race([collected, crashed]);
      abortion.removeEventListener('abort', abort);
      return reports.flatMap(({ exchanges }) => exchanges).sort((one, other) => one.member - other.member);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function stage(worker: Worker, burst: number, members: readonly StagedMember[]): void {
  worker.postMessage({ kind: 'stage', burst, members } satisfies Order);
}

type ReportOf<Kind> = Extract<Report, { readonly kind: Kind }>;

function reported<Kind extends Report['kind']>(worker: Worker, kind: Kind, burst: number): Promise<ReportOf<Kind>> {
  return new Promise((resolve) => {
    const listen = (message: Report) => {
      if (message.kind !== kind || message.burst !== burst) return;
      worker.off('message', listen);
      resolve(message as ReportOf<Kind>);
    };
    worker.on('message', listen);
  });
}
