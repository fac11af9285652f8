import { Worker } from 'node:worker_threads';
import type { Collected, ConnectionOptions } from '../transports/transport.ts';
import { armedMs, type Burster } from './burster.ts';
import { endOf } from './ended-thread.ts';
import type { Order, Report, WorkerSetup } from './messages.ts';
import { releaseSignal } from './release-signal.ts';

/**
 * Fires bursts from worker threads, started when a delivery first asks for them. `heldMs`: time between the arm and the release,
 * so that everything ahead of the held bytes has arrived.
 */
export function threadBurster(connections: ConnectionOptions, originNs: bigint, heldMs: number = armedMs): Burster {
  const signal = releaseSignal();
  const workerData: WorkerSetup = { originNs, connections, signal: signal.buffer };
  let crew = assemble();
  let burst = 0;

  const workersFor = (count: number) => {
    const { workers, crash } = crew;
    while (workers.length < count) {
      const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
      void endOf(worker).then(crash);
      workers.push(worker);
    }
    return workers.slice(0, count);
  };
  const dismiss = async () => {
    const { workers } = crew;
    crew = assemble();
    await Promise.all(workers.map((worker) => worker.terminate()));
  };

  return {
    /** Waits until every thread has armed its share, then publishes one release instant to all of them. */
    async fire(members, delivery, abortion) {
      burst += 1;
      const current = burst;
      const busy = workersFor(Math.max(1, Math.min(delivery.threads, members.length)));
      const orderAll = (order: Order) => {
        for (const worker of busy) worker.postMessage(order);
      };
      const { crashed } = crew;
      const abort = () => orderAll({ kind: 'abort' });
      const armed = Promise.all(busy.map((worker) => reported(worker, 'armed', current)));
      const collected = Promise.all(busy.map((worker) => reported(worker, 'collected', current)));
      for (const [place, worker] of busy.entries()) {
        const share = members.filter((_member, index) => index % busy.length === place);
        worker.postMessage({ kind: 'stage', burst: current, members: share, delivery } satisfies Order);
      }
      abortion.addEventListener('abort', abort, { once: true });
      let shares: readonly Collected[];
      try {
        await Promise.race([armed, crashed]);
        if (abortion.aborted) abort();
        signal.publish(current, process.hrtime.bigint() + BigInt(Math.round(heldMs * 1e6)), busy.length);
        shares = (await Promise.race([collected, crashed])).map((report) => report.collected);
      } catch (error) {
        // The others may hold a share of a burst that is over: the next one finds new threads.
        await dismiss();
        throw error;
      } finally {
        abortion.removeEventListener('abort', abort);
      }
      const firstReleases = shares.flatMap(({ firstReleaseAtNs }) => firstReleaseAtNs ?? []);
      return {
        exchanges: shares.flatMap(({ exchanges }) => exchanges).sort((one, other) => one.member - other.member),
        warmUps: shares.reduce((sum, { warmUps }) => sum + warmUps, 0),
        ...(firstReleases.length > 1 && { threadSkewNs: Math.max(...firstReleases) - Math.min(...firstReleases) }),
      };
    },
    close: dismiss,
  };
}

interface Crew {
  readonly workers: Worker[];
  /** Rejects when one of them breaks. */
  readonly crashed: Promise<never>;
  readonly crash: (error: Error) => void;
}

function assemble(): Crew {
  let crash: Crew['crash'] = () => undefined;
  const crashed = new Promise<never>((_, reject) => {
    crash = reject;
  });
  crashed.catch(() => undefined);
  return { workers: [], crashed, crash };
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
