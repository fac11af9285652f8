import { start } from './processes.ts';
import { percentile } from './statistics.ts';
import type { TechniqueKind } from './techniques.ts';

/** Spread of bursts of `members`, as the kernel of the receiving side saw it, microseconds. */
export interface SpreadRow {
  readonly technique: string;
  readonly members: number;
  readonly bursts: number;
  readonly p50Us: number;
  readonly p95Us: number;
  /** Share of the instants that the kernel told; the rest are those of the recorder's reads. */
  readonly kernelShare: number;
}

/** Measures all techniques in turn, burst by burst, against one recorder. */
export async function measureSpread(
  recorder: string,
  kinds: readonly TechniqueKind[],
  members: number,
  bursts: number,
): Promise<readonly SpreadRow[]> {
  const server = start(recorder, ['sleepy']);
  const port = Number(await server.nextLine());
  const dump = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/__dump`);
    return (await answer.json()) as { kernel: number; times: number[] };
  };
  const cells = await Promise.all(
    kinds.map(async (kind) => ({
      technique: await kind.open(port, members),
      spreads: [] as number[],
      kernel: 0,
      all: 0,
    })),
  );
  try {
    for (let burst = -1; burst < bursts; burst += 1) {
      for (const cell of cells) {
        await dump();
        await cell.technique.fire();
        const { kernel, times } = await dump();
        if (burst < 0 || times.length < members) continue;
        cell.spreads.push((Math.max(...times) - Math.min(...times)) / 1000);
        cell.kernel += kernel;
        cell.all += times.length;
      }
    }
  } finally {
    for (const { technique } of cells) await technique.close();
    await server.stop();
  }
  return cells.map(({ technique, spreads, kernel, all }) => ({
    technique: technique.name,
    members,
    bursts: spreads.length,
    p50Us: percentile(spreads, 50),
    p95Us: percentile(spreads, 95),
    kernelShare: all === 0 ? 0 : kernel / all,
  }));
}
