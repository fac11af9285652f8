import type { ScenarioReport } from '../analysis/run-report.ts';
import { harmless } from '../support/visible-text.ts';
import { adviceOf } from './advice.ts';
import { wrap } from './words.ts';

interface Step {
  readonly text: string;
  readonly command?: string;
}

const indent = 11;

/** What to do next, line by line. A command has a line of its own, however long: one that is broken means something else when it is pasted. */
export function nextStepLines(report: ScenarioReport, width: number): readonly string[] {
  return stepsOf(report).flatMap(({ text, command }) => [
    ...wrap(text, width - indent).map((line, place) => `${(place === 0 ? '  → next' : '').padEnd(indent)}${line}`),
    ...(command === undefined ? [] : [`${' '.repeat(indent)}${harmless(command)}`]),
  ]);
}

function stepsOf(report: ScenarioReport): readonly Step[] {
  const { verdict, replay, command, interrupted } = report;
  switch (verdict) {
    case 'held':
      return [];
    case 'violated':
      return [
        ...adviceOf(report).map((text) => ({ text })),
        { text: 'See it again:', command: replay },
        ...(command === replay ? [] : [{ text: 'Once it is mended:', command }]),
      ];
    case 'inconclusive':
      return [{ text: interrupted ? 'To the end:' : 'Mend what stood in the way, then again:', command: replay }];
  }
}
