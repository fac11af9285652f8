import { start } from './processes.ts';
import { percentile } from './statistics.ts';
import { type Http2Kind, http2Kinds } from './http2-techniques.ts';

/** In how many reads of its socket a server gets the ends of `members` requests over HTTP/2 and TLS. */
export interface ReadsRow {
  readonly technique: string;
  readonly ours: boolean;
  readonly members: number;
  readonly bursts: number;
  readonly readsP50: number;
  readonly readsMax: number;
  /** From the first of these reads to the last, microseconds. */
  readonly spreadP50Us: number;
  readonly spreadP95Us: number;
}

interface Ready {
  readonly port: number;
  readonly controlPort: number;
  readonly cert: string;
}

/** Measures all techniques in turn, burst by burst, against one recorder. */
export async function measureReads(members: number, bursts: number): Promise<readonly ReadsRow[]> {
  const server = start(process.execPath, [new URL('./http2-recorder.js', import.meta.url).pathname]);
  const { port, controlPort, cert } = JSON.parse(await server.nextLine()) as Ready;
  const ended = async () =>
    (await (await fetch(`http://127.0.0.1:${controlPort}/`)).json()) as { read: number; atNs: number }[];
  const present = http2Kinds.filter(({ absent }) => absent === undefined);
  const cells = await Promise.all(
    present.map(async (kind: Http2Kind) => ({
      kind,
      technique: await kind.open(port, members, cert),
      reads: [] as number[],
      spreadsUs: [] as number[],
    })),
  );
  try {
    for (let burst = -1; burst < bursts; burst += 1) {
      for (const cell of cells) {
        await ended();
        await cell.technique.fire();
        const seen = await ended();
        // The first burst of each opens its connections.
        if (burst < 0 || seen.length < members) continue;
        const instants = seen.map(({ atNs }) => atNs);
        cell.reads.push(new Set(seen.map(({ read }) => read)).size);
        cell.spreadsUs.push((Math.max(...instants) - Math.min(...instants)) / 1000);
      }
    }
  } finally {
    for (const { technique } of cells) await technique.close();
    await server.stop();
  }
  return cells.map(({ kind, reads, spreadsUs }) => ({
    technique: kind.name,
    ours: kind.ours,
    members,
    bursts: reads.length,
    readsP50: percentile(reads, 50),
    readsMax: percentile(reads, 100),
    spreadP50Us: percentile(spreadsUs, 50),
    spreadP95Us: percentile(spreadsUs, 95),
  }));
}
