import { readdir, rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { start } from './cli.ts';
import { temporaryFolder } from './lab-fixture.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const untilReady = ({ child }: ReturnType<typeof start>) =>
  new Promise<void>((ready) => {
    child.stdout?.on('data', (text: string) => text.includes('the lab is ready') && ready());
  });

it('leaves nothing behind when its terminal is closed, of which it may be told twice', async () => {
  const running = start(['lab', '--port', '0', '--tls'], folder, undefined, { TMPDIR: folder });
  await untilReady(running);
  const before = await readdir(folder);
  expect(before.length).toBeGreaterThan(0);
  running.child.kill('SIGHUP');
  running.child.kill('SIGHUP');
  const { code, stderr } = await running.ended;
  expect([code, stderr, await readdir(folder)]).toEqual([0, 'stopping the lab\n', []]);
});

it('asks nobody to open HTTP/2 without TLS in a browser', async () => {
  const running = start(['lab', '--port', '0', '--http2'], folder, undefined, { TMPDIR: folder });
  await untilReady(running);
  running.child.kill('SIGTERM');
  const { stdout } = await running.ended;
  expect(stdout).toMatch(
    /^the lab is ready on http:\S+ \(HTTP\/2 by prior knowledge, which no browser speaks; Ctrl-C stops it\)\n$/,
  );
});
