import { describe, expect, it } from 'vitest';
import { type Probe, waitFor } from '../../../src/cli/wait-for.ts';
import type { Exchange } from '../../../src/history/operation.ts';
import { RacehoundError } from '../../../src/support/diagnostic.ts';

const answer = (status: number): Exchange => ({ member: 0, answer: { status, headers: [], body: '', bodyBytes: 0 } });
const refusal: Exchange = {
  member: 0,
  failure: { kind: 'connect', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
};

/** Waits for URLs whose probes get these exchanges in turn, the last one for ever. */
async function wait(
  exchanges: readonly Exchange[],
  more: { readonly urls?: readonly string[]; readonly signal?: AbortSignal } = {},
) {
  let tries = 0;
  let now = 0;
  const notes: string[] = [];
  const protocols: string[] = [];
  const timeoutsMs: number[] = [];
  const probe: Probe = ({ timeoutMs }, protocol) => {
    timeoutsMs.push(timeoutMs);
    protocols.push(protocol);
    // A probe that takes its time, so that the clock runs without one.
    now += 100;
    const exchange = exchanges[Math.min(tries, exchanges.length - 1)];
    tries += 1;
    return Promise.resolve(exchange ?? refusal);
  };
  await waitFor(
    more.urls ?? ['http://127.0.0.1:8080/health'],
    {
      allowHosts: ['*.example.com'],
      timeoutMs: 500,
      signal: more.signal ?? new AbortController().signal,
      nowMs: () => now,
      onWaiting: (url) => notes.push(url),
    },
    probe,
  ).catch((error: unknown) => {
    if (!(error instanceof RacehoundError)) throw error;
    notes.push(...error.diagnostics.map(({ title }) => title));
  });
  return { notes, tries, protocols, timeoutsMs };
}

describe('waiting for a service', () => {
  it('is over at once, and silent, when it answers', async () => {
    expect(await wait([answer(404)])).toMatchObject({ notes: [], tries: 1 });
  });

  it('says so once, and goes on until it answers with a status below 500', async () => {
    const { notes, tries } = await wait([refusal, refusal, answer(503), answer(204)]);
    expect(notes).toEqual(['http://127.0.0.1:8080/health']);
    expect(tries).toBe(4);
  });

  it('tries HTTP/2 where HTTP/1.1 finds no answer', async () => {
    expect((await wait([refusal, answer(200)])).protocols).toEqual(['http/1.1', 'h2']);
  });

  it('gives up when its time is over, with what it saw last', async () => {
    expect((await wait([answer(503)])).notes.at(-1)).toBe(
      '--wait-for http://127.0.0.1:8080/health: the service was not ready within 0.5 s; at the last try it answered with status 503',
    );
    expect((await wait([refusal])).notes.at(-1)).toContain('at the last try connect ECONNREFUSED');
  });

  it('gives its last try as much time as it takes to be told that nobody is there', async () => {
    expect(Math.min(...(await wait([refusal])).timeoutsMs)).toBe(1_000);
  });

  it('waits for one after the other', async () => {
    const urls = ['http://127.0.0.1:1/', 'http://a.example.com/'];
    expect(await wait([answer(200)], { urls })).toMatchObject({ tries: 2, notes: [] });
  });

  it('sends nothing at all when one of the hosts may not be tested', async () => {
    const { tries, notes } = await wait([answer(200)], { urls: ['http://127.0.0.1/', 'http://elsewhere.invalid/'] });
    expect(tries).toBe(0);
    expect(notes[0]).toContain('--allow-host elsewhere.invalid');
  });

  it('ends without a word when it is interrupted', async () => {
    expect(await wait([refusal], { signal: AbortSignal.abort() })).toMatchObject({ notes: [], tries: 0 });
  });
});
