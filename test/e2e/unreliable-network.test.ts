import { basename, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/analysis/run-report.ts';
import type { Lab } from '../../src/lab/index.ts';
import { telling } from '../matrix/caught.ts';
import { racehound } from './cli.ts';
import { startLab, temporaryFolder } from './lab-fixture.ts';
import { fates, type Gateway, unreliableGateway } from './unreliable-gateway.ts';

/** Counts, conservation, ledgers, version chains, keys, limits and linearizability: what draws conclusions from who was told what. */
const classes = [
  'oversell',
  'double-spend',
  'double-refund',
  'idempotency-key',
  'lost-update',
  'duplicate-signup',
  'rate-limit',
];

describe('behind a gateway that loses requests and answers', () => {
  let lab: Lab;
  let gateway: Gateway;
  beforeAll(async () => {
    lab = await startLab({ port: 0 });
    gateway = await unreliableGateway(lab.port);
  });
  afterAll(async () => {
    await gateway.stop();
    await lab.stop();
  });

  /** The broken invariants of each scenario, but for those that the gateway itself breaks: that nothing goes wrong. */
  async function brokenBy(twin: 'racy' | 'mended') {
    const files = classes.map((name) => resolve('scenarios', `${name}.race.yaml`));
    const variables = ['--var', `labPort=${gateway.port}`, '--var', `twin=${twin}`];
    const { stdout } = await racehound(
      ['run', ...files, ...variables, '--rounds', '8', '--json'],
      await temporaryFolder(),
    );
    const { scenarios } = JSON.parse(stdout) as RunReport;
    return scenarios.map(({ file, rounds, invariants }) => {
      const name = basename(file, '.race.yaml');
      return { name, judged: rounds.fired - rounds.unjudged, broken: telling(name, invariants) };
    });
  }

  it('no mended service is blamed for what was lost', async () => {
    const scenarios = await brokenBy('mended');
    expect(scenarios.flatMap(({ broken }) => broken)).toEqual([]);
    expect(scenarios).toHaveLength(classes.length);
    for (const { name, judged } of scenarios) expect(judged, name).toBeGreaterThan(0);
    for (const fate of fates) expect(gateway.met.get(fate), fate).toBeGreaterThan(5);
  });

  it('every race is still caught', async () => {
    const escaped = (await brokenBy('racy')).filter(({ broken }) => broken.length === 0);
    expect(escaped).toEqual([]);
  });
});
