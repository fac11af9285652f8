import { describe, expect, it } from 'vitest';
import type { FakeService } from '../../../src/transports/fake.ts';
import { fakeHunt } from './fake-hunt.ts';

const scenario = `
name: test
target: http://127.0.0.1:8080
rounds: 3
setup: [{ request: POST /setup, capture: { tenant: $.id } }]
prepare: [{ request: "POST /{{ tenant }}/items", capture: { item: $.id } }]
observe: [{ request: "GET /items/{{ item }}", capture: { stock: $.stock } }]
burst:
  requests: [{ name: buy, count: 4, request: "POST /items/{{ item }}/buy", json: { token: "{{ uuid() }}" } }]
outcomes: { sold: { status: 201 }, refused: { status: 409 } }
invariants: [{ count: { of: sold, exactly: 1 } }]
teardown: [{ request: "DELETE /{{ tenant }}" }]
`;

const wellBehaved: FakeService = ({ path }) =>
  path.endsWith('/buy') ? { afterNs: 5e6, status: 201 } : { afterNs: 1e6, body: '{"id":"7","stock":1}' };

describe('a hunt', () => {
  it('runs setup once, then a baseline and every round, then teardown', async () => {
    const paths: string[] = [];
    const { rounds } = await fakeHunt(scenario, (request, atNs) => {
      paths.push(`${request.method} ${request.path}`);
      return wellBehaved(request, atNs);
    });
    expect(rounds.map(({ round, kind }) => [round, kind])).toEqual([
      [0, 'baseline'],
      [1, 'race'],
      [2, 'race'],
      [3, 'race'],
    ]);
    expect(paths[0]).toBe('POST /setup');
    expect(paths.filter((path) => path === 'POST /setup')).toHaveLength(1);
    expect(paths.slice(1, 3)).toEqual(['POST /7/items', 'GET /items/7']);
    expect(paths.filter((path) => path === 'POST /items/7/buy')).toHaveLength(16);
    expect(paths.at(-1)).toBe('DELETE /7');
  });

  it('records what each member and each step of prepare sent', async () => {
    const { rounds } = await fakeHunt(scenario, wellBehaved);
    expect(rounds[1]?.prepared).toEqual([
      {
        place: 0,
        name: 'POST /{{ tenant }}/items',
        sent: { method: 'POST', url: 'http://127.0.0.1:8080/7/items', headers: [], bodyBytes: 0 },
        status: 200,
        captured: { item: '7' },
      },
    ]);
    const sent = rounds[1]?.operations.map((operation) => operation.sent);
    expect(sent).toHaveLength(4);
    expect(sent?.[0]).toMatchObject({
      method: 'POST',
      url: 'http://127.0.0.1:8080/items/7/buy',
      body: '{"token":"[redacted]"}',
      bodyBytes: 48,
    });
  });

  it('measures spread and overlap of each burst, and a baseline that never overlaps', async () => {
    const { rounds } = await fakeHunt(scenario, wellBehaved, { gapNs: 250 });
    expect(rounds[1]?.timing).toEqual({ spreadNs: 750, earlyAnswers: 0, maxInFlight: 4 });
    expect(rounds[0]?.timing.maxInFlight).toBe(1);
  });

  it('counts answers that came before the release', async () => {
    const { rounds } = await fakeHunt(scenario, (request, atNs) => ({
      ...wellBehaved(request, atNs),
      ...(request.path.endsWith('/buy') && { earlyNs: 10 }),
    }));
    expect(rounds[1]?.timing.earlyAnswers).toBe(4);
  });

  it('sends the same bytes for the same seed, and others for another', async () => {
    const bodies = async (seed: number) => {
      const seen: string[] = [];
      await fakeHunt(
        scenario,
        (request, atNs) => {
          seen.push(Buffer.from(request.body ?? []).toString());
          return wellBehaved(request, atNs);
        },
        { seed },
      );
      return seen;
    };
    expect(await bodies(3)).toEqual(await bodies(3));
    expect(await bodies(3)).not.toEqual(await bodies(4));
  });

  it('gives each member values of its own, sends them, and keeps them though no answer came', async () => {
    const sent: unknown[] = [];
    const { rounds } = await fakeHunt(
      scenario.replace(
        'json: { token: "{{ uuid() }}" }',
        'values: { key: "{{ uuid() }}" }, json: { token: "{{ key }}" }',
      ),
      (request, atNs) => {
        if (!request.path.endsWith('/buy')) return wellBehaved(request, atNs);
        sent.push(JSON.parse(Buffer.from(request.body ?? []).toString()).token);
        return { afterNs: 5e6, failure: { kind: 'reset', code: 'ECONNRESET', message: 'reset' } };
      },
    );
    const keys = rounds.flatMap(({ operations }) => operations.map(({ values }) => values?.['key']));
    expect(new Set(keys).size).toBe(16);
    expect(new Set(keys)).toEqual(new Set(sent));
    expect(rounds[1]?.operations[0]).toMatchObject({ outcome: 'lost', captures: {} });
  });

  it('observes before the burst and after it', async () => {
    let stock = 1;
    const { rounds } = await fakeHunt(scenario, (request) => {
      if (request.path.endsWith('/items')) stock = 5;
      if (request.path.endsWith('/buy')) return { afterNs: 1e6, status: (stock -= 1) >= 0 ? 201 : 409 };
      return { afterNs: 1e6, body: JSON.stringify({ id: 7, stock }) };
    });
    expect(rounds[1]).toMatchObject({ initial: { stock: 5 }, final: { stock: 1 }, unsettled: false });
  });

  it('gives up when nothing works from the first round on, and says which step failed', async () => {
    const { rounds, end } = await fakeHunt(scenario, ({ path }) =>
      path === '/7/items' ? { afterNs: 1, status: 500 } : { afterNs: 1, body: '{"id":7}' },
    );
    expect(rounds).toHaveLength(1);
    expect(end.trouble).toMatchObject({ phase: 'prepare', step: 'POST /{{ tenant }}/items', unreachable: false });
    expect(end.trouble?.message).toContain('status 500');
  });

  it('goes on after a single round in trouble', async () => {
    let items = 0;
    const { rounds, end } = await fakeHunt(scenario, (request, atNs) => {
      if (request.path === '/7/items') items += 1;
      return request.path === '/7/items' && items === 3 ? { afterNs: 1, status: 500 } : wellBehaved(request, atNs);
    });
    expect(rounds.map(({ trouble }) => trouble !== undefined)).toEqual([false, false, true, false]);
    expect(end.trouble).toBeUndefined();
  });

  it('reads the final state again while effects are unknown, and says when it does not settle', async () => {
    let reading = 0;
    const { rounds } = await fakeHunt(scenario, (request) => {
      if (request.path.endsWith('/buy'))
        return { afterNs: 1, failure: { kind: 'reset', code: 'T', message: 'no answer' } };
      if (request.method === 'GET') reading += 1;
      return { afterNs: 1, body: JSON.stringify({ id: 7, stock: reading }) };
    });
    expect(rounds[1]).toMatchObject({ unsettled: true });
    expect(rounds[1]?.operations.map(({ outcome, effect }) => [outcome, effect])).toEqual(
      Array.from({ length: 4 }, () => ['lost', 'info']),
    );
  });

  it('keeps to its budget while running, and still tears down', async () => {
    const paths: string[] = [];
    const { end, sent } = await fakeHunt(
      scenario,
      (request, atNs) => {
        paths.push(request.path);
        return wellBehaved(request, atNs);
      },
      { maxRequests: 12 },
    );
    expect(end.trouble?.message).toContain('the budget of 12 requests is spent');
    expect(paths.at(-1)).toBe('/7');
    expect(sent).toBe(13);
  });

  it('stops when it is told to, and tears down', async () => {
    const paths: string[] = [];
    const { rounds } = await fakeHunt(
      scenario,
      (request, atNs) => {
        paths.push(request.path);
        return wellBehaved(request, atNs);
      },
      { onRound: ({ round }) => (round === 1 ? 'stop' : 'continue') },
    );
    expect(rounds.at(-1)?.round).toBe(1);
    expect(paths.at(-1)).toBe('/7');
  });

  it('takes a burst that breaks off for a round in trouble, and tears down', async () => {
    const paths: string[] = [];
    let buys = 0;
    const { rounds, end } = await fakeHunt(scenario, (request, atNs) => {
      paths.push(request.path);
      if (request.path.endsWith('/buy') && (buys += 1) > 4) throw new Error('a thread broke');
      return wellBehaved(request, atNs);
    });
    expect(rounds.map(({ trouble }) => trouble?.message)).toEqual([
      undefined,
      ...Array.from({ length: 3 }, () => 'the burst broke off: a thread broke'),
    ]);
    expect(end.trouble).toMatchObject({ phase: 'burst', unreachable: false });
    expect(paths.at(-1)).toBe('/7');
  });

  it('tears down when a round can not be judged or written, and lets the error through', async () => {
    const paths: string[] = [];
    const hunting = fakeHunt(
      scenario,
      (request, atNs) => {
        paths.push(request.path);
        return wellBehaved(request, atNs);
      },
      {
        onRound: () => {
          throw new Error('no space left on the disk');
        },
      },
    );
    await expect(hunting).rejects.toThrow('no space left on the disk');
    expect(paths.at(-1)).toBe('/7');
  });

  it.each([
    ['a later step', '{ request: POST /login }', ''],
    ['another capture of the same step', '', ', token: $.token'],
  ])('tears down what setup created though %s failed', async (_, step, capture) => {
    const paths: string[] = [];
    const half = scenario.replace('{ tenant: $.id } }]', `{ tenant: $.id${capture} } }, ${step}]`).replace(', ]', ']');
    const { rounds, end } = await fakeHunt(half, ({ path }) => {
      paths.push(path);
      return path === '/login' ? { afterNs: 1, status: 500 } : { afterNs: 1, body: '{"id":"7"}' };
    });
    expect(rounds).toEqual([]);
    expect(end.trouble?.phase).toBe('setup');
    expect(paths.at(-1)).toBe('/7');
    expect(end.teardownTrouble).toBeUndefined();
  });

  it('goes on with teardown past a step that fails, and tells of the first', async () => {
    const paths: string[] = [];
    const steps = '[{ request: DELETE /a }, { request: DELETE /b }, { request: "DELETE /{{ tenant }}" }]';
    const { end } = await fakeHunt(
      scenario.replace('[{ request: "DELETE /{{ tenant }}" }]', steps),
      (request, atNs) => {
        paths.push(request.path);
        return /^\/[ab]$/.test(request.path) ? { afterNs: 1, status: 500 } : wellBehaved(request, atNs);
      },
    );
    expect(paths.slice(-3)).toEqual(['/a', '/b', '/7']);
    expect(end.teardownTrouble).toMatchObject({ phase: 'teardown', step: 'DELETE /a' });
  });

  const hanging: FakeService = (request, atNs) =>
    request.path.endsWith('/buy')
      ? { afterNs: 10e9, failure: { kind: 'timeout', code: 'T', message: 'timed out: no full answer within 10 s' } }
      : wellBehaved(request, atNs);

  it('gives up a baseline of which three members in a row time out, and says so', async () => {
    const { rounds, end } = await fakeHunt(scenario, hanging);
    expect(rounds).toHaveLength(1);
    expect(rounds[0]?.operations.map(({ outcome }) => outcome)).toEqual(['lost', 'lost', 'lost', 'unsent']);
    expect(end.trouble?.message).toBe(
      'gave up after 3 of 4 members of the baseline: 3 in a row timed out: no full answer within 10 s; if the members wait for each other, set `baseline: false`',
    );
  });

  it('ends the baseline when its time is spent, and names what it was spent on', async () => {
    const { rounds } = await fakeHunt(scenario, hanging, {
      outOfTime: (nowNs) => (nowNs > 15e9 ? 'the time budget of 15 s was spent' : undefined),
    });
    expect(rounds[0]?.trouble).toEqual({
      phase: 'burst',
      message:
        'the time budget of 15 s was spent after 2 of 4 members of the baseline; the last one timed out: no full answer within 10 s',
      unreachable: false,
      outOfTime: true,
    });
  });

  it('sends no further member of the baseline once it is interrupted', async () => {
    const interruption = new AbortController();
    const paths: string[] = [];
    await fakeHunt(
      scenario,
      (request, atNs) => {
        paths.push(request.path);
        if (request.path.endsWith('/buy')) interruption.abort();
        return wellBehaved(request, atNs);
      },
      { signal: interruption.signal },
    );
    expect(paths.filter((path) => path.endsWith('/buy'))).toHaveLength(1);
    expect(paths.at(-1)).toBe('/7');
  });

  it('learns nothing good of a burst that was wider than the window', async () => {
    const overlaps = async (gapNs: number) => {
      const learnt: number[] = [];
      const narrow = scenario.replace('burst:\n', 'burst:\n  window: 1ms\n');
      await fakeHunt(narrow, wellBehaved, { gapNs, onLesson: ({ overlap }) => learnt.push(overlap) });
      return learnt;
    };
    expect(await overlaps(1_000)).toEqual([1, 1, 1]);
    expect(await overlaps(400_000)).toEqual([0, 0, 0]);
  });

  it('retries a step until its expectation is met, within its time', async () => {
    let tries = 0;
    const patient = scenario.replace(
      'setup: [{ request: POST /setup,',
      'setup: [{ request: POST /setup, retry: { every: 10ms, for: 1s }, expect: { status: 201 },',
    );
    const { end } = await fakeHunt(patient, (request, atNs) => {
      if (request.path !== '/setup') return wellBehaved(request, atNs);
      tries += 1;
      return { afterNs: 1, status: tries < 4 ? 503 : 201, body: '{"id":"7"}' };
    });
    expect(tries).toBe(4);
    expect(end.trouble).toBeUndefined();
  });

  it('skips a step whose condition is false', async () => {
    const paths: string[] = [];
    await fakeHunt(scenario.replace('teardown: [{', `teardown: [{ if: "tenant == 'other'",`), (request, atNs) => {
      paths.push(request.path);
      return wellBehaved(request, atNs);
    });
    expect(paths).not.toContain('/7');
  });

  it('says what an answer has in the place of what was to be captured, and hides credentials in it', async () => {
    const { end } = await fakeHunt(scenario, (request, atNs) =>
      request.path === '/7/items'
        ? { afterNs: 1e6, body: '{"ident":"8","token":"hush-hush"}' }
        : wellBehaved(request, atNs),
    );
    const wanted = await fakeHunt(scenario.replace('item: $.id', 'item: $.idents'), (request, atNs) =>
      request.path === '/7/items'
        ? { afterNs: 1e6, body: '{"ident":"8","token":"hush-hush"}' }
        : wellBehaved(request, atNs),
    );
    expect(end.trouble?.message).toBe(
      'POST /7/items: capture item: the body has no $.id; where it may be missing, add optional: true; the answer said: {"ident":"8","token":"[redacted]"}',
    );
    expect(wanted.end.trouble?.message).toContain('the body has no $.idents; did you mean $.ident? where it may be');
  });

  it('tells of captured secrets before anything is recorded', async () => {
    const secret = scenario.replace('{ tenant: $.id }', '{ tenant: { jsonpath: $.id, secret: true } }');
    expect((await fakeHunt(secret, wellBehaved)).secrets).toEqual(['7']);
  });
});
