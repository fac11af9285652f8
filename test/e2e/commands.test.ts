import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, json, racehound, recordedLines, serve, shopScenario } from './cli.ts';

const { inFolder, keep, later, shopFolder } = fixture();

interface Report {
  readonly schemaVersion: number;
  readonly verdict: string;
  readonly seed: number;
  readonly scenarios: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly rounds: Readonly<Record<string, number>>;
    readonly invariants: readonly { readonly name: string; readonly verdict: string }[];
  }[];
}

describe('racehound run', () => {
  it('writes the report with --json to stdout and nothing else, and with --reporter to a file', async () => {
    const { folder } = await shopFolder('racy');
    const { stdout, code } = await racehound(
      ['run', 'shop.race.yaml', '--json', '--reporter', 'json=out.json', '--seed', '9'],
      folder,
    );
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ schemaVersion: 1, verdict: 'violated', seed: 9 });
    expect(report.scenarios[0]).toMatchObject({
      name: 'one buyer gets the item',
      verdict: 'violated',
      rounds: { planned: 3, violated: 3 },
    });
    expect(report.scenarios[0]?.invariants).toMatchObject([{ name: 'one winner', verdict: 'violated' }]);
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toEqual(report);
    expect(code).toBe(1);
  });

  it('refuses a report path that can not be written before anything is sent', async () => {
    const { code, stderr } = await racehound(
      ['run', 'shop.race.yaml', '--reporter', 'json=nowhere/out.json'],
      (await shopFolder('racy')).folder,
    );
    expect(stderr).toContain('nowhere/out.json');
    expect(code).toBe(2);
  });

  it('stops at the first violation with --bail', async () => {
    const { stdout } = await racehound(
      ['run', 'shop.race.yaml', '--bail', '--json', '--rounds', '20'],
      (await shopFolder('racy')).folder,
    );
    expect((JSON.parse(stdout) as Report).scenarios[0]?.rounds).toMatchObject({ planned: 20, fired: 1 });
  });

  it('fires from two threads as well, with every member answered once', async () => {
    const { folder } = await shopFolder('atomic');
    const { code } = await racehound(['run', 'shop.race.yaml', '--workers', '2'], folder);
    expect(code).toBe(0);
    const rounds = recordedLines(folder).filter(({ record }) => record === 'round');
    const many = await racehound(['run', 'shop.race.yaml', '--workers', '99', '--rounds', '1'], folder);
    expect(many.stderr).toContain('--workers 99: 6 threads will fire it');
    expect(rounds).toHaveLength(4);
    for (const { operations } of rounds) {
      const members = (operations as { member: number }[]).map(({ member }) => member);
      expect(members.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('lets no secret into any output: not from the environment, not from a header, not from what was captured, not from a variable', async () => {
    const session = 'session-4711-abcdef';
    const server = await keep(
      serve((request, response) => {
        const echoed = {
          yourToken: request.headers.authorization,
          cookie: request.headers.cookie,
          admin: request.headers['x-admin'],
          access_token: 'access-4711-abcdef',
          rows: [{ apiKey: 'row-key-4711' }],
        };
        response.setHeader('set-cookie', `sid=${session}; HttpOnly`);
        json(response, 201, echoed);
      }),
    );
    const scenario = `name: secrets stay secret
target: ${server.url}
rounds: 2
secrets: { token: { env: HOME } }
prepare:
  - request: POST /login
    capture: { session: { cookie: sid }, access: $.access_token, rows: $.rows }
burst:
  window: 5s # the verdicts below take valid rounds, also on a busy machine
  requests:
    - name: buy
      count: 2
      request: POST /buy
      auth: { bearer: "{{ secrets.token }}" }
      headers: { x-api-key: literal-key-9876, x-admin: "{{ adminToken }}" }
      cookies: { sid: "{{ session }}" }
      capture: { told: $.yourToken, cookie: $.cookie, mine: $.access_token }
invariants:
  - identical: { of: buy, value: told }
  - identical: { of: buy, value: mine }
  - unique: { of: buy, value: mine }
  - count: { of: ok, exactly: 1 }
`;
    const folder = inFolder({ 'secret.race.yaml': scenario });
    const given = ['--var', 'adminToken=hunter2secret', '--reporter', 'json=out.json'];
    const { stdout, stderr } = await racehound(['run', 'secret.race.yaml', ...given], folder);
    const run = readdirSync(join(folder, 'racehound-results'))[0] ?? '';
    const history = readFileSync(join(folder, 'racehound-results', run, 'history.ndjson'), 'utf8');
    const everything = [stdout, stderr, history, readFileSync(join(folder, 'out.json'), 'utf8')].join('\n');
    expect(history).toContain('redacted');
    const captured = [session, 'access-4711-abcdef', 'row-key-4711'];
    for (const secret of [`Bearer ${process.env['HOME']}`, 'literal-key-9876', 'hunter2secret', ...captured])
      expect(everything).not.toContain(secret);

    const judged = (text: string) => (JSON.parse(text) as Report).scenarios[0]?.invariants;
    const live = judged(readFileSync(join(folder, 'out.json'), 'utf8'));
    expect(live?.map(({ verdict }) => verdict)).toEqual(['held', 'held', 'violated', 'violated']);
    const again = await racehound(['check', join('racehound-results', run), '--json'], folder);
    expect(judged(again.stdout)).toMatchObject(live?.map(({ name, verdict }) => ({ name, verdict })) ?? []);

    const replayed = ['replay', join('racehound-results', run), '--round', '1', '--tries', '1', '--json'];
    expect((await racehound(replayed, folder)).stderr).toContain('give them again: --var adminToken=...');
    expect((await racehound([...replayed, '--var', 'adminToken=hunter2secret'], folder)).code).toBe(1);
  });

  it('hunts over TLS, with the certificate verified unless told otherwise', async () => {
    const folder = inFolder({});
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        '-keyout',
        'key.pem',
        '-out',
        'cert.pem',
        ...subject,
      ],
      { cwd: folder, stdio: 'ignore' },
    );
    const server = createServer(
      { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) },
      (request, response) => {
        request.resume().on('end', () => json(response, 201, { id: '1', stock: 1 }));
      },
    );
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    later(() => server.close().closeAllConnections());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const scenario = shopScenario(`https://localhost:${port}`).replace('exactly: 1', 'exactly: 6');
    const work = inFolder({ 'tls.race.yaml': scenario });
    const refused = await racehound(['run', 'tls.race.yaml'], work);
    expect(refused.stdout).toMatch(/self-signed|DEPTH_ZERO/);
    expect(refused.code).toBe(3);
    expect((await racehound(['run', 'tls.race.yaml', '--insecure'], work)).code).toBe(0);
    expect((await racehound(['run', 'tls.race.yaml', '--cacert', join(folder, 'cert.pem')], work)).code).toBe(0);
  });
});

