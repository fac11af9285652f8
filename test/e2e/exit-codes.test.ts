import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, json, racehound, recordedLines, serve, shop, shopScenario, start, type TestServer } from './cli.ts';

const { inFolder, keep, shopFolder } = fixture();

describe('exit codes', () => {
  it('are 0 when every invariant held', async () => {
    const { code, stdout } = await racehound(['run', 'shop.race.yaml'], (await shopFolder('atomic')).folder);
    expect(stdout).toContain('HELD');
    expect(code).toBe(0);
  });

  it('are 1 when an invariant was violated, with the witness and the replay line', async () => {
    const { code, stdout } = await racehound(
      ['run', 'shop.race.yaml', '--seed', '5'],
      (await shopFolder('racy')).folder,
    );
    expect(stdout).toContain('VIOLATED');
    expect(stdout).toContain('sold: exactly 1');
    expect(stdout).toContain('the witness: 2 requests');
    expect(stdout).toContain('racehound run shop.race.yaml --seed 5 --rounds 3');
    expect(code).toBe(1);
  });

  it('are 2 for an unknown option, an unknown command and a faulty scenario, and nothing is sent', async () => {
    let requests = 0;
    const { url } = await keep(serve((_, response) => json(response, 200, (requests += 1))));
    const folder = inFolder({ 'shop.race.yaml': shopScenario(url).replace('of: sold', 'of: soled') });
    expect((await racehound(['run', '--nonsense', 'shop.race.yaml'], folder)).code).toBe(2);
    expect((await racehound(['nonsense'], folder)).code).toBe(2);
    const { code, stderr } = await racehound(['run', 'shop.race.yaml'], folder);
    expect(stderr).toContain('did you mean `sold`?');
    expect(stderr).toMatch(/shop\.race\.yaml:\d+:\d+/);
    expect(code).toBe(2);
    expect(requests).toBe(0);
  });

  it('are 3 when the target is not there', async () => {
    const { code, stdout } = await racehound(
      ['run', 'shop.race.yaml'],
      inFolder({ 'shop.race.yaml': shopScenario('http://127.0.0.1:1') }),
    );
    expect(stdout).toMatch(/COULD NOT TEST[^]*nothing listens on 127\.0\.0\.1:1;/);
    expect(code).toBe(3);
  });

  it('are 3 when a step of prepare gets the wrong answer', async () => {
    const { url } = await keep(serve((_, response) => json(response, 500, { error: 'broken' })));
    const { code, stdout } = await racehound(
      ['run', 'shop.race.yaml'],
      inFolder({ 'shop.race.yaml': shopScenario(url) }),
    );
    expect(stdout).toContain('status 500');
    expect(code).toBe(3);
  });

  it('are 3 when the guard refuses a host, before the first packet', async () => {
    const folder = inFolder({ 'shop.race.yaml': shopScenario('http://example.invalid') });
    const { code, stderr } = await racehound(['run', 'shop.race.yaml'], folder);
    expect(stderr).toContain('--allow-host example.invalid');
    expect(code).toBe(3);
  });

  it('are 3 when the plan needs more requests than the budget', async () => {
    const { code, stderr } = await racehound(
      ['run', 'shop.race.yaml', '--max-requests', '5'],
      (await shopFolder('atomic')).folder,
    );
    expect(stderr).toContain('the budget is 5');
    expect(code).toBe(3);
  });

  it('are 2 for what can not be read, before anything is sent', async () => {
    const { folder } = await shopFolder('atomic');
    writeFileSync(join(folder, 'empty.ndjson'), '{"record":"scenario","scenario":0,"facts":{}}\n');
    for (const [args, title] of [
      [['run', 'shop.race.yaml', '--cacert', 'nope.pem'], '--cacert nope.pem: ENOENT'],
      [['doctor', '--target', 'http://127.0.0.1:9', '--cacert', 'nope.pem'], '--cacert nope.pem: ENOENT'],
      [['validate', 'shop.race.yaml/x'], 'there is no file or folder shop.race.yaml/x'],
      [['check', 'empty.ndjson'], 'empty.ndjson:1: not a scenario of this version: name:'],
      [['plan', '.', '--tag', 'none'], 'nothing selected'],
      [['run', 'shop.race.yaml', '--seed', ''], 'expected a whole number from 0'],
    ] as const) {
      const { code, stderr } = await racehound(args, folder);
      expect(stderr).toContain(title);
      expect(code).toBe(title === 'nothing selected' ? 5 : 2);
    }
    expect(existsSync(join(folder, 'racehound-results'))).toBe(false);
  });

  it('are 2 when a plan is asked of several scenarios', async () => {
    const { folder } = await shopFolder('atomic');
    writeFileSync(join(folder, 'b.race.yaml'), readFileSync(join(folder, 'shop.race.yaml')));
    const { code, stderr } = await racehound(['plan', '.'], folder);
    expect(stderr).toContain('. holds 2 scenarios; a plan is shown of one');
    expect(code).toBe(2);
  });

  it('are 0 with a budget of exactly what the plan needs', async () => {
    const { url } = await keep(shop('atomic'));
    const folder = inFolder({ 'shop.race.yaml': `${shopScenario(url)}\nteardown: [{ sleep: 1ms }, { sleep: 1ms }]\n` });
    const { stdout: plan } = await racehound(['plan', 'shop.race.yaml'], folder);
    const [, total = ''] = /(\d+) in all/.exec(plan) ?? [];
    const { code, stdout } = await racehound(['run', 'shop.race.yaml', '--max-requests', total], folder);
    expect(stdout).toContain('HELD');
    expect(code).toBe(0);
  });

  it('are 4 when no burst was tight enough to prove anything', async () => {
    const { url } = await keep(shop('atomic'));
    const folder = inFolder({ 'shop.race.yaml': shopScenario(url).replace('window: 20s', 'window: 0.001us') });
    const { code, stdout } = await racehound(['run', 'shop.race.yaml'], folder);
    expect(stdout).toContain('INCONCLUSIVE');
    expect(code).toBe(4);
  });

  it('are 5 when nothing is selected', async () => {
    const { folder } = await shopFolder('atomic');
    expect((await racehound(['run', '--tag', 'nothing', 'shop.race.yaml'], folder)).code).toBe(5);
    expect((await racehound(['validate', '.', '--tag', 'nothing'], folder)).code).toBe(5);
  });

  it('are 130 after Ctrl-C and 143 after SIGTERM and SIGHUP, with teardown run and the rounds recorded', async () => {
    for (const [signal, expected] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 143],
    ] as const) {
      let tornDown = 0;
      const bursts = { sent: 0 };
      const { url } = await keep(
        serve((request, response) => {
          if (request.method === 'DELETE') tornDown += 1;
          if (request.url?.endsWith('/buy')) bursts.sent += 1;
          json(response, 201, { id: 1, stock: 1 });
        }),
      );
      const folder = inFolder({ 'shop.race.yaml': shopScenario(url, 'teardown:\n  - request: DELETE /items\n') });
      const { child, ended } = start(['run', 'shop.race.yaml', '--rounds', '3000'], folder);
      while (bursts.sent < 20) await new Promise((done) => setTimeout(done, 20));
      child.kill(signal);
      const { code } = await ended;
      expect(code).toBe(expected);
      expect(tornDown).toBe(1);
      const records = recordedLines(folder);
      expect(records.filter(({ record }) => record === 'round').length).toBeGreaterThan(1);
      expect(records.at(-1)).toMatchObject({ record: 'end', interrupted: true });
    }
  });
});

