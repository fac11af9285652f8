import type { Random } from '../../../../src/support/random.ts';
import { ms, type SimulatedMember } from './service.ts';
import { replicaNames, replicas, type Replication } from './services/replicas.ts';
import type { SoakCase } from './soak.ts';
import { rough } from './weather.ts';

const users = ['ann', 'bob', 'eve'];

/** Writes that may overlap, and reads on every replica that go on until long after them. */
function burst(random: Random, home: (user: number) => number): readonly SimulatedMember[] {
  const replica = (user: number) => ({ instance: replicaNames[home(user)] ?? 'a' });
  const writes = Array.from({ length: random.int(1, 4) }, (_, place): SimulatedMember => {
    const user = random.int(0, users.length - 1);
    const values = { user: users[user] ?? '', key: place, text: `text ${place}` };
    return { request: 'write', values, offsetNs: random.int(0, 25 * ms), ...replica(user) };
  });
  const reads = Array.from({ length: 45 }, (_, place): SimulatedMember => {
    const user = place % users.length;
    return { request: 'read', values: { user: users[user] ?? '' }, offsetNs: place * 3 * ms, ...replica(user) };
  });
  return [...writes, ...reads];
}

/** Every session stays with one replica, as a load balancer with sticky sessions has it. */
const pinned = (random: Random) => burst(random, (user) => user);
const free = (random: Random) => burst(random, () => random.int(0, replicaNames.length - 1));

const good: Replication = { lagNs: 30 * ms, ordered: true, waits: true, followsSessions: true, clocksMs: [-40, 0, 40] };

/** Even one that sends writes twice is no trouble for writes with keys. */
const weather = { ...rough, duplicate: 100 };

const converging = [
  { converges: { of: 'read', value: 'text', write: 'write.ok', to: 'text', within: '30ms' } },
  { converges: { of: 'read', version: 'version', write: 'write', within: '30ms' } },
];
const sessions = [
  { readYourWrites: { of: 'read', version: 'version', write: 'write', per: 'user' } },
  { readYourWrites: { of: 'read', value: 'text', write: 'write.ok', to: 'text', per: 'user' } },
  { monotonicReads: { of: 'read', version: 'version', per: 'user' } },
  { monotonicReads: { of: 'read', value: 'text', write: 'write', initial: "'first'", per: 'user' } },
];

/** Replicas of one register, with sessions that stay with one of them or wander, and with clocks of their own. */
export const replicaCases: readonly SoakCase[] = [
  {
    name: 'replicas with pinned sessions',
    correct: replicas({ ...good, followsSessions: false }),
    racy: replicas({ ...good, followsSessions: false, waits: false, lagNs: 150 * ms, ordered: false }),
    members: pinned,
    weather,
    invariants: [...converging, ...sessions],
  },
  {
    name: 'replicas that know what each session has seen',
    correct: replicas(good),
    racy: replicas({ ...good, followsSessions: false, lagNs: 90 * ms }),
    members: free,
    weather,
    invariants: [...converging, ...sessions],
  },
  {
    name: 'replicas that take writes over as they come',
    correct: replicas(good),
    racy: replicas({ ...good, ordered: false }),
    members: free,
    weather,
    invariants: converging.slice(0, 1),
  },
  {
    name: 'replicas with clocks of their own',
    correct: replicas(good),
    racy: replicas({ ...good, clocksMs: [0, 60, -2200] }),
    members: free,
    weather,
    invariants: [
      { clockSkew: { of: 'read', time: 'clock', atMost: '90ms' } },
      { clockSkew: { of: 'read.ok', atMost: '500ms' } },
    ],
  },
];
