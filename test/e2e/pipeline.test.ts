import { describe, expect, it } from 'vitest';
import { fixture, json, racehound, recordedLines, serve, shopScenario, start } from './cli.ts';

const { inFolder, keep, shopFolder } = fixture();

describe('racehound run --wait-for', () => {
  it('begins when the service is ready', async () => {
    let probes = 0;
    const { url } = await keep(
      serve((request, response) => {
        if (request.url === '/health') return json(response, (probes += 1) < 3 ? 503 : 200, {});
        json(response, request.url?.endsWith('/buy') ? 409 : 200, { id: '1', stock: 1 });
      }),
    );
    const folder = inFolder({ 'shop.race.yaml': shopScenario(url).replace('exactly: 1', 'exactly: 0') });
    const { stderr, stdout } = await racehound(['run', 'shop.race.yaml', '--wait-for', `${url}/health`], folder);
    expect(stderr).toContain(`waiting for ${url}/health, up to 60 s`);
    expect(probes).toBe(3);
    expect(stdout).toContain('3 of 3 fired');
  });

  it('ends with 3 when the service never answers, and when its host may not be tested', async () => {
    const { folder } = await shopFolder('atomic');
    const gone = ['--wait-for', 'http://127.0.0.1:1/health', '--wait-timeout', '300ms'];
    const { code, stderr, stdout } = await racehound(['run', 'shop.race.yaml', ...gone], folder);
    expect(stderr).toContain('the service was not ready within 0.3 s; at the last try nothing listens on 127.0.0.1:1;');
    expect(stdout).toBe('');
    expect(code).toBe(3);
    const elsewhere = await racehound(['run', 'shop.race.yaml', '--wait-for', 'http://elsewhere.invalid/'], folder);
    expect(elsewhere.stderr).toContain('--allow-host elsewhere.invalid');
    expect(elsewhere.code).toBe(3);
  });

  it('can be interrupted while it waits', async () => {
    const { folder } = await shopFolder('atomic');
    const { child, ended } = start(['run', 'shop.race.yaml', '--wait-for', 'http://127.0.0.1:1/'], folder);
    child.stderr?.once('data', () => child.kill('SIGINT'));
    expect((await ended).code).toBe(130);
  });
});

describe('racehound run --max-time', () => {
  it('stops after the round in flight, tears down, and does not call so few rounds held', async () => {
    let tornDown = 0;
    let prepared = 0;
    const { url } = await keep(
      serve((request, response) => {
        const answer = () => json(response, 201, { id: 1, stock: 1 });
        if (request.method === 'DELETE') tornDown += 1;
        if (request.method === 'POST' && request.url === '/items') prepared += 1;
        else return answer();
        // After the baseline and the first round, the second one takes all the time that may be left.
        if (prepared === 3) setTimeout(answer, 5_000);
        else answer();
      }),
    );
    const scenario = shopScenario(url, 'teardown:\n  - request: DELETE /items\n').replace('exactly: 1', 'exactly: 6');
    const folder = inFolder({ 'shop.race.yaml': scenario });
    const args = ['run', 'shop.race.yaml', '--rounds', '3000', '--max-time', '5s'];
    const { code, stdout } = await racehound(args, folder);
    expect(stdout).toMatch(
      /the time budget of 5 s ended it after [12] of 3000 rounds; "one winner": held in [0-2] of 3000 planned/,
    );
    expect(code).toBe(4);
    expect(tornDown).toBe(1);
    expect(recordedLines(folder).at(-2)).toMatchObject({ record: 'scenario-end', interrupted: false });
  });

  it('tells of the scenarios that it does not begin any more', async () => {
    const { folder } = await shopFolder('atomic');
    const { code, stdout } = await racehound(['run', 'shop.race.yaml', '--max-time', '0.001ms'], folder);
    expect(stdout).toContain('the time budget of 0.000001 s was spent before its first round');
    expect(code).toBe(4);
  });

  it('is inconclusive as well when the baseline outlasts it', async () => {
    const { url } = await keep(
      serve((request, response) => {
        const answer = () => json(response, 201, { id: 1, stock: 1 });
        if (request.url?.endsWith('/buy')) setTimeout(answer, 1_100);
        else answer();
      }),
    );
    const folder = inFolder({ 'shop.race.yaml': shopScenario(url) });
    const { code, stdout } = await racehound(['run', 'shop.race.yaml', '--max-time', '1s'], folder);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /the time budget of 1 s was spent (after \d of 6 members of the baseline|before its first round); "one winner"/,
    );
    expect(code).toBe(4);
  });

  it('takes a duration, and says so', async () => {
    const { code, stderr } = await racehound(['run', '.', '--max-time', '2'], inFolder({}));
    expect(stderr).toContain('expected a number and a unit');
    expect(code).toBe(2);
  });
});

describe('racehound run --quiet', () => {
  it('keeps to the report', async () => {
    const { folder } = await shopFolder('racy');
    expect((await racehound(['run', 'shop.race.yaml'], folder)).stderr).toBe(
      'hunting: one buyer gets the item (3 rounds)\n',
    );
    expect((await racehound(['run', 'shop.race.yaml', '-q'], folder)).stderr).toBe('');
  });
});