describe('a hostile target', () => {
  /** A shop whose purchases are answered by `misbehave`. */
  function badShop(misbehave: Parameters<typeof serve>[0]): Promise<TestServer> {
    return keep(
      serve((request, response, body) => {
        if (request.url?.endsWith('/buy')) misbehave(request, response, body);
        else json(response, 201, { id: '1', stock: 1 });
      }),
    );
  }

  async function hunt(server: TestServer, timeout = '20s') {
    const folder = inFolder({
      // One connection each: whoever waits behind another's answer would tell of that one.
      'shop.race.yaml': `${shopScenario(server.url).replace('timeout: 20s', `timeout: ${timeout}`).replace('burst:\n', 'burst:\n  sync: last-byte\n')}baseline: false\n`,
    });
    const ended = await racehound(['run', 'shop.race.yaml', '--json'], folder);
    return {
      ...ended,
      operations: recordedLines(folder).flatMap(
        ({ operations = [] }) => operations as { outcome: string; effect: string; failure: { kind: string } }[],
      ),
    };
  }

  it('that hangs leaves every outcome unknown, and the verdict inconclusive', async () => {
    const { code, operations } = await hunt(await badShop(() => undefined), '300ms');
    expect(operations).toHaveLength(18);
    for (const operation of operations)
      expect(operation).toMatchObject({ outcome: 'lost', effect: 'info', failure: { kind: 'timeout' } });
    expect(code).toBe(4);
  });

  it('that resets connections leaves every outcome unknown, and the verdict inconclusive', async () => {
    const { code, operations } = await hunt(await badShop((request) => request.socket.resetAndDestroy()));
    for (const operation of operations)
      expect(operation).toMatchObject({ outcome: 'lost', effect: 'info', failure: { kind: 'reset' } });
    expect(code).toBe(4);
  });

  it('that never ends a body is cut off by the timeout, and what came is kept', async () => {
    const server = await badShop((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(1000)), 50);
      response.on('close', () => clearInterval(timer));
      response.writeHead(409);
    });
    const { code, operations } = await hunt(server, '2s');
    for (const operation of operations)
      expect(operation).toMatchObject({ outcome: 'lost', answer: { status: 409 }, failure: { kind: 'timeout' } });
    expect(code).toBe(4);
  });

  it('that dies in mid-burst ends the hunt early, with what was recorded kept', async () => {
    let bought = 0;
    const server = await badShop((_, response) => {
      bought += 1;
      // The baseline is off: six members a round, so this is the middle of the second one.
      if (bought > 9) void server.close();
      else json(response, bought % 6 === 1 ? 201 : 409, {});
    });
    const { code, operations } = await hunt(server);
    expect(operations.some(({ outcome }) => outcome === 'lost')).toBe(true);
    expect(
      operations.filter(({ outcome }) => outcome === 'sold' || outcome === 'refused').length,
    ).toBeGreaterThanOrEqual(6);
    expect(code).toBe(3);
  });
});

