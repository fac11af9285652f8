import { afterAll, describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../src/reporters/doctor.ts';
import { type WireServer, wireServer } from '../unit/transports/wire-server.ts';
import { racehound } from './cli.ts';
import { temporaryFolder } from './lab-fixture.ts';

const servers: WireServer[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

const folder = await temporaryFolder();

describe('racehound doctor', () => {
  it('fires at a recorder of its own, and sets what that saw beside what the client claims', async () => {
    const { code, stdout } = await racehound(['doctor', '--bursts', '4', '--json'], folder);
    expect(code).toBe(0);
    const { machine, selfTest, advice } = JSON.parse(stdout) as DoctorReport;
    expect(machine.cores).toBeGreaterThan(0);
    expect(advice.length).toBeGreaterThan(0);
    expect(selfTest).toHaveLength(30);
    expect(selfTest.map(({ unanswered }) => unanswered)).toEqual(selfTest.map(() => 0));
    // One connection: all members in one read. One each: a read for every member. At best: what was sent ahead of the release
    // counts as well where the recorder was kept from its core, and read it late.
    for (const { summary, members, reads } of selfTest) {
      const least = /HTTP\/2|pipelined/.test(summary) ? 1 : members;
      expect([summary, reads[0]]).toEqual([summary, least]);
    }
  });

  it('tells what a target speaks, and what auto would do with it', async () => {
    const server = await wireServer({ tls: false, protocol: 'h2', maxStreams: 10, eager: true });
    servers.push(server);
    const { code, stdout } = await racehound(['doctor', '--target', `http://127.0.0.1:${server.origin.port}`], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/speaks +HTTP\/2\n/);
    expect(stdout).toMatch(/stream limit +10\n/);
    expect(stdout).toMatch(/early dispatch +over HTTP\/2 it answers a request whose end is still held back/);
    expect(stdout).toMatch(/sync: auto +auto rotates through single-packet over HTTP\/2, held at the headers/);
  });

  it('fires at no target that nobody allowed, and says so when nobody is there', async () => {
    const refused = await racehound(['doctor', '--target', 'http://192.0.2.1'], folder);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/--allow-host 192\.0\.2\.1/)]);
    const nobody = await racehound(['doctor', '--target', 'http://127.0.0.1:9'], folder);
    expect(nobody.code).toBe(3);
    expect(nobody.stdout).toMatch(/not HTTP\/1\.1 +nothing listens on 127\.0\.0\.1:9;/);
  });
});
