import { setTimeout as sleep } from 'node:timers/promises';
import { arrivalSpread } from '../analysis/arrivals.ts';
import { createDistribution } from '../analysis/index.ts';
import { burstTiming } from '../engine/timing.ts';
import { threadBurster } from '../engine/threads.ts';
import { type Delivery, deliveryText } from '../history/delivery.ts';
import { originOf } from '../expr/request-template.ts';
import { startRecorder } from '../lab/index.ts';
import type { SelfTestRow } from '../reporters/doctor.ts';
import type { StagedMember } from '../transports/transport.ts';

type Way = Pick<Delivery, 'method' | 'protocol' | 'hold' | 'threads'>;

const way = (
  method: Delivery['method'],
  protocol: Delivery['protocol'],
  hold: Delivery['hold'] = 'headers',
  threads = 1,
): Way => ({ method, protocol, hold, threads });

/** Each kind of recorder with the deliveries that are tried on it. */
const trials: readonly { readonly tls: boolean; readonly http2: boolean; readonly ways: readonly Way[] }[] = [
  {
    tls: false,
    http2: false,
    ways: [
      way('last-byte', 'http/1.1'),
      way('last-byte', 'http/1.1', 'headers', 2),
      way('barrier', 'http/1.1'),
      way('pipelined', 'http/1.1'),
    ],
  },
  { tls: true, http2: false, ways: [way('tls-record', 'http/1.1'), way('tls-record', 'http/1.1', 'headers', 2)] },
  { tls: true, http2: true, ways: [way('tls-record', 'h2'), way('single-packet', 'h2', 'end')] },
  { tls: false, http2: true, ways: [way('single-packet', 'h2'), way('single-packet', 'h2', 'end')] },
];

export const selfTestSizes = [2, 20, 100];

/** Fires bursts at a recorder of the tool's own, the deliveries in turn, and sets what it saw beside what the client claims. */
export async function selfTest(bursts: number, onTrial: (text: string) => void): Promise<readonly SelfTestRow[]> {
  const rows: SelfTestRow[] = [];
  for (const { tls, http2, ways } of trials) {
    const wire = `${tls ? 'TLS' : 'plain'}, ${http2 ? 'HTTP/2' : 'HTTP/1.1'}`;
    const recorder = await startRecorder({ tls, http2 });
    const originNs = process.hrtime.bigint();
    const burster = threadBurster(
      {
        insecure: false,
        connectTimeoutMs: 5_000,
        maxBodyBytes: 0,
        ...(recorder.certificate !== undefined && { ca: recorder.certificate }),
      },
      originNs,
    );
    try {
      for (const size of selfTestSizes) {
        onTrial(`${wire}, ${size} members`);
        const cells = ways.map((each) => ({ delivery: { ...each, connections: 'warm' as const }, figures: figures() }));
        for (let burst = -1; burst < bursts; burst += 1) {
          for (const { delivery, figures: seen } of cells) {
            const members = membersFor(recorder.url, size);
            const { exchanges, threadSkewNs } = await burster.fire(members, delivery, new AbortController().signal);
            await sleep(10);
            const releasedAtNs = exchanges.flatMap((exchange) => exchange.releasedAtNs ?? []);
            const arrived = arrivalSpread(await recorder.passages(), Number(originNs) + Math.min(...releasedAtNs));
            // The first burst of each opens the connections.
            if (burst < 0 || arrived === undefined) continue;
            seen.claimedNs.record(burstTiming(exchanges.map((each) => ({ ...each, offsetNs: 0 }))).spreadNs);
            seen.seenNs.record(Math.round(arrived.spreadNs));
            seen.reads.record(arrived.reads);
            if (threadSkewNs !== undefined) seen.skewNs.record(Math.round(threadSkewNs));
            seen.answered += exchanges.filter(({ answer }) => answer?.status === 200).length;
          }
        }
        for (const { delivery, figures: seen } of cells) rows.push(rowOf(wire, delivery, size, bursts, seen));
      }
    } finally {
      await burster.close();
      await recorder.stop();
    }
  }
  return rows;
}

function figures() {
  return {
    claimedNs: createDistribution(),
    seenNs: createDistribution(),
    reads: createDistribution(),
    skewNs: createDistribution(),
    answered: 0,
  };
}

function rowOf(
  wire: string,
  delivery: Delivery,
  members: number,
  bursts: number,
  seen: ReturnType<typeof figures>,
): SelfTestRow {
  return {
    wire,
    method: delivery.method,
    summary: deliveryText(delivery),
    threads: delivery.threads,
    members,
    claimedP50Us: seen.claimedNs.quantile(50) / 1000,
    seenP50Us: seen.seenNs.quantile(50) / 1000,
    seenP95Us: seen.seenNs.quantile(95) / 1000,
    reads: [seen.reads.quantile(0), seen.reads.quantile(100)],
    ...(delivery.threads > 1 && { skewP50Us: seen.skewNs.quantile(50) / 1000 }),
    unanswered: members * bursts - seen.answered,
  };
}

function membersFor(url: string, size: number): readonly StagedMember[] {
  const origin = originOf(new URL(url));
  return Array.from({ length: size }, (_, member) => ({
    member,
    offsetNs: 0,
    request: {
      origin,
      method: 'POST',
      path: '/race',
      headers: [['content-type', 'application/json']] as const,
      body: Buffer.from(`{"member":${member}}`),
      timeoutMs: 10_000,
    },
  }));
}
