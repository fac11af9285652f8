import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunReport } from '../../src/analysis/index.ts';
import type { Lab } from '../../src/lab/index.ts';
import { fixture, racehound } from './cli.ts';
import { startLab } from './lab-fixture.ts';

const { inFolder } = fixture();
const instances = 20;
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ port: 0, instances });
});
afterAll(() => lab.stop());

/** The environment that docs/classes.md describes, with as many instances as the lab has. */
function project(): string {
  const names = Array.from({ length: instances }, (_, index) => (index < 3 ? ['a', 'b', 'c'][index] : `i${index + 1}`));
  const url = (index: number) => `"{{ scheme }}://127.0.0.1:{{ labPort + ${index + 1} }}/{{ twin }}/setting"`;
  return [
    'variables: { scheme: http, labPort: 4100, twin: racy }',
    'environments:',
    '  fleet:',
    '    instances:',
    ...names.map((name, index) => `      ${name}: ${url(index)}`),
  ].join('\n');
}

// It needs no collision, only copies that were read before: the hunt comes out the same on any machine.
it('hunts over as many instances as an environment lists', async () => {
  const file = 'setting.race.yaml';
  const folder = inFolder({
    [file]: readFileSync(`scenarios/${file}`, 'utf8'),
    'racehound.yaml': project(),
  });
  const hunt = async (twin: string) => {
    const variables = ['--var', `labPort=${lab.port}`, '--var', `twin=${twin}`];
    const args = ['run', file, '--environment', 'fleet', '--rounds', '5', '--json', '--results', twin, ...variables];
    const { stdout } = await racehound(args, folder);
    const [run = ''] = readdirSync(join(folder, twin));
    const history = readFileSync(join(folder, twin, run, 'history.ndjson'), 'utf8');
    const rounds = history.split('\n').filter((line) => line.includes('"record":"round"'));
    const asked = rounds.flatMap((round) => Array.from(round.matchAll(/"instance":"(\w+)"/g), ([, name]) => name));
    expect(new Set(asked).size).toBe(instances);
    return (JSON.parse(stdout) as RunReport).verdict;
  };
  expect(await hunt('racy')).toBe('violated');
  expect(await hunt('mended')).not.toBe('violated');
});