describe('a full disk', () => {
  // A limit on the size of files stands in for a full disk: the write fails in the same place, with EFBIG for ENOSPC.
  const limitedTo = (blocks: number) => [
    '/bin/bash',
    '-c',
    `trap "" XFSZ; ulimit -f ${blocks}; exec "$@"`,
    'limited',
    process.execPath,
  ];

  it('loses neither the violation that was found before it, nor the scenarios after it', async () => {
    const { folder } = await shopFolder('racy');
    const scenario = readFileSync(join(folder, 'shop.race.yaml'), 'utf8');
    writeFileSync(join(folder, 'then.race.yaml'), scenario.replace('name: ', 'name: again '));
    const args = ['run', 'shop.race.yaml', 'then.race.yaml', '--rounds', '200', '--reporter', 'json=out.json'];
    const { code, stdout, stderr } = await start(args, folder, limitedTo(16)).ended;
    expect(stdout).toContain('1 violated');
    expect(stdout).toContain('again one buyer gets the item');
    expect(stderr).toMatch(/could not write out\.json[^]*help: free some space, and render it from the history/);
    expect(existsSync(join(folder, 'out.json'))).toBe(false);
    expect(code).toBe(1);
  });

  it('ends the run with 3 and keeps what was recorded', async () => {
    const { folder } = await shopFolder('atomic');
    const { code, stdout } = await start(['run', 'shop.race.yaml', '--rounds', '200'], folder, limitedTo(16)).ended;
    expect(stdout).toContain('could not write');
    expect(code).toBe(3);
    const results = join(folder, 'racehound-results');
    expect(readFileSync(join(results, readdirSync(results)[0] ?? '', 'history.ndjson'), 'utf8')).toContain(
      '"record":"round"',
    );
  });
});