describe('racehound check', () => {
  it('judges a recorded run again to the same verdict, and with changed invariants to another, with no traffic', async () => {
    const { folder, closeShop } = await shopFolder('racy');
    await racehound(['run', 'shop.race.yaml'], folder);
    await closeShop();
    const run = join('racehound-results', readdirSync(join(folder, 'racehound-results'))[0] ?? '');
    expect((await racehound(['check', run], folder)).code).toBe(1);
    const changed = inFolder({
      'changed.race.yaml': shopScenario('http://127.0.0.1:1').replace('exactly: 1', 'atLeast: 1'),
    });
    expect((await racehound(['check', join(folder, run), '--scenario', 'changed.race.yaml'], changed)).code).toBe(0);
    // Two lines further down, in a file outside of the other one's folder.
    const moved = inFolder({ 'moved.race.yaml': `# a\n# b\n${shopScenario('http://127.0.0.1:1')}` });
    const { stdout } = await racehound(
      ['check', join(folder, run), '--scenario', 'moved.race.yaml', '--reporter', 'sarif'],
      moved,
    );
    expect(stdout).toContain('"uri": "moved.race.yaml"');
    const line =
      shopScenario('')
        .split('\n')
        .findIndex((text) => text.includes('name: one winner')) + 3;
    expect(stdout).toContain(`"startLine": ${line}`);
    const told = (await racehound(['check', join(folder, run), '--scenario', 'moved.race.yaml'], moved)).stdout;
    expect(told).toMatch(/to look into it:\n  racehound check \S+ --scenario moved.race.yaml --reporter html=/);
    expect(told).toContain('Once it is mended:\n           racehound run moved.race.yaml --seed');
    expect(told).not.toContain('racehound run shop.race.yaml');
  });

  it('judges one of several scenarios, and asks which where a changed one can stand for one only', async () => {
    const { folder, closeShop } = await shopFolder('atomic');
    const text = readFileSync(join(folder, 'shop.race.yaml'), 'utf8');
    const other = text.replace('one buyer gets the item', 'the other');
    writeFileSync(join(folder, 'other.race.yaml'), other);
    await racehound(['run', '.', '--rounds', '1'], folder);
    await closeShop();
    writeFileSync(join(folder, 'changed.race.yaml'), other.replace('exactly: 1', 'exactly: 2'));
    const run = join('racehound-results', readdirSync(join(folder, 'racehound-results'))[0] ?? '');
    const names = (stdout: string) => (JSON.parse(stdout) as Report).scenarios.map(({ name }) => name);
    expect(names((await racehound(['check', run, '--only', 'the other', '--json'], folder)).stdout)).toEqual([
      'the other',
    ]);
    const changed = ['check', run, '--scenario', 'changed.race.yaml', '--reporter', 'csv=rounds.csv'];
    expect((await racehound(changed, folder)).stderr).toContain('say which with --only: "the other"');
    const told = await racehound([...changed, '--only', 'the other'], folder);
    expect(told.code).toBe(1);
    expect(readFileSync(join(folder, 'rounds.csv'), 'utf8')).not.toContain('one buyer gets the item');
    const none = await racehound(['check', run, '--only', 'third'], folder);
    expect(none.stderr).toContain('holds no scenario third');
    expect(none.code).toBe(2);
  });

  it('says what is wrong with a path that holds no run', async () => {
    const { code, stderr } = await racehound(['check', 'nowhere'], inFolder({}));
    expect(stderr).toContain('racehound-results/<run>');
    expect(code).toBe(2);
  });
});

