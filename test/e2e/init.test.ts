import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labTarget } from '../../src/importers/starter.ts';
import { fixture, racehound, shop } from './cli.ts';
import { labOfFile } from './lab-fixture.ts';

const { inFolder, keep } = fixture();
const { urlOf } = labOfFile();

describe('racehound init', () => {
  it('writes a first scenario that the tool itself accepts, and says what to do next', async () => {
    const folder = inFolder({});
    const { code, stdout } = await racehound(['init', '--target', 'http://127.0.0.1:8080/shop'], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('racehound run first.race.yaml');
    expect(readFileSync(join(folder, 'first.race.yaml'), 'utf8')).toContain('target: http://127.0.0.1:8080/shop #');
    expect((await racehound(['validate', 'first.race.yaml'], folder)).code).toBe(0);
  });

  it('writes a first scenario that can be fired at the lab as it stands', async () => {
    const folder = inFolder({});
    await racehound(['init'], folder);
    const target = urlOf(new URL(labTarget).pathname.slice(1));
    const run = ['run', 'first.race.yaml', '--rounds', '3', '--target', target, '--json'];
    const { scenarios } = JSON.parse((await racehound(run, folder)).stdout) as {
      scenarios: { rounds: object; untestable?: string; baseline: object }[];
    };
    expect(scenarios).toMatchObject([
      { rounds: { fired: 3 }, baseline: { verdict: 'held', outcomes: { sold: 1, refused: 19 } } },
    ]);
  });

  it('never writes over a file, unless told so', async () => {
    const folder = inFolder({ 'mine.race.yaml': 'mine' });
    const { code, stderr } = await racehound(['init', 'mine.race.yaml'], folder);
    expect(stderr).toContain('--force');
    expect(code).toBe(2);
    expect(readFileSync(join(folder, 'mine.race.yaml'), 'utf8')).toBe('mine');
    expect((await racehound(['init', 'mine.race.yaml', '--force'], folder)).code).toBe(0);
    expect(readFileSync(join(folder, 'mine.race.yaml'), 'utf8')).toContain('invariants:');
  });

  it('writes the scenario of a class for a service of mine, and knows the classes', async () => {
    const folder = inFolder({});
    const { code } = await racehound(['init', '--class', 'oversell', '--target', 'http://127.0.0.1:8080/shop'], folder);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'first.race.yaml'), 'utf8')).toContain(
      'target: http://127.0.0.1:8080/shop # CHANGE',
    );
    expect((await racehound(['validate', 'first.race.yaml'], folder)).code).toBe(0);
    const wrong = await racehound(['init', 'other.race.yaml', '--class', 'overssell'], folder);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('did you mean oversell?')]);
    expect((await racehound(['init', '--class', 'oversell', '--from', 'curl', 'x'], folder)).code).toBe(2);
  });

  it('says that a run of the folder would skip the file, and that a target that nobody named is a guess', async () => {
    const folder = inFolder({});
    const hints = async (args: readonly string[]) => {
      const { stdout } = await racehound(['init', ...args, '--class', 'oversell', '--force'], folder);
      return [/rename it to w\.race\.yaml: /.test(stdout), /in the place of http\S+, which is a guess/.test(stdout)];
    };
    expect(await hints(['w'])).toEqual([true, true]);
    expect(await hints(['w.race.yaml', '--target', 'http://127.0.0.1:1'])).toEqual([false, false]);
  });

  it('refuses what picks among requests of another format', async () => {
    const folder = inFolder({});
    const curl = ['init', '--from', 'curl', 'curl http://127.0.0.1/x'];
    for (const [args, option] of [
      [[...curl, '--entry', '1'], '--entry'],
      [[...curl, '--operation', 'buy'], '--operation'],
      [['init', '--entry', '1'], '--entry'],
    ] as const) {
      const { code, stderr } = await racehound(args, folder);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${option} picks among what --from`)]);
    }
  });

  it('writes a command that a shell reads as it is meant', async () => {
    const { stdout } = await racehound(['init', 'my first.race.yaml'], inFolder({}));
    expect(stdout).toContain("racehound run 'my first.race.yaml'");
  });

  it('writes to stdout for -, and names the schema where it lies in the folder', async () => {
    const folder = inFolder({ 'scenario.schema.json': '{}' });
    const { stdout } = await racehound(['init', '-'], folder);
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=scenario.schema.json\n/);
  });

  it('makes a scenario of a pasted curl command that runs as it is', async () => {
    const { url } = await keep(shop('atomic'));
    const folder = inFolder({});
    const command = `curl -X POST ${url}/items/1/buy -H 'authorization: Bearer s3cr3t-4711' --json '{"buyer":"ada"}'`;
    const { code, stdout } = await racehound(['init', 'buy.race.yaml', '--from', 'curl', command], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('export TOKEN=   #');
    expect(readFileSync(join(folder, 'buy.race.yaml'), 'utf8')).not.toContain('s3cr3t-4711');
    expect((await racehound(['run', 'buy.race.yaml', '--rounds', '2'], folder)).stderr).toContain('TOKEN is not set');
    const ran = await racehound(['run', 'buy.race.yaml', '--rounds', '2'], folder, { TOKEN: 's3cr3t-4711' });
    expect(ran.stdout).toContain('no errors');
  });

  it('lists what there is to choose from, and writes what was chosen', async () => {
    const operation = (operationId: string) => ({ operationId, responses: { 200: {} } });
    const paths = { '/orders': { post: operation('placeOrder'), get: operation('listOrders') } };
    const folder = inFolder({ 'shop.json': JSON.stringify({ openapi: '3.0.3', paths }) });
    const listed = await racehound(['init', 'shop.race.yaml', '--from', 'openapi', 'shop.json'], folder);
    expect(listed.stdout).toContain('placeOrder  POST /orders');
    expect(listed.stderr).toContain('--operation');
    expect(listed.code).toBe(5);
    const chosen = ['--from', 'openapi', 'shop.json', '--operation', 'placeOrder,listOrders'];
    expect((await racehound(['init', 'shop.race.yaml', ...chosen], folder)).code).toBe(0);
    expect((await racehound(['validate', 'shop.race.yaml'], folder)).code).toBe(0);
  });

  it('points into a command that it can not read', async () => {
    const { code, stderr } = await racehound(['init', '--from', 'curl', 'curl "http://127.0.0.1/$ID"'], inFolder({}));
    expect(stderr).toContain('a curl command:1:24: a shell would fill this in');
    expect(code).toBe(2);
    expect((await racehound(['init', '--from', 'crul', 'x'], inFolder({}))).stderr).toContain('did you mean curl?');
  });
});
