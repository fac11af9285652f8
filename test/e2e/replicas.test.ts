import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, json, racehound, serve, type TestServer } from './cli.ts';

const { inFolder, keep } = fixture();

interface Version {
  readonly text: string;
  readonly revision: number;
}

/** Documents on two replicas: `a` takes writes, `b` hears of them after the lag, and has a clock that is ahead. */
async function replicas(lagMs: number, aheadMs: number): Promise<Readonly<Record<'a' | 'b', TestServer>>> {
  const documents = new Map<string, { current: Version; shownByB: Version }>();
  const replica = (name: 'a' | 'b') =>
    serve((request, response, body) => {
      const id = (request.url ?? '').split('/')[2] ?? '';
      if (request.method === 'POST') {
        const version = { text: 'old', revision: 1 };
        documents.set(String(documents.size), { current: version, shownByB: version });
        return json(response, 201, { id: String(documents.size - 1) });
      }
      const document = documents.get(id);
      if (document === undefined) return json(response, 404, {});
      if (request.method === 'PUT') {
        const { text } = JSON.parse(body) as { text: string };
        const version = { text, revision: document.current.revision + 1 };
        document.current = version;
        if (lagMs === 0) document.shownByB = version;
        else setTimeout(() => (document.shownByB = version), lagMs).unref();
        return json(response, 200, version);
      }
      const clock = Date.now() + (name === 'a' ? 0 : aheadMs);
      return json(response, 200, { ...(name === 'a' ? document.current : document.shownByB), clock });
    });
  return { a: await keep(replica('a')), b: await keep(replica('b')) };
}

function scenario({ a, b }: Readonly<Record<'a' | 'b', TestServer>>, within: string): string {
  return `name: replicas agree
target: ${a.url}
instances: { a: "${a.url}", b: "${b.url}" }
rounds: 2
baseline: false
prepare:
  - request: POST /documents
    capture: { document: $.id }
burst:
  window: 20s
  sync: last-byte
  requests:
    - { name: save, instance: a, request: "PUT /documents/{{ document }}", json: { text: new }, capture: { revision: $.revision } }
    - name: read
      instance: each
      every: 250ms
      for: 2s # so that some reads begin after the write was acknowledged, also on a busy machine
      request: GET /documents/{{ document }}
      capture: { text: $.text, number: $.revision, clock: $.clock }
invariants:
  - { name: converges by value, converges: { of: read, value: text, write: save, to: "'new'", within: ${within} } }
  - { name: converges by version, converges: { of: read, version: number, write: save, to: revision, within: ${within} } }
  - { name: own writes, readYourWrites: { of: read, version: number, write: save, to: revision, per: "'me'" } }
  - { name: never back, monotonicReads: { of: read, version: number, per: "'me'" } }
  - { name: clocks, clockSkew: { of: read, time: clock, atMost: 1s } }
  - { name: soon, latency: { of: read, p50: 5s, max: 5s } }
  - { name: read at all, sometimes: { of: read } }
`;
}

interface Report {
  readonly scenarios: readonly {
    readonly invariants: readonly { readonly name: string; readonly verdict: string; readonly because?: string }[];
  }[];
}

const verdicts = ({ scenarios: [first] }: Report) =>
  Object.fromEntries((first?.invariants ?? []).map(({ name, verdict }) => [name, verdict]));

describe('a hunt over two replicas', () => {
  it('catches one that is late and whose clock is wrong, and judges the recorded history alike', async () => {
    const servers = await replicas(60_000, 9000);
    const folder = inFolder({
      'late.race.yaml': scenario(servers, '100ms'),
      'patient.race.yaml': scenario(servers, '20s'),
    });
    const ran = await racehound(['run', 'late.race.yaml', '--json', '--seed', '1'], folder);
    const live = JSON.parse(ran.stdout) as Report;
    expect(verdicts(live)).toEqual({
      'converges by value': 'violated',
      'converges by version': 'violated',
      'own writes': 'violated',
      'never back': 'violated',
      clocks: 'violated',
      soon: 'held',
      'read at all': 'held',
    });

    const [run = ''] = readdirSync(join(folder, 'racehound-results'));
    const results = join('racehound-results', run);
    const checked = JSON.parse((await racehound(['check', results, '--json'], folder)).stdout) as Report;
    expect(checked.scenarios[0]?.invariants).toEqual(live.scenarios[0]?.invariants);

    const again = await racehound(['check', results, '--json', '--scenario', 'patient.race.yaml'], folder);
    const patient = JSON.parse(again.stdout) as Report;
    expect(verdicts(patient)).toMatchObject({ 'converges by value': 'inconclusive', 'own writes': 'violated' });
    expect(patient.scenarios[0]?.invariants[0]?.because).toContain('no read on b began later than 20s');
    expect(readFileSync(join(folder, results, 'history.ndjson'), 'utf8')).toContain('"hold":"headers"');
  });

  it('holds of replicas that agree', async () => {
    const folder = inFolder({ 'good.race.yaml': scenario(await replicas(0, 0), '100ms') });
    const { stdout, code } = await racehound(['run', 'good.race.yaml', '--json', '--seed', '1'], folder);
    expect(new Set(Object.values(verdicts(JSON.parse(stdout) as Report)))).toEqual(new Set(['held']));
    expect(code).toBe(0);
  });
});
