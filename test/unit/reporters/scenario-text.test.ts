import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { invariantsTable } from '../../../src/reporters/html/tables.ts';
import { scenarioText } from '../../../src/reporters/scenario-text.ts';
import { markupText } from '../../../src/support/markup.ts';
import { heldScenario, inconclusiveScenario, untestableScenario } from '../../golden/reports/examples.ts';

const options = { paint: new Chalk({ level: 0 }), width: 120 };

test('a scenario that could not be tested shows its baseline and its doubts, and says the cause once', () => {
  const doubt = {
    kind: 'unknown-outcomes',
    fact: 'the effect of 15 of 60 operations is unknown',
    hint: 'look',
  } as const;
  const invariants = untestableScenario.invariants.map((each) => ({ ...each, because: untestableScenario.because }));
  const text = scenarioText({ ...untestableScenario, invariants, doubts: [doubt] }, options);
  expect(text).toContain('COULD NOT TEST');
  expect(text).toContain('baseline   one at a time: held');
  expect(text).toContain('! doubt  the effect of 15 of 60 operations is unknown');
  expect(text.split('ECONNREFUSED')).toHaveLength(2);
});

test('says why members had no full answer, and no latency where there is none', () => {
  const failure = { kind: 'reset', code: 'HPE_INVALID_CONSTANT', message: 'Expected HTTP/' } as const;
  const timeout = { kind: 'timeout', code: 'RACEHOUND_TIMEOUT', message: 'timed out' } as const;
  const failures = [
    { ...failure, operations: 60 },
    { ...timeout, operations: 2 },
  ];
  const latency = { p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 };
  const text = scenarioText({ ...heldScenario, failures, latency }, options);
  expect(text).toContain('failures   60 × Expected HTTP/ (HPE_INVALID_CONSTANT)');
  expect(text).toMatch(/^ +2 × timed out$/m);
  expect(text).not.toContain('latency');
});

test('the page too says once why a scenario could not be tested', () => {
  const invariants = untestableScenario.invariants.map((each) => ({ ...each, because: 'nobody is there' }));
  const tested = markupText(invariantsTable({ ...inconclusiveScenario, invariants }));
  const untested = markupText(invariantsTable({ ...untestableScenario, invariants }));
  expect(tested).toContain('nobody is there');
  expect(untested).not.toContain('nobody is there');
});
