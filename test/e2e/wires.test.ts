import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/analysis/run-report.ts';
import type { Lab } from '../../src/lab/index.ts';
import { racehound } from './cli.ts';
import { startLab, temporaryFolder } from './lab-fixture.ts';
import { nginxBefore, nginxIsThere } from './nginx.ts';

const catalogue = resolve('scenarios');

/** Hunts the smoke scenarios of the catalogue in a running lab; the matrix hunts all of them over plain HTTP. */
async function hunt(lab: Lab, twin: 'racy' | 'mended', rounds: number, ...more: string[]) {
  const trust = lab.certificate === undefined ? [] : ['--cacert', lab.certificate];
  const scheme = lab.url.startsWith('https') ? 'https' : 'http';
  const variables = { labPort: String(lab.port), twin, scheme };
  const { code, stdout, stderr } = await racehound(
    [
      'run',
      catalogue,
      '--tag',
      'smoke',
      '--json',
      '--rounds',
      String(rounds),
      ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
      ...trust,
      ...more,
    ],
    await temporaryFolder(),
  );
  return { code, stderr, report: JSON.parse(stdout) as RunReport };
}

describe.each([
  ['HTTPS with HTTP/1.1', { tls: true }, ['tls-record over HTTP/1.1']],
  ['HTTPS with HTTP/2', { tls: true, http2: true }, ['tls-record over HTTP/2']],
  ['HTTP/2 by prior knowledge', { http2: true, maxStreams: 10 }, ['single-packet over HTTP/2, held at the headers']],
])('the catalogue over %s', (_, options, expected) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ port: 0, ...options });
  });
  afterAll(() => lab.stop());

  it('catches every racy service', async () => {
    const { code, report } = await hunt(lab, 'racy', 6);
    expect(Object.fromEntries(report.scenarios.map(({ name, verdict }) => [name, verdict]))).toEqual(
      Object.fromEntries(report.scenarios.map(({ name }) => [name, 'violated'])),
    );
    expect(code).toBe(1);
    for (const { wire } of report.scenarios)
      expect(wire.deliveries.map(({ summary }) => summary)).toEqual(expect.arrayContaining(expected));
  });

  it('finds no race in any mended twin', async () => {
    const { report } = await hunt(lab, 'mended', 4);
    expect(report.scenarios.map(({ rounds }) => rounds.violated)).toEqual(report.scenarios.map(() => 0));
    expect(report.scenarios.flatMap(({ untestable }) => untestable ?? [])).toEqual([]);
  });
});

it('removes the certificate when the lab is stopped', async () => {
  const lab = await startLab({ port: 0, tls: true });
  const { certificate = '' } = lab;
  expect(readFileSync(certificate, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
  await lab.stop();
  expect(() => readFileSync(certificate)).toThrow(/ENOENT/);
});

it('says what is missing when a pinned method does not fit the target', async () => {
  const lab = await startLab({ port: 0 });
  try {
    const folder = await temporaryFolder();
    const file = join(folder, 'pinned.race.yaml');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(
      file,
      `name: pinned\ntarget: ${lab.url}\nburst:\n  sync: single-packet\n  requests:\n    - { name: look, count: 2, request: GET /health }\ninvariants:\n  - name: no errors\n    noErrors: true\n`,
    );
    const { code, stdout } = await racehound(['run', file], folder);
    expect(code).toBe(3);
    expect(stdout).toMatch(/nothing fits `sync: single-packet`.*the\s+target speaks http\/1\.1/s);
  } finally {
    await lab.stop();
  }
});

describe.runIf(nginxIsThere())('behind nginx with HTTP/2 and TLS', () => {
  it('is caught, and its mended twin holds', async () => {
    const lab = await startLab({ port: 0 });
    const front = await nginxBefore(lab.port);
    try {
      for (const twin of ['racy', 'mended'] as const) {
        const { code, stdout } = await racehound(
          [
            'run',
            join(catalogue, 'oversell.race.yaml'),
            '--json',
            '--rounds',
            '12',
            '--target',
            `${front.url}/${twin}/oversell`,
            '--cacert',
            front.certificate,
          ],
          await temporaryFolder(),
        );
        const [scenario] = (JSON.parse(stdout) as RunReport).scenarios;
        expect(scenario?.verdict).toBe(twin === 'racy' ? 'violated' : 'held');
        expect(code).toBe(twin === 'racy' ? 1 : 0);
        expect(scenario?.wire.deliveries.map(({ protocol }) => protocol)).toContain('h2');
      }
    } finally {
      await front.stop();
      await lab.stop();
    }
  });
});
