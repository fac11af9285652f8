import { describe, expect, it } from 'vitest';
import { createGuard, isAllowedHost } from '../../../src/engine/guard.ts';
import type { HttpRequest } from '../../../src/history/request.ts';

const request = (hostname: string, connectTo?: string): HttpRequest => ({
  origin: { protocol: 'http:', hostname, port: 80, ...(connectTo !== undefined && { connectTo }) },
  method: 'GET',
  path: '/',
  headers: [],
  timeoutMs: 1,
});

describe('the guard', () => {
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'app.localhost'])('lets loopback through: %s', (host) => {
    expect(isAllowedHost(host, [])).toBe(true);
  });

  it.each(['example.com', '127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '128.0.0.1'])(
    'refuses any other host: %s',
    (host) => {
      expect(isAllowedHost(host, [])).toBe(false);
    },
  );

  it('takes * in a pattern for one label and nothing else for a wildcard', () => {
    expect(isAllowedHost('a.staging.example.com', ['*.staging.example.com'])).toBe(true);
    expect(isAllowedHost('a.b.staging.example.com', ['*.staging.example.com'])).toBe(false);
    expect(isAllowedHost('aXstaging.example.com', ['a.staging.example.com'])).toBe(false);
  });

  it('holds the address that is dialled to the same rule as the host that is told', () => {
    expect(createGuard(['ok.example.com'], 9).refusal(request('ok.example.com', '10.0.0.1:80'))).toContain('10.0.0.1');
    expect(
      createGuard(['ok.example.com', '10.0.0.1'], 9).refusal(request('ok.example.com', '10.0.0.1:80')),
    ).toBeUndefined();
  });

  it('counts every request that it lets through, and refuses the one after the last', () => {
    const guard = createGuard([], 2);
    expect([1, 2, 3].map(() => guard.refusal(request('localhost')) === undefined)).toEqual([true, true, false]);
    expect(guard.beyondBudget().refusal(request('localhost'))).toBeUndefined();
    expect(guard.sent()).toBe(3);
  });

  it('takes nothing off the budget for harmless requests of the tool, and counts them all the same', () => {
    const guard = createGuard([], 2);
    guard.count(20);
    expect([1, 2, 3].map(() => guard.refusal(request('localhost')) === undefined)).toEqual([true, true, false]);
    expect(guard.sent()).toBe(22);
  });
});
