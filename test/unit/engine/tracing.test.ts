import { describe, expect, it } from 'vitest';
import { createTracing, marked, traceIdOf, tracePrefix } from '../../../src/engine/tracing.ts';
import type { HttpRequest } from '../../../src/history/request.ts';
import { fakeHunt } from './fake-hunt.ts';

const request: HttpRequest = {
  origin: { protocol: 'http:', hostname: '127.0.0.1', port: 8080 },
  method: 'POST',
  path: '/buy',
  headers: [['accept', '*/*']],
  timeoutMs: 1000,
};

describe('trace marks', () => {
  it('are W3C trace contexts that name run, round and member', () => {
    const { headers, traceId } = createTracing('20261126T120000-7-abcdef', 0).member(12, 3);
    expect(traceId).toMatch(/^7ace[\da-f]{28}$/);
    expect(headers[0]?.[0]).toBe('traceparent');
    expect(headers[0]?.[1]).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-01$`));
    expect(headers.slice(1)).toEqual([
      ['x-racehound-run', '20261126T120000-7-abcdef'],
      ['x-racehound-round', '12'],
      ['x-racehound-member', '3'],
    ]);
  });

  it('give every request of every scenario a trace of its own, and all of a run a common beginning', () => {
    const scenarios = [0, 1].map((scenario) => createTracing('run', scenario));
    const ids = scenarios.flatMap(({ member, step }) =>
      [0, 1, 2].flatMap((round) => [
        ...Array.from({ length: 50 }, (_, index) => member(round, index).traceId),
        step(round, 'prepare.0').traceId,
      ]),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map((id) => id.slice(0, 16))).size).toBe(1);
    expect(createTracing('other', 0).member(0, 0).traceId.slice(0, 16)).not.toBe(ids[0]?.slice(0, 16));
    expect(ids.every((id) => id.startsWith(tracePrefix))).toBe(true);
  });

  it('leave alone what the user wrote', () => {
    const own = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const mine = marked({ ...request, headers: [['TraceParent', own]] }, createTracing('run', 0).member(1, 0));
    expect(mine.headers.filter(([name]) => name.toLowerCase() === 'traceparent')).toEqual([['TraceParent', own]]);
    expect(mine.headers).toHaveLength(4);
    expect(traceIdOf(mine)).toBe('a'.repeat(32));
  });

  it('are absent when tracing is off', () => {
    expect(marked(request, undefined)).toBe(request);
    expect(traceIdOf(request)).toBeUndefined();
  });
});

describe('a traced hunt', () => {
  const scenario = `
name: test
target: http://127.0.0.1:8080
rounds: 1
prepare: [{ request: POST /items }]
burst: { requests: [{ name: buy, count: 2, request: POST /buy }] }
invariants: [{ count: { of: ok, exactly: 2 } }]
`;
  it('marks members and steps, and records the trace of each member', async () => {
    const seen: string[] = [];
    const { rounds } = await fakeHunt(
      scenario,
      ({ headers }) => {
        seen.push(headers.map(([name]) => name).join(' '));
        return { afterNs: 1e6 };
      },
      { run: 'the-run' },
    );
    expect(new Set(seen)).toEqual(
      new Set([
        'traceparent x-racehound-run x-racehound-round x-racehound-step',
        'traceparent x-racehound-run x-racehound-round x-racehound-member',
      ]),
    );
    const tracing = createTracing('the-run', 0);
    const traceIds = rounds[1]?.operations.map(({ member, traceId }) => traceId === tracing.member(1, member).traceId);
    expect(traceIds).toEqual([true, true]);
  });
});
