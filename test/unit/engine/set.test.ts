import { describe, expect, it } from 'vitest';
import type { RoundHistory } from '../../../src/history/history.ts';
import type { FakeService } from '../../../src/transports/fake.ts';
import { fakeHunt, type FakeHuntOptions } from './fake-hunt.ts';

const scenario = `
name: test
target: http://127.0.0.1:8080
rounds: 2
setup: [{ set: { run: "{{ uuid() }}" } }]
prepare:
  - set: { order: "{{ uuid() }}", amount: "{{ int(1, 1000000) }}", apiToken: "t-{{ uuid() }}" }
  - { request: POST /orders, json: { run: "{{ run }}", order: "{{ order }}" }, capture: { id: $.id } }
  - { if: round == 1, set: { label: "{{ order }} of {{ id }}" } }
burst:
  requests: [{ name: pay, count: 3, request: "POST /orders/{{ order }}", json: { amount: "{{ amount }}", run: "{{ run }}" } }]
invariants: [{ count: { of: ok, exactly: 1 } }]
`;
const service: FakeService = () => ({ afterNs: 1e6, status: 201, body: '{"id":7}' });
const hunt = async (options: FakeHuntOptions = {}) => await fakeHunt(scenario, service, options);
const setIn = (round: RoundHistory | undefined, name: string): string => {
  const value = round?.set?.[0]?.captured[name];
  if (typeof value !== 'string') throw new Error(`${name} is not set`);
  return value;
};

describe('values that a step sets', () => {
  it('are the same for all members of a round, and others in the next one', async () => {
    const { rounds } = await hunt();
    const urls = rounds.map(({ operations }) => [...new Set(operations.map(({ sent }) => sent?.url))]);
    expect(urls.map((of) => of.length)).toEqual([1, 1, 1]);
    expect(new Set(urls.flat()).size).toBe(3);
    expect(urls[1]).toEqual([`http://127.0.0.1:8080/orders/${setIn(rounds[1], 'order')}`]);
    const bodies = rounds.flatMap(({ operations }) => operations.map(({ sent }) => JSON.parse(sent?.body ?? '{}')));
    expect(new Set(bodies.map(({ run }) => run)).size).toBe(1);
    expect(bodies.every(({ amount }) => typeof amount === 'number')).toBe(true);
  });

  it('are recorded with the place of their step, which may see captures and have a condition', async () => {
    const { rounds } = await hunt();
    const order = setIn(rounds[1], 'order');
    expect(rounds[1]?.set?.[1]).toEqual({ place: 2, name: 'set label', captured: { label: `${order} of 7` } });
    expect(rounds[2]?.set?.map(({ place }) => place)).toEqual([0]);
    expect(rounds[1]?.prepared?.map(({ place }) => place)).toEqual([1]);
  });

  it('are secret when named like a credential', async () => {
    const { secrets, rounds } = await hunt();
    expect(secrets).toEqual(rounds.map((round) => setIn(round, 'apiToken')));
  });

  it('are new in every run, of the same seed and in each try of a replay too', async () => {
    const orders = async (options: FakeHuntOptions) =>
      (await hunt({ seed: 7, ...options })).rounds.map((round) => setIn(round, 'order'));
    const all = [
      await orders({ run: 'one' }),
      await orders({ run: 'two' }),
      await orders({ run: 'three', replayed: 1 }),
      await orders({ run: 'four', seed: 8 }),
    ];
    expect(new Set(all.flat()).size).toBe(12);
    expect(await orders({ run: 'one' })).toEqual(all[0]);
  });
});
