import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { services } from '../../src/lab/index.ts';
import { seldomHit, telling } from '../matrix/caught.ts';
import { type Column, huntTwin } from '../matrix/hunt.ts';
import { type LabProcess, repository, startLabProcess } from '../matrix/lab-process.ts';
import { explained, matrixTable } from '../matrix/table.ts';

/** Enough to catch each racy twin, and to give each mended one a chance to fail. `npm run matrix` takes more. */
const rounds = 10;

let lab: LabProcess;
let racy: Column = new Map();
let mended: Column = new Map();

beforeAll(async () => {
  lab = await startLabProcess();
  const open = services.map(({ name }) => name).filter((name) => !lab.leftOut.includes(name));
  racy = await huntTwin('racy', open, lab, rounds);
  mended = await huntTwin('mended', open, lab, rounds);
  const table = [matrixTable(racy, mended), ...seldomHit(racy)].join('\n\n');
  const folder = join(repository, 'racehound-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'matrix.md'), `${table}\n`);
  process.stdout.write(`${table}\n`);
}, 300_000);
afterAll(() => lab.stop());

it('leaves out nothing but what this machine has no part for', () => {
  const missing = services.filter(({ name }) => !racy.has(name));
  expect(missing.map(({ name }) => name)).toEqual(lab.leftOut);
  expect(missing.every(({ needs = [] }) => needs.includes('redis'))).toBe(true);
});

describe.each(services.map(({ name }) => name))('%s', (name) => {
  it('is caught in the racy twin, and not in the mended one', ({ skip }) => {
    if (lab.leftOut.includes(name)) skip('this machine has no redis-server');
    const [caught, held] = [racy.get(name), mended.get(name)];
    expect(telling(name, caught?.last.invariants ?? []), caught && explained(caught)).not.toEqual([]);
    expect(held?.last.verdict, held && explained(held)).toBe('held');
  });
});
