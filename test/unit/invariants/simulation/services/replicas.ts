import { canonicalJson } from '../../../../../src/support/canonical-json.ts';
import type { Json } from '../../../../../src/support/json.ts';
import type { Random } from '../../../../../src/support/random.ts';
import { type Handling, ms, type ServiceFactory, type SimulatedMember, work } from '../service.ts';

export const replicaNames = ['a', 'b', 'c'] as const;

/** How the replicas of one register behave. */
export interface Replication {
  /** Longest time until a write has reached another replica, nanoseconds. */
  readonly lagNs: number;
  /** Every replica takes the writes over in the order of their versions; otherwise as they arrive. */
  readonly ordered: boolean;
  /** A write is acknowledged only when the replica that took it shows it. */
  readonly waits: boolean;
  /** A read waits until its replica knows all that its session has written and read. */
  readonly followsSessions: boolean;
  /** How far the clock of each replica is ahead, milliseconds. */
  readonly clocksMs: readonly number[];
}

interface Arrival {
  readonly version: number;
  readonly atNs: number;
}

/** Thu, 26 Nov 2026 16:25:24.930 GMT: the second turns within a burst. */
const startMs = 1_795_710_324_930;

/**
 * A register on three replicas: `write` stores `text` once for each `key`, however often it arrives, and answers the version that
 * it got; `read` answers what the replica of its instance shows, and the time of that replica.
 */
export function replicas(replication: Replication): ServiceFactory {
  return (random: Random) => {
    const texts: Json[] = ['first'];
    const versions = new Map<string, number>();
    const arrivals = replicaNames.map((): Arrival[] => [{ version: 0, atNs: 0 }]);
    const seen = new Map<string, number>();

    const shownBy = (replica: number, nowNs: number) =>
      (arrivals[replica] ?? []).reduce((last, one) => (one.atNs <= nowNs && one.atNs >= last.atNs ? one : last))
        .version;
    const arrivesAtNs = (replica: number, version: number) =>
      arrivals[replica]?.find((one) => one.version === version)?.atNs ?? 0;
    const remember = (user: string, version: number) => seen.set(user, Math.max(version, seen.get(user) ?? 0));

    const commit = (text: Json, own: number, nowNs: number) => {
      const version = texts.push(text) - 1;
      for (const [replica, known] of arrivals.entries()) {
        const earliest = nowNs + (replica === own && replication.waits ? 0 : random.int(0, replication.lagNs));
        const lastNs = known.reduce((last, { atNs }) => Math.max(last, atNs), 0);
        known.push({ version, atNs: replication.ordered ? Math.max(lastNs, earliest) : earliest });
      }
      return version;
    };

    return {
      *handle({ request, values, instance }: SimulatedMember): Handling {
        const own = Math.max(
          0,
          replicaNames.findIndex((name) => name === instance),
        );
        const user = canonicalJson(values?.['user'] ?? null);
        let nowNs = yield* work(random);
        if (request === 'write') {
          const key = canonicalJson(values?.['key'] ?? null);
          const version = versions.get(key) ?? commit(values?.['text'] ?? null, own, nowNs);
          versions.set(key, version);
          const waitNs = replication.waits ? arrivesAtNs(own, version) - nowNs : 0;
          if (waitNs > 0) yield waitNs;
          remember(user, version);
          yield* work(random);
          return { outcome: 'ok', status: 200, captures: { version } };
        }
        if (replication.followsSessions) {
          const waitNs = arrivesAtNs(own, seen.get(user) ?? 0) - nowNs;
          if (waitNs > 0) nowNs = yield waitNs;
        }
        const version = shownBy(own, nowNs);
        remember(user, version);
        const clockMs = startMs + Math.floor(nowNs / ms) + (replication.clocksMs[own] ?? 0);
        yield* work(random);
        return {
          outcome: 'ok',
          status: 200,
          captures: { version, text: texts[version] ?? null, clock: clockMs },
          headers: [['date', new Date(clockMs).toUTCString()]],
        };
      },
      observe: () => ({ text: texts.at(-1) ?? null }),
    };
  };
}
