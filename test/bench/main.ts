import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type HitRow, measureHits } from './hits.ts';
import { compiled } from './processes.ts';
import { http2Kinds } from './http2-techniques.ts';
import { measureReads, type ReadsRow } from './reads.ts';
import { measureSpread, type SpreadRow } from './spread.ts';
import { percent, targetsOf } from './targets.ts';
import { floor, ours, peers } from './techniques.ts';

/* npm run bench: how tight the bursts are and how often they hit, beside peers and a floor. README.md has the options. */

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    bursts: { type: 'string' },
    members: { type: 'string' },
    windows: { type: 'string' },
    json: { type: 'string' },
  },
});
const numbers = (list: string) => list.split(',').filter(Boolean).map(Number);
const bursts = Number(values.bursts ?? (values.quick ? 8 : 30));
const sizes = numbers(values.members ?? (values.quick ? '2,20' : '2,20,100,500'));
const windowsUs = numbers(values.windows ?? (values.quick ? '200' : '50,200,1000,5000'));

const say = (line = '') => process.stdout.write(`${line}\n`);
const binary = compiled();
const present = peers.filter(({ absent }) => absent === undefined);
const absent = [...peers, ...http2Kinds].flatMap(({ absent: program }) => program ?? []);

say(`node ${process.version}, ${availableParallelism()} cores, ${bursts} bursts a cell, in turn`);
if (absent.length > 0)
  say(`absent, so not measured: ${absent.join(', ')} (Debian packages: hey, apache2-utils, curl, nghttp2-client)`);

const spreads: SpreadRow[] = [];
for (const members of sizes) {
  const rows = await measureSpread(binary('recorder'), [floor(binary('floor')), ...ours, ...present], members, bursts);
  spreads.push(...rows);
  const floorUs = rows[0]?.p50Us ?? Number.NaN;
  say();
  say(
    `Spread of ${members} members as the receiving kernel saw it, microseconds${rows.every(({ kernelShare }) => kernelShare === 1) ? '' : ' (in part the instants of reads: the kernel did not tell all)'}`,
  );
  say(`  ${'technique'.padEnd(34)}${'p50'.padStart(9)}${'p95'.padStart(9)}${'x floor'.padStart(9)}`);
  for (const { technique, p50Us, p95Us } of rows)
    say(
      `  ${technique.padEnd(34)}${p50Us.toFixed(0).padStart(9)}${p95Us.toFixed(0).padStart(9)}${(p50Us / floorUs).toFixed(2).padStart(9)}`,
    );
}

const reads: ReadsRow[] = [];
for (const members of sizes) {
  const rows = await measureReads(members, bursts);
  reads.push(...rows);
  say();
  say(
    `Reads in which a server got the ends of ${members} requests over HTTP/2 and TLS, and their spread in microseconds`,
  );
  say(`  ${'technique'.padEnd(34)}${'reads'.padStart(9)}${'most'.padStart(9)}${'p50'.padStart(9)}${'p95'.padStart(9)}`);
  for (const { technique, readsP50, readsMax, spreadP50Us, spreadP95Us } of rows)
    say(
      `  ${technique.padEnd(34)}${[readsP50, readsMax, spreadP50Us, spreadP95Us].map((figure) => figure.toFixed(0).padStart(9)).join('')}`,
    );
}

const hits =
  windowsUs.length === 0 ? [] : await measureHits(binary('race-threads'), [...ours, ...present], windowsUs, bursts);
for (const service of new Set(hits.map((row) => row.service))) {
  say();
  say(`Bursts of 20 that hit a check-then-act window; ${service}`);
  say(`  ${'technique'.padEnd(34)}${windowsUs.map((window) => `${window} us`.padStart(9)).join('')}`);
  const rows = hits.filter((row) => row.service === service);
  for (const technique of new Set(rows.map((row) => row.technique))) {
    const rate = (window: number) =>
      rows.find((row: HitRow) => row.technique === technique && row.windowUs === window)?.rate ?? Number.NaN;
    say(`  ${technique.padEnd(34)}${windowsUs.map((window) => percent(rate(window)).padStart(9)).join('')}`);
  }
}

const targets = targetsOf(spreads, reads, hits);
say();
for (const { target, measured, met } of targets) say(`${met ? 'met   ' : 'missed'}  ${target}: ${measured}`);
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ date: new Date().toISOString(), node: process.version, cores: availableParallelism(), bursts, absent, spreads, reads, hits, targets }, null, 2)}\n`,
  );
process.exit();
