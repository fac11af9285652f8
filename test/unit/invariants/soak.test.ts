import { afterAll, describe, expect, test } from 'vitest';
import { soakCases } from './simulation/cases.ts';
import { share, soak, type Tally } from './simulation/soak.ts';

const runs = 300;

/** Printed at the end: a soak that can't fail would show here. */
const report: string[] = [];

describe.each(soakCases)('against a simulated $name', (soakCase) => {
  test('no invariant blames the correct service', () => {
    const tallies = soak(soakCase, 'correct', runs);
    report.push(`${soakCase.name}, correct`, ...tallies.map(lineOf));
    for (const { invariant, firstViolated } of tallies) expect({ invariant, firstViolated }).toEqual({ invariant });
    for (const { held } of tallies) expect(held).toBeGreaterThan(runs / 10);
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
