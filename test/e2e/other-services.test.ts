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
      const line = `${request.method} ${request.url}`;
      const [status, value] = handle(line, body === '' ? {} : JSON.parse(body), request.headers.authorization);
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
type Handler = (line: string, body: Readonly<Record<string, string>>, authorization?: string) => Answer;

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

describe('key-confusion', () => {
  /** A shop that keeps the keys of its customers apart. A key that comes with something else is refused, or gets the first order. */
  function shop(answerToAnother: 'refuses' | 'repeats'): Handler {
    const names: string[] = [];
    const orders = new Map<string, string>();
    return (line, body, authorization = '') => {
      const customer = Number(authorization.split('-').at(-1));
      const key = String(customer);
      const ordered = orders.get(key);
      switch (line) {
        case 'POST /shoppers':
          names.push(body['name'] ?? '');
          return [201, { token: `customer-${names.length - 1}` }];
        case 'GET /orders':
          return [200, { items: ordered === undefined ? [] : [ordered] }];
        case 'POST /orders': {
          const item = ordered ?? body['item'] ?? '';
          orders.set(key, item);
          if (item !== body['item'] && answerToAnother === 'refuses') return [422, {}];
          return [201, { id: customer, shopper: names[customer], item }];
        }
        default:
          return [404, {}];
      }
    };
  }

  it('blames nobody who refuses a key that comes with something else', async () => {
    expect(await brokenBy('key-confusion', shop('refuses'))).toEqual([]);
  });

  it('catches a service that answers it with the first order', async () => {
    expect(await brokenBy('key-confusion', shop('repeats'))).toContain('everybody gets what they ordered');
  });
});

describe('login-lockout', () => {
  /** Locks after five guesses; whether right ones are among them is what it is asked for. */
  function login(counts: 'wrong guesses' | 'all guesses'): Handler {
    const failures = new Map<string, number>();
    return (line, { name, password }) => {
      const user = name ?? line.split('/').at(-1) ?? '';
      const so = failures.get(user) ?? 0;
      if (line === 'POST /logins') return [201, { name }];
      if (line.startsWith('GET ')) return [200, { name: user, failures: so }];
      if (so >= 5) return [423, {}];
      const right = password === 'correct horse battery staple';
      if (!right || counts === 'all guesses') failures.set(user, so + 1);
      return [right ? 201 : 401, {}];
    };
  }

  it('blames nobody who counts wrong guesses', async () => {
    expect(await brokenBy('login-lockout', login('wrong guesses'))).toEqual([]);
  });

  it('catches a lock that right passwords close', async () => {
    expect(await brokenBy('login-lockout', login('all guesses'))).toContain('right passwords lock nobody out');
  });
});
