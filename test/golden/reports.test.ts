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

  it('fits a narrow terminal', () => {
    const lines = text(runOf([violatedScenario]), 60).split('\n');
    expect(lines.filter((line) => line.length > 110)).toEqual([]);
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
