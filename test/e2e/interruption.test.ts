import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture, json, recordedLines, serve, shopScenario, start } from './cli.ts';

const { inFolder, keep } = fixture();

describe('a demo', () => {
  it('that was interrupted in its first half does not begin the second one', async () => {
    const { child, ended } = start(['demo', '--rounds', '300'], inFolder({}));
    await new Promise<void>((hunting) => {
      child.stderr?.on('data', (text: string) => {
        if (text.includes('hunting 1 of')) hunting();
      });
    });
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(stdout).toContain('The racy services');
    expect(stdout).not.toContain('Their mended twins');
    expect(code).toBe(130);
  });
});

describe('a run', () => {
  it('that was interrupted before it fired anything leaves no folder, and reports nothing', async () => {
    const folder = inFolder({ 'shop.race.yaml': shopScenario('http://127.0.0.1:1') });
    const { child, ended } = start(['run', '.', '--wait-for', 'http://127.0.0.1:1'], folder);
    await new Promise<void>((waiting) => {
      child.stderr?.on('data', (text: string) => {
        if (text.includes('waiting for')) waiting();
      });
    });
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(stdout).toBe('');
    expect(stderr).toContain('interrupted before anything was fired');
    expect(code).toBe(130);
    expect(readdirSync(folder)).toEqual(['shop.race.yaml']);
  });
});

describe('an output that nobody reads', () => {
  it('stops the hunt as Ctrl-C does, with teardown run', async () => {
    let tornDown = 0;
    const { url } = await keep(
      serve((request, response) => {
        if (request.method === 'DELETE') tornDown += 1;
        json(response, 201, { id: 1, stock: 1 });
      }),
    );
    const scenario = shopScenario(url, 'teardown:\n  - request: DELETE /items\n');
    const names = ['a', 'b', 'c'];
    const folder = inFolder(Object.fromEntries(names.map((name) => [`${name}.race.yaml`, scenario])));
    const { child, ended } = start(['run', '.'], folder);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(130);
    const began = recordedLines(folder).filter(({ record }) => record === 'scenario');
    expect(began.length).toBeLessThan(3);
    expect(tornDown).toBe(began.length);
  });

  it('costs a command that only prints nothing', async () => {
    const { child, ended } = start(['schema'], inFolder({}));
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});
