import { describe, expect, it } from 'vitest';
import { compilePlan, planRound } from '../../../src/plan/index.ts';
import { loadText } from '../engine/fake-hunt.ts';

const scenario = `
name: test
target: http://127.0.0.1:8080/base
instances: { a: "http://127.0.0.1:1", b: "http://127.0.0.1:2" }
variables: { buyers: 3 }
data: { buyer: { rows: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { id: 5 }, { id: 6 }, { id: 7 }, { id: 8 }, { id: 9 }, { id: 10 }] } }
burst:
  requests:
    - { name: late, at: 5ms, request: GET /late }
    - { name: buy, count: "{{ buyers }}", request: POST /buy }
    - { name: look, instance: each, request: GET /look }
    - { name: poll, every: 10ms, for: 20ms, request: GET /poll }
invariants: [{ noErrors: true }]
`;

describe('a plan', () => {
  const plan = compilePlan(loadText(scenario), { seed: 11 });

  it('is a pure function of scenario and seed', () => {
    const again = compilePlan({ ...loadText(scenario), file: plan.file }, { seed: 11 });
    expect(JSON.stringify(again)).toBe(JSON.stringify(plan));
    expect(planRound(again, 4)).toEqual(planRound(plan, 4));
  });

  it('unfolds counts, instances and polling streams', () => {
    expect(plan.burst.members).toBe(1 + 3 + 2 + 3);
    expect(
      planRound(plan, 1)
        .members.filter(({ request }) => request === 'look')
        .map(({ instance }) => instance),
    ).toEqual(expect.arrayContaining(['a', 'b']));
    expect(
      planRound(plan, 1)
        .members.filter(({ request }) => request === 'poll')
        .map(({ offsetNs }) => offsetNs),
    ).toEqual([0, 10e6, 20e6]);
  });

  it('gives members in the order of release, and the baseline in the order of the file', () => {
    const offsets = planRound(plan, 1).members.map(({ offsetNs }) => offsetNs);
    expect(offsets).toEqual(offsets.toSorted((one, other) => one - other));
    expect(
      planRound(plan, 0)
        .members.filter(({ offsetNs }) => offsetNs === 0)
        .map(({ index }) => index),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('shuffles members that are due together, differently from round to round', () => {
    const orders = [1, 2, 3, 4, 5, 6].map((round) =>
      planRound(plan, round)
        .members.map(({ index }) => index)
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('gives no data row twice in a burst when rows are unique', () => {
    for (const round of [0, 1, 2]) {
      const ids = planRound(plan, round).members.map(({ names }) => JSON.stringify(names['buyer']));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('adds up what it will send', () => {
    expect(plan.budget).toEqual({ perRound: 9, total: 61 * 9, teardown: 0, max: 50_000 });
  });
});
