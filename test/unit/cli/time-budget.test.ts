import { describe, expect, it } from 'vitest';
import { timeBudget } from '../../../src/cli/time-budget.ts';

describe('the budget of time', () => {
  it('is spent when its time has come, and says after how many rounds', () => {
    let now = 1_000;
    const budget = timeBudget(120_000, () => now);
    now += 119_999;
    expect(budget.isSpent()).toBe(false);
    now += 1;
    expect(budget.isSpent()).toBe(true);
    expect(budget.spent).toBe('the time budget of 120 s was spent');
    expect(budget.reason(12, 60)).toBe('the time budget of 120 s ended it after 12 of 60 rounds');
    expect(budget.reason(0, 60)).toBe('the time budget of 120 s was spent before its first round');
  });

  it('never ends where there is none', () => {
    let now = 0;
    const budget = timeBudget(undefined, () => now);
    now = Number.MAX_SAFE_INTEGER;
    expect(budget.isSpent()).toBe(false);
  });
});
