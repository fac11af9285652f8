import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/analysis/index.ts';
import { fixture, json, racehound, serve } from './cli.ts';

/*
 * What the scenarios of the catalogue say of services that are not the lab's. Each of these works in one step, so that no request
 * can come in between: whatever a scenario blames it for is a rule of the lab, or a bug that shows without a race.
 */

const { inFolder, keep } = fixture();

/** The invariants that a service broke in a few rounds. A hunt that is inconclusive, as on a busy machine, has broken none. */
async function brokenBy(scenario: string, handle: Handler): Promise<readonly string[]> {
  const { url } = await keep(
    serve((request, response, body) => {
      const [status, value] = handle(`${request.method} ${request.url}`, body === '' ? {} : JSON.parse(body));
      json(response, status, value);
    }),
  );
  const file = resolve(import.meta.dirname, `../../scenarios/${scenario}.race.yaml`);
  const { stdout, stderr } = await racehound(['run', file, '--target', url, '--rounds', '3', '--json'], inFolder({}));
  const [report] = (JSON.parse(stdout) as RunReport).scenarios;
  expect(report?.untestable, stderr).toBeUndefined();
  return (report?.invariants ?? []).filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
}

type Answer = readonly [status: number, json: unknown];
type Handler = (line: string, body: Readonly<Record<string, unknown>>) => Answer;

describe('revoked-permission', () => {
  /** A channel in which a ban takes the right to write and all messages, or none, or the messages only. */
  function channel(ban: 'takes all' | 'takes nothing' | 'takes the messages only'): Handler {
    let members = 0;
    let mayWrite = false;
    let messages = 0;
    return (line) => {
      switch (line.replace(/\d+/, 'ID')) {
        case 'POST /channels':
          messages = 0;
          return [201, { id: 1 }];
        case 'POST /channels/ID/members':
          members = 1;
          mayWrite = true;
          return [201, {}];
        case 'DELETE /channels/ID/members/mallory':
          members = 0;
          mayWrite = ban === 'takes the messages only';
          if (ban !== 'takes nothing') messages = 0;
          return [200, {}];
        case 'POST /channels/ID/messages':
          if (!mayWrite) return [403, {}];
          messages += 1;
          return [201, {}];
        default:
          return [200, { members, messages }];
      }
    };
  }

  it.each(['takes all', 'takes nothing'] as const)('blames nobody whose ban %s', async (ban) => {
    expect(await brokenBy('revoked-permission', channel(ban))).toEqual([]);
  });

  it('catches a service that has kept the right', async () => {
    expect(await brokenBy('revoked-permission', channel('takes the messages only'))).toContain(
      'nobody writes who was banned before',
    );
  });
});

describe('active-sessions', () => {
  /** Counts right, and answers every DELETE alike, as RFC 9110, section 9.2.2, allows. */
  function tenant(): Handler {
    const sessions = new Set<number>();
    let last = 0;
    return (line) => {
      if (line === 'POST /tenants') sessions.clear();
      if (line.startsWith('POST /tenants/')) sessions.add((last += 1));
      if (line.startsWith('DELETE ')) sessions.delete(Number(line.split('/').at(-1)));
      return [line.startsWith('POST ') ? 201 : 200, { id: last, active: sessions.size, sessions: sessions.size }];
    };
  }

  it('blames nobody who tells every log-out that it is done', async () => {
    expect(await brokenBy('active-sessions', tenant())).toEqual([]);
  });
});