describe('racehound plan', () => {
  it('shows requests, hosts and budget and sends nothing; the same seed gives the same bytes', async () => {
    const folder = inFolder({ 'shop.race.yaml': shopScenario('http://127.0.0.1:1') });
    const [first, again, other] = await Promise.all(
      ['5', '5', '6'].map((seed) => racehound(['plan', 'shop.race.yaml', '--seed', seed, '--json'], folder)),
    );
    expect(first?.code).toBe(0);
    expect(again?.stdout).toBe(first?.stdout);
    expect(other?.stdout).not.toBe(first?.stdout);
    const { stdout } = await racehound(['plan', 'shop.race.yaml'], folder);
    expect(stdout).toContain('127.0.0.1:1');
    expect(stdout).toContain('9 a round, 36 in all');
  });

  it('fills in what is known, encoded as it will be sent, and leaves what waits for a capture', async () => {
    const text = shopScenario('http://127.0.0.1:1').replaceAll('/items/{{ item }}', '/{{ shelf }}/{{ item }}');
    const folder = inFolder({ 'shop.race.yaml': `${text}\nvariables: { shelf: items }\n` });
    const { stdout } = await racehound(['plan', 'shop.race.yaml', '--var', 'shelf=old/items'], folder);
    expect(stdout).toContain('  observe   GET /old%2Fitems/{{ item }}\n');
    expect(stdout).toMatch(/#0 .* POST \/old%2Fitems\/\{\{ item \}\}/);
    expect(stdout).not.toContain('shelf }}/');
  });
});

describe('the command line', () => {
  it('prints a JSON Schema, a version, and help that names the exit codes', async () => {
    const folder = inFolder({});
    expect(JSON.parse((await racehound(['schema'], folder)).stdout)).toHaveProperty('properties.burst');
    expect((await racehound(['--version'], folder)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await racehound(['run', '--help'], folder);
    expect(help.stdout).toContain('inconclusive');
    expect(help.code).toBe(0);
  });

  it('colours only where it is asked to off a terminal', async () => {
    const { folder } = await shopFolder('atomic');
    expect((await racehound(['validate', '.'], folder)).stdout).not.toContain('\u001b[');
    expect((await racehound(['--color', 'always', 'validate', '.'], folder)).stdout).toContain('\u001b[');
  });
});
