import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, racehound } from './cli.ts';

const { inFolder, shopFolder } = fixture();

/** The runs of a folder, the newest last. */
function runsOf(folder: string): readonly string[] {
  return readdirSync(join(folder, 'racehound-results'))
    .map((run) => join('racehound-results', run))
    .toSorted((one, other) => startOf(folder, one) - startOf(folder, other));
}

function startOf(folder: string, run: string): number {
  const [line = ''] = readFileSync(join(folder, run, 'history.ndjson'), 'utf8').split('\n');
  return Date.parse((JSON.parse(line) as { startedAt: string }).startedAt);
}

async function recordedShop(kind: 'racy' | 'atomic', seed = 5) {
  const shop = await shopFolder(kind);
  await racehound(['run', 'shop.race.yaml', '--seed', String(seed)], shop.folder);
  const [run = ''] = runsOf(shop.folder);
  return { ...shop, run };
}

interface Round {
  readonly record: string;
  readonly round: number;
  readonly kind: string;
  readonly delivery: object;
  readonly operations: readonly { member: number; offsetNs: number; traceId: string; sent: { body?: string } }[];
}

function roundsOf(folder: string, run: string): readonly Round[] {
  return readFileSync(join(folder, run, 'history.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Round)
    .filter(({ record, kind }) => record === 'round' && kind === 'race');
}

describe('racehound replay', () => {
  it('fires a recorded round again: same members, order, offsets and delivery, in a run of its own', async () => {
    const { folder, run } = await recordedShop('racy');
    const { stdout, code } = await racehound(['replay', run, '--round', '2', '--tries', '3'], folder);
    expect(stdout).toContain('fired again: still violated in 3 of 3 tries');
    expect(code).toBe(1);
    const [, again = ''] = runsOf(folder);
    const recorded = roundsOf(folder, run)[1];
    const tries = roundsOf(folder, again);
    expect(tries).toHaveLength(3);
    for (const round of tries) {
      expect(round.delivery).toEqual(recorded?.delivery);
      expect(round.operations.map(({ member, offsetNs }) => [member, offsetNs])).toEqual(
        recorded?.operations.map(({ member, offsetNs }) => [member, offsetNs]),
      );
    }
    const traces = tries.flatMap(({ operations }) => operations.map(({ traceId }) => traceId));
    expect(new Set(traces).size).toBe(18);
  });

  it('replays a replay, by the round that it was', async () => {
    const { folder, run } = await recordedShop('racy');
    await racehound(['replay', run, '--round', '3', '--tries', '1'], folder);
    const [, again = ''] = runsOf(folder);
    const { stdout } = await racehound(['replay', again, '--tries', '1'], folder);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`round 3 of ${run.split('/')[1]} fired again`);
  });

  it('says "not seen" with the bound when nothing broke, and takes the first violated round when none is named', async () => {
    const { folder, run } = await recordedShop('atomic');
    const unnamed = await racehound(['replay', run], folder);
    expect(unnamed.stderr).toContain('name a round with --round');
    expect(unnamed.code).toBe(2);
    const { stdout, code } = await racehound(['replay', run, '--round', '1', '--tries', '4'], folder);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'fired again: not seen in 4 tries; the violation rate is below 53 % (95 % confidence)',
    );
    expect(code).toBe(0);
  });

  it('refuses a scenario that changed since, says what to do, and goes on with --changed', async () => {
    const { folder, run } = await recordedShop('racy');
    const file = join(folder, 'shop.race.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('rounds: 3', 'rounds: 4'));
    const refused = await racehound(['replay', run, '--round', '1'], folder);
    expect(refused.stderr).toMatch(/changed since .* was recorded/);
    expect(refused.stderr).toContain('--changed');
    expect(refused.code).toBe(2);
    expect((await racehound(['replay', run, '--round', '1', '--tries', '1', '--changed'], folder)).code).toBe(1);
    writeFileSync(file, text.replace('count: 6', 'count: 5'));
    const other = await racehound(['replay', run, '--round', '1', '--changed'], folder);
    expect(other.stderr).toContain('now has other members than the recorded one: 5 planned, 6 recorded');
    expect(other.code).toBe(2);
  });

  it('finds the scenario from another folder, and says how to name one that is gone', async () => {
    const { folder, run } = await recordedShop('racy');
    const elsewhere = inFolder({});
    const args = ['replay', join(folder, run), '--round', '2', '--tries', '1'];
    expect((await racehound(args, elsewhere)).stdout.replace(/\s+/g, ' ')).toContain('still violated in 1 of 1 tr');
    renameSync(join(folder, 'shop.race.yaml'), join(folder, 'moved.race.yaml'));
    const { stderr, code } = await racehound(args, elsewhere);
    expect(stderr).toContain('shop.race.yaml');
    expect(stderr).toContain('say where it lies now: --scenario FILE');
    expect(code).toBe(2);
    const moved = await racehound([...args, '--scenario', join(folder, 'moved.race.yaml')], elsewhere);
    expect(moved.code).toBe(1);
    expect(moved.stdout).toContain(`racehound run ${join(folder, 'moved.race.yaml')} --seed 5`);
  });

  it('can not test a target that is gone', async () => {
    const { folder, run, closeShop } = await recordedShop('racy');
    await closeShop();
    expect((await racehound(['replay', run, '--tries', '2'], folder)).code).toBe(3);
  });
});

describe('racehound report', () => {
  it('renders a run as it was reported, and merges several into one report in any format', async () => {
    const { folder, run } = await recordedShop('racy');
    const second = await recordedShop('atomic', 6);
    const other = join(second.folder, second.run);

    const one = await racehound(['report', run, '--json'], folder);
    expect(JSON.parse(one.stdout)).toMatchObject({ verdict: 'violated', seed: 5 });
    const merged = await racehound(['report', run, other, '--json', '--reporter', 'csv=all.csv'], folder);
    expect(merged.code).toBe(1);
    expect(JSON.parse(merged.stdout)).toMatchObject({
      verdict: 'violated',
      runs: [{ seed: 5 }, { seed: 6 }],
      scenarios: [{ verdict: 'violated' }, { verdict: 'held' }],
    });
    const rows = readFileSync(join(folder, 'all.csv'), 'utf8').trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + 2 * 4 * 6);
    expect(merged.stderr).toContain('wrote all.csv');
    const quiet = await racehound(['report', run, '-q', '--reporter', 'junit=out.xml'], folder);
    expect(quiet).toEqual({ code: 1, stdout: '', stderr: 'wrote out.xml\n' });

    const twice = await racehound(['report', run, join(run, 'history.ndjson'), '--json'], folder);
    expect(twice.stdout).toBe(one.stdout);
    expect(twice.stderr).toContain('is named more than once, and is counted once');
  });

  it('refuses a bad path before it reads anything', async () => {
    const { folder, run } = await recordedShop('atomic');
    const { stderr, code } = await racehound(['report', run, '--reporter', 'junit=nowhere/x.xml'], folder);
    expect(stderr).toContain('nowhere/x.xml');
    expect(code).toBe(2);
  });
});
