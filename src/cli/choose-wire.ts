import { availableParallelism } from 'node:os';
import { type Choice, chooseDeliveries } from '../engine/deliveries.ts';
import type { Protocol } from '../history/delivery.ts';
import { type Origin, originUrl } from '../history/request.ts';
import type { TargetFacts } from '../history/target-facts.ts';
import type { Plan } from '../plan/index.ts';
import type { NowNs } from '../transports/exchange-recorder.ts';
import { survey } from '../transports/survey.ts';
import type { ConnectionOptions } from '../transports/transport.ts';
import { openFileLimit } from './open-file-limit.ts';

/** Files that the process needs besides the connections of a burst. */
const reservedFiles = 128;

/** Looks at everything that a plan may dial, and chooses how its bursts are put on the wire. */
export async function chooseWire(
  plan: Plan,
  connections: ConnectionOptions,
  nowNs: NowNs,
  threads: number | undefined,
): Promise<{ readonly targets: readonly TargetFacts[]; readonly choice: Choice }> {
  const targets = await Promise.all(plan.hosts.map((origin) => survey(origin, connections, nowNs)));
  const files = openFileLimit();
  const choice = chooseDeliveries(targets, {
    sync: plan.burst.sync,
    connections: plan.burst.connections,
    cores: availableParallelism(),
    members: plan.burst.members,
    ...(threads !== undefined && { threads }),
    ...(files !== undefined && { connectionLimit: files - reservedFiles }),
  });
  return { targets, choice };
}

/** Steps speak HTTP/1.1 wherever the origin does. */
export function protocolChoice(targets: readonly TargetFacts[]): (origin: Origin) => Protocol {
  return (origin) => {
    const facts = targets.find((target) => target.origin === originUrl(origin));
    return facts !== undefined && facts.protocols.length > 0 && !facts.protocols.includes('http/1.1')
      ? 'h2'
      : 'http/1.1';
  };
}
