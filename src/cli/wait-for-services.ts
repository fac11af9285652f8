import type { Protocol } from '../history/delivery.ts';
import type { ConnectionOptions } from '../transports/transport.ts';
import { singleSender } from '../transports/single-sender.ts';
import type { RunOptions } from './options.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { waitFor } from './wait-for.ts';

/** Waits for what `--wait-for` names, with the rights and the certificates of the run. */
export async function waitForServices(
  options: RunOptions,
  connections: ConnectionOptions,
  prepared: readonly PreparedPlan[],
  signal: AbortSignal,
  progress: ProgressDisplay,
): Promise<void> {
  if (options.waitFor.length === 0) return;
  const sender = (protocol: Protocol) =>
    singleSender(
      connections,
      () => Number(process.hrtime.bigint()),
      () => protocol,
    );
  const senders = { 'http/1.1': sender('http/1.1'), h2: sender('h2') };
  try {
    await waitFor(
      options.waitFor,
      {
        allowHosts: [...new Set(prepared.flatMap(({ allowHosts }) => allowHosts)), ...options.allowHost],
        timeoutMs: options.waitTimeout,
        signal,
        nowMs: () => performance.now(),
        onWaiting: (url) => progress.note(`waiting for ${url}, up to ${options.waitTimeout / 1000} s`),
      },
      (request, protocol, aborted) => senders[protocol].send(request, aborted),
    );
  } finally {
    await Promise.all(Object.values(senders).map((each) => each.close()));
  }
}
