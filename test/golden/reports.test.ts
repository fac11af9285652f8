import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { RunReport, ScenarioReport } from '../../src/analysis/index.ts';
import { terminalReport } from '../../src/reporters/index.ts';
import { kept } from './kept.ts';
import {
  heldScenario,
  inconclusiveScenario,
  runOf,
  serialScenario,
  untestableScenario,
  violatedScenario,
} from './reports/examples.ts';

function text(report: RunReport, width = 100): string {
  return terminalReport(report, { paint: new Chalk({ level: 0 }), width });
}

describe('the terminal report', () => {
  const cases: Readonly<Record<string, readonly ScenarioReport[]>> = {
    violated: [violatedScenario],
    held: [heldScenario],
    inconclusive: [inconclusiveScenario],
    serial: [serialScenario],
    untestable: [untestableScenario],
    'two-scenarios': [violatedScenario, heldScenario],
  };
  it.each(Object.keys(cases))('reads as it is kept: %s', (name) => {
    const report = text(runOf(cases[name] ?? []));
    expect(report).toBe(kept(`${name}.txt`, report));
  });

  it('says that a run was interrupted', () => {
    const report = text({ ...runOf([{ ...inconclusiveScenario, interrupted: true }]), interrupted: true });
    expect(report).toBe(kept('interrupted.txt', report));
  });

  it('says before its last line where the run can be looked into', () => {
    const paint = new Chalk({ level: 0 });
    const lines = terminalReport(runOf([violatedScenario]), { paint, width: 100, look: 'report.html' }).split('\n');
    expect(lines.slice(-4, -2)).toEqual(['to look into it:', '  report.html']);
    expect(lines.at(-2)).toContain('VIOLATED');
  });

  it.each([20, 40, 60, 100])('leaves every command whole on a line of its own, at %i columns', (width) => {
    const lines = text(runOf([violatedScenario, inconclusiveScenario]), width).split('\n');
    for (const command of [violatedScenario.replay, violatedScenario.command, inconclusiveScenario.replay])
      expect(lines.map((line) => line.trim())).toContain(command);
  });

  it.each([40, 50, 60, 80])('fits a terminal of %i columns, but for what is there to be copied', (width) => {
    const fact =
      'in 12 of 60 rounds an answer came before its request was released, which is far too long for one line';
    const [invariant] = violatedScenario.invariants;
    const name = 'whoever is told that the ticket is theirs is the only one who is told so';
    const scenarios = [
      {
        ...violatedScenario,
        name: `${violatedScenario.name} even where its name is longer than a line`,
        invariants: violatedScenario.invariants.map((each) => (each === invariant ? { ...each, name } : each)),
        doubts: [{ kind: 'early-answers' as const, fact, hint: fact }],
      },
      inconclusiveScenario,
      untestableScenario,
    ];
    const lines = text(runOf(scenarios), width)
      .split('\n')
      .filter((line) => !/^ +racehound |https?:|racehound-results/.test(line));
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    const whole = lines.join(' ').replace(/\s+/g, ' ');
    for (const part of [name, fact, '#7 buy', '201 sold', 'timeout lost', 'violated in 23 rounds'])
      expect(whole).toContain(part);
  });

  it('lets nothing that a server sent steer the terminal', () => {
    const hostile = '\u001b[31mred\u0007\u202e';
    const report = runOf([
      {
        ...violatedScenario,
        name: hostile,
        because: hostile,
        invariants: violatedScenario.invariants.map((invariant) => ({ ...invariant, name: hostile })),
      },
    ]);
    expect(text(report)).not.toMatch(/[\u001b\u0007\u202e]/);
  });

  it('carries every meaning without colour too', () => {
    const plain = text(runOf([violatedScenario]));
    const coloured = terminalReport(runOf([violatedScenario]), { paint: new Chalk({ level: 1 }), width: 100 });
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });
});
