import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { fixture, racehound } from './cli.ts';

/** The server has a process of its own: both ends of ten thousand connections are more than one process may have open. */
const server = `
  const server = require('node:http').createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(201).end());
  });
  server.keepAliveTimeout = 120000;
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port));
`;

const { inFolder, later } = fixture();

it('holds ten thousand HTTP/1.1 members open at one time, or says before the first packet what the system must allow', async () => {
  const child = spawn(process.execPath, ['-e', server], { stdio: ['ignore', 'pipe', 'inherit'] });
  later(() => child.kill());
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const folder = inFolder({
    'crowd.race.yaml': `name: a crowd
target: http://127.0.0.1:${String(port).trim()}
rounds: 1
baseline: false
burst:
  sync: last-byte
  window: 10s
  requests:
    - { name: buy, count: 10000, request: POST /buy, json: { amount: 1 }, timeout: 60s }
invariants:
  - count: { of: buy.ok, exactly: 10000 }
`,
  });
  const { code, stdout } = await racehound(['run', 'crowd.race.yaml', '--max-requests', '20000'], folder);
  if (/ulimit -n/.test(stdout)) {
    expect(code).toBe(3);
    expect(stdout).toContain('ulimit -n 10256');
  } else {
    expect(stdout).toMatch(/ok 10000\n/);
    expect(code).toBe(0);
  }
});
