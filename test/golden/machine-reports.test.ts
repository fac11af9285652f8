import { describe, expect, it } from 'vitest';
import { fileReporters } from '../../src/reporters/index.ts';
import { kept } from './kept.ts';
import { heldScenario, inconclusiveScenario, runOf, untestableScenario, violatedScenario } from './reports/examples.ts';
import { recordedOf } from './reports/recorded.ts';

const report = runOf([violatedScenario, heldScenario, inconclusiveScenario, untestableScenario]);

/** Every format, and the ending of the file in which it is kept. */
const endings: Readonly<Record<string, string>> = {
  json: 'json',
  junit: 'junit.xml',
  github: 'github.txt',
  markdown: 'md',
  sarif: 'sarif.json',
  ctrf: 'ctrf.json',
  csv: 'csv',
  hdr: 'hlog',
  text: 'text.txt',
  curl: 'sh',
};

describe('the reports for machines (UPDATE_GOLDEN=1 rewrites them)', () => {
  it.each(Object.entries(endings))('%s reads as it is kept', (name, ending) => {
    const rendered = fileReporters[name]?.(report, recordedOf(report)) ?? '';
    const text = typeof rendered === 'string' ? rendered : [...rendered].join('');
    expect(text).not.toBe('');
    expect(text).toBe(kept(`all.${ending}`, text));
  });
});
