import {
  type ConnectionUse,
  type Delivery,
  deliveryText,
  type HoldPoint,
  type MethodName,
  type Protocol,
} from '../history/delivery.ts';
import type { TargetFacts } from '../history/target-facts.ts';

/** What a burst asks of the wire. */
export interface DeliveryWishes {
  readonly sync: 'auto' | MethodName;
  readonly connections: ConnectionUse;
  /** Pinned number of firing threads; missing when the run may choose. */
  readonly threads?: number;
  readonly cores: number;
  readonly members: number;
  /** Connections that this process may have open at one time; missing where nobody knows. */
  readonly connectionLimit?: number;
}

/** The deliveries that a run may use, the strongest first, with what was decided on the way. */
export interface Choice {
  readonly deliveries: readonly Delivery[];
  /** One sentence each: what was chosen, moved or left out, and why. */
  readonly reasons: readonly string[];
}

type Way = Pick<Delivery, 'method' | 'protocol' | 'hold'>;

/**
 * Chooses how bursts may be put on the wire for targets that were surveyed. A pinned method is taken even where it is not the
 * best; what the targets can't take is left out, with the reason. No delivery at all means that there is no way.
 */
export function chooseDeliveries(targets: readonly TargetFacts[], wishes: DeliveryWishes): Choice {
  const mistaken = targets.find(({ speaksTls }) => speaksTls === true);
  if (mistaken !== undefined)
    return { deliveries: [], reasons: [`${mistaken.origin}: ${mistaken.refused['http/1.1'] ?? 'it speaks TLS'}`] };
  const reasons: string[] = [];
  const known = targets.filter(({ protocols }) => protocols.length > 0);
  const speaks = (protocol: Protocol) => known.every(({ protocols }) => protocols.includes(protocol));
  // Nothing answered: let the first step of the scenario say so.
  const protocols: readonly Protocol[] =
    known.length === 0 ? ['http/1.1'] : (['h2', 'http/1.1'] as const).filter(speaks);
  const tls = targets.every(({ origin }) => origin.startsWith('https:'));
  const early = (protocol: Protocol) => targets.some(({ startsAtHeaders }) => startsAtHeaders.includes(protocol));

  let ways = protocols.flatMap((protocol) => waysOver(protocol, tls));
  if (wishes.sync !== 'auto') ways = pinned(wishes.sync, ways, protocols, early);
  else ways = ways.filter(({ method }) => method !== 'barrier');
  for (const way of ways.filter(({ protocol, hold }) => hold === 'end' && early(protocol))) {
    if (wishes.sync === 'auto')
      reasons.push(`${way.method} held at the end is left out: the server answers at the headers`);
  }
  if (wishes.sync === 'auto') ways = ways.filter(({ protocol, hold }) => hold === 'headers' || !early(protocol));
  if (wishes.connections === 'shared') ways = ways.filter((way) => connectionsOf(way, 1) === 1);
  const wanted = ways.flatMap((way) => withThreads(way, wishes));
  const deliveries = within(wishes.connectionLimit ?? Infinity, wanted, wishes.members);
  if (deliveries.length < wanted.length)
    reasons.push(
      `${wishes.members} members on connections of their own need more open files than the ${wishes.connectionLimit} that are left: raise the limit with \`ulimit -n ${connectionsKept(wanted, wishes.members) + 256}\``,
    );
  if (deliveries.length === 0) reasons.push(nothingFits(wishes, protocols));
  else
    reasons.unshift(
      `${wishes.sync === 'auto' ? 'auto rotates through' : 'pinned:'} ${deliveries.map(deliveryText).join('; ')}`,
    );
  return { deliveries, reasons };
}

/** All ways over one protocol, the strongest first. */
function waysOver(protocol: Protocol, tls: boolean): readonly Way[] {
  const way = (method: MethodName, hold: HoldPoint): Way => ({ method, protocol, hold });
  if (protocol === 'h2')
    return tls
      ? [way('tls-record', 'headers'), way('single-packet', 'end')]
      : [way('single-packet', 'headers'), way('single-packet', 'end')];
  const first = tls ? way('tls-record', 'headers') : way('last-byte', 'headers');
  return [first, way('pipelined', 'headers'), way('barrier', 'headers')];
}

/** A method that the user named, over every protocol that carries it; held at the headers where the server starts there. */
function pinned(
  method: MethodName,
  ways: readonly Way[],
  protocols: readonly Protocol[],
  early: (protocol: Protocol) => boolean,
): Way[] {
  const offered = ways.filter((way) => way.method === method);
  const [protocol] = protocols;
  switch (method) {
    case 'single-packet':
      return protocols.includes('h2') ? [{ method, protocol: 'h2', hold: early('h2') ? 'headers' : 'end' }] : [];
    case 'last-byte':
      return protocols.includes('http/1.1') ? [{ method, protocol: 'http/1.1', hold: 'headers' }] : [];
    case 'barrier':
      return protocol === undefined ? [] : [{ method, protocol, hold: 'headers' }];
    case 'tls-record':
    case 'pipelined':
      return offered.slice(0, 1);
  }
}

/** Connections that a burst of `members` takes at least. */
function connectionsOf({ method, protocol }: Way, members: number): number {
  const shares = method === 'pipelined' || (protocol === 'h2' && method !== 'barrier');
  return shares ? 1 : Math.max(members, members === 1 ? 2 : 0);
}

/** The deliveries, the strongest first, that together keep no more connections open than `limit`. */
function within(limit: number, deliveries: readonly Delivery[], members: number): readonly Delivery[] {
  return deliveries.reduce<readonly Delivery[]>((fitting, delivery) => {
    const more = [...fitting, delivery];
    return connectionsKept(more, members) <= limit ? more : fitting;
  }, []);
}

/** Connections that rounds by these deliveries leave open: each thread keeps its own for each protocol, as many as its largest share. */
function connectionsKept(deliveries: readonly Delivery[], members: number): number {
  const most = new Map<string, number>();
  for (const delivery of deliveries) {
    const share = Math.ceil(connectionsOf(delivery, members) / delivery.threads);
    for (let thread = 0; thread < delivery.threads; thread += 1) {
      const pool = `${thread} ${delivery.protocol}`;
      most.set(pool, Math.max(share, most.get(pool) ?? 0));
    }
  }
  return [...most.values()].reduce((sum, connections) => sum + connections, 0);
}

/** One firing thread is the sound choice; where the run may choose and there are cores, two are tried as well. */
function withThreads(way: Way, { threads, cores, sync, members, connections }: DeliveryWishes): readonly Delivery[] {
  const delivery = (count: number): Delivery => ({ ...way, threads: count, connections });
  if (connectionsOf(way, 1) === 1) return [delivery(1)];
  if (threads !== undefined) return [delivery(Math.min(threads, members))];
  return sync === 'auto' && cores > 1 && members > 2 ? [delivery(1), delivery(2)] : [delivery(1)];
}

function nothingFits({ sync, connections }: DeliveryWishes, protocols: readonly Protocol[]): string {
  const spoken = protocols.length === 0 ? 'no protocol in common' : protocols.join(' and ');
  return `nothing fits \`sync: ${sync}\` with \`connections: ${connections}\`: the target speaks ${spoken}; use \`sync: auto\` and \`connections: warm\``;
}
