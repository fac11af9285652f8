import { afterAll, describe, expect, test } from 'vitest';
import { correctCounter, racyCounter } from './simulation/services/counter.ts';
import { correctInventory, racyInventory } from './simulation/services/inventory.ts';
import type { SimulatedMember } from './simulation/service.ts';
import { share, soak, type SoakCase, type Tally } from './simulation/soak.ts';

const runs = 300;

const many = (count: number, member: SimulatedMember) => Array.from({ length: count }, () => member);

const cases: readonly SoakCase[] = [
  {
    name: 'inventory',
    correct: correctInventory(5),
    racy: racyInventory(5),
    members: () => many(12, { request: 'buy' }),
    invariants: [
      { count: { of: 'sold', atMost: 'initial.stock' } },
      { unique: { of: 'sold', value: 'ticket' } },
      { inventory: { stock: 'initial.stock', sold: 'sold', soldOut: 'refused' } },
      { conserved: { before: 'initial.stock', after: 'final.stock', change: { sold: -1 } } },
      { assert: 'initial.stock - final.stock >= count.sold' },
    ],
  },
  {
    name: 'counter',
    correct: correctCounter,
    racy: racyCounter,
    members: (random) => Array.from({ length: 8 }, () => ({ request: 'add', values: { by: random.int(1, 3) } })),
    invariants: [
      { noLostUpdate: { of: 'add.ok', initial: 'initial.sum', final: 'final.sum', by: 'by' } },
      { conserved: { before: 'initial.sum', after: 'final.sum', change: { add: 'by' } } },
      { unique: { of: 'ok', value: 'sum' } },
    ],
  },
];

/** Printed at the end: a soak that can't fail would show here. */
const report: string[] = [];

describe.each(cases)('against a simulated $name', (soakCase) => {
  test('no invariant blames the correct service', () => {
    const tallies = soak(soakCase, 'correct', runs);
    report.push(`${soakCase.name}, correct`, ...tallies.map(lineOf));
    for (const { invariant, firstViolated } of tallies) expect({ invariant, firstViolated }).toEqual({ invariant });
    for (const { held } of tallies) expect(held).toBeGreaterThan(0);
  });

  test('every invariant catches the racy service', () => {
    const tallies = soak(soakCase, 'racy', runs);
    report.push(`${soakCase.name}, racy`, ...tallies.map(lineOf));
    for (const { violated } of tallies) expect(violated).toBeGreaterThan(runs / 20);
  });
});

afterAll(() => {
  process.stdout.write(`\nverdicts over ${runs} simulated rounds each\n${report.join('\n')}\n`);
});

function lineOf({ invariant, held, violated, inconclusive }: Tally): string {
  return `  held ${share(held, runs)}, violated ${share(violated, runs)}, inconclusive ${share(inconclusive, runs)}  ${invariant}`;
}
