import type { HitRow } from './hits.ts';
import type { ReadsRow } from './reads.ts';
import type { SpreadRow } from './spread.ts';
import { rateNoise } from './statistics.ts';

/** What we mean to reach, beside what was measured. The bench tells; it never fails. */
export interface Target {
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

const loadTools = ['hey', 'autocannon', 'undici, warm pool'];

export function targetsOf(
  spreads: readonly SpreadRow[],
  reads: readonly ReadsRow[],
  hits: readonly HitRow[],
): readonly Target[] {
  return [
    ...[20, 100].flatMap((members) =>
      spreadTargets(
        spreads.filter((row) => row.members === members),
        members,
      ),
    ),
    ...readTargets(reads),
    ...hitTargets(hits),
  ];
}

function spreadTargets(rows: readonly SpreadRow[], members: number): readonly Target[] {
  const find = (name: string) => rows.find(({ technique }) => technique === name);
  const [own, floor] = [find('racehound last-byte'), find('floor (C)')];
  const best = Math.min(...rows.filter(({ technique }) => loadTools.includes(technique)).map(({ p50Us }) => p50Us));
  if (own === undefined || floor === undefined) return [];
  const ratio = (target: string, value: number, met: boolean): Target => ({
    target: `N = ${members}: ${target}`,
    measured: value.toFixed(2),
    met,
  });
  return [
    ratio('last-byte at most 1.5 times the floor', own.p50Us / floor.p50Us, own.p50Us <= 1.5 * floor.p50Us),
    ratio(
      'at least 2.5 times tighter than the best of hey, autocannon, warm undici',
      best / own.p50Us,
      best >= 2.5 * own.p50Us,
    ),
    ratio('p95 at most 2 times the median', own.p95Us / own.p50Us, own.p95Us <= 2 * own.p50Us),
  ];
}

/** Up to 100 members the final frames of a burst fit one record, so one read. */
function readTargets(rows: readonly ReadsRow[]): readonly Target[] {
  return rows
    .filter(({ ours, members }) => ours && members <= 100)
    .map(({ technique, members, bursts, readsMax }) => ({
      target: `N = ${members}: ${technique} over HTTP/2 arrives in one read in every burst`,
      measured: `at most ${readsMax} in ${bursts} bursts`,
      met: readsMax === 1,
    }));
}

function hitTargets(rows: readonly HitRow[]): readonly Target[] {
  return rows
    .filter(({ technique, windowUs }) => technique === 'racehound auto' && windowUs <= 1_000)
    .flatMap(({ service, windowUs, rate, bursts }) => {
      const same = rows.filter(
        (row) => row.service === service && row.windowUs === windowUs && !row.technique.startsWith('racehound'),
      );
      const best = Math.max(0, ...same.map((row) => row.rate));
      const where = `${service}, window ${windowUs} us`;
      return [
        ...(windowUs === 200
          ? [{ target: `${where}: auto hits at least 90 %`, measured: percent(rate), met: rate >= 0.9 }]
          : []),
        {
          target: `${where}: auto hits no less than the best peer, but for noise`,
          measured: `${percent(rate)} against ${percent(best)}`,
          met: rate >= best - rateNoise(rate, best, bursts),
        },
      ];
    });
}

export function percent(rate: number): string {
  return `${Math.round(100 * rate)} %`;
}
