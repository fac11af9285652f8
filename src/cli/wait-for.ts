import { setTimeout as sleep } from 'node:timers/promises';
import { refusedHost } from '../engine/guard.ts';
import { originOf } from '../expr/request-template.ts';
import type { Protocol } from '../history/delivery.ts';
import type { Exchange } from '../history/operation.ts';
import type { HttpRequest } from '../history/request.ts';
import { RacehoundError } from '../support/diagnostic.ts';

/** Sends one request over one protocol; never rejects. */
export type Probe = (request: HttpRequest, protocol: Protocol, signal: AbortSignal) => Promise<Exchange>;

export interface WaitOptions {
  readonly allowHosts: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  readonly onWaiting: (url: string) => void;
}

/** A server that speaks HTTP/2 by prior knowledge alone answers nothing else. */
const protocols: readonly Protocol[] = ['http/1.1', 'h2'];
const tryEveryMs = 250;
const patienceMs = 5_000;
/** A try of less, at the end of the time, would tell of this machine and not of the service. */
const leastPatienceMs = 1_000;

/**
 * Waits until every URL answers a GET with a status below 500; a 404 tells that somebody is there, a 503 that it is not ready.
 * Throws `RacehoundError` for a host that may not be tested, before anything is sent, and for one that stays silent.
 */
export async function waitFor(urls: readonly string[], options: WaitOptions, probe: Probe): Promise<void> {
  for (const url of urls) {
    const refused = refusedHost(originOf(new URL(url)), options.allowHosts);
    if (refused !== undefined) throw untestable('RH301', `--wait-for ${url}: ${refused}`);
  }
  for (const url of urls) await waitForOne(url, options, probe);
}

async function waitForOne(url: string, options: WaitOptions, probe: Probe): Promise<void> {
  const { timeoutMs, signal, nowMs, onWaiting } = options;
  const { pathname, search } = new URL(url);
  const startedAtMs = nowMs();
  const leftMs = () => startedAtMs + timeoutMs - nowMs();
  let last = 'it was never tried';
  for (let tries = 0; !signal.aborted; tries += 1) {
    for (const protocol of protocols) {
      const request: HttpRequest = {
        origin: originOf(new URL(url)),
        method: 'GET',
        path: `${pathname}${search}`,
        headers: [],
        timeoutMs: Math.max(leastPatienceMs, Math.min(patienceMs, leftMs())),
      };
      const { answer, failure } = await probe(request, protocol, signal);
      if (answer !== undefined && answer.status < 500) return;
      if (answer !== undefined) last = `it answered with status ${answer.status}`;
      else if (protocol === 'http/1.1') last = failure?.message ?? 'no answer';
      if (answer !== undefined || leftMs() <= 0) break;
    }
    if (signal.aborted) return;
    if (tries === 0) onWaiting(url);
    if (leftMs() <= 0) {
      throw untestable(
        'RH303',
        `--wait-for ${url}: the service was not ready within ${timeoutMs / 1000} s; at the last try ${last}`,
        'look at the log of the service; or give it more time with --wait-timeout',
      );
    }
    await sleep(Math.min(tryEveryMs, Math.max(1, leftMs())), undefined, { signal }).catch(() => undefined);
  }
}

function untestable(code: string, title: string, help?: string): RacehoundError {
  return new RacehoundError('untestable', [{ code, title, ...(help !== undefined && { help }) }]);
}
