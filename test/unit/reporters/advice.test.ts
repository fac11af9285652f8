import { expect, it } from 'vitest';
import { adviceOf } from '../../../src/reporters/advice.ts';
import {
  heldScenario,
  inconclusiveScenario,
  serialScenario,
  untestableScenario,
  violatedScenario,
} from '../../golden/reports/examples.ts';

it('says where to look, by the kind of what broke, and each thing once', () => {
  expect(adviceOf(violatedScenario)).toEqual([expect.stringContaining('a check and an act that are two steps')]);
  const kinds = ['noLostUpdate', 'conserved', 'identical'];
  const [first] = violatedScenario.invariants;
  if (first === undefined) throw new Error('the example has an invariant');
  expect(adviceOf({ ...violatedScenario, invariants: kinds.map((kind) => ({ ...first, kind })) })).toEqual([
    expect.stringContaining('read, changed and written back'),
    expect.stringContaining('let one do it'),
  ]);
});

it('sends nobody after a race that is none', () => {
  expect(adviceOf(serialScenario).join()).toContain('This is no race');
  const invariants = [...serialScenario.invariants, ...violatedScenario.invariants];
  expect(adviceOf({ ...violatedScenario, invariants })).toEqual([
    expect.stringMatching(/^"[^"]+" is no race/),
    expect.stringContaining('a check and an act that are two steps'),
  ]);
  expect(adviceOf(inconclusiveScenario)).toEqual(['Mend what stood in the way: the doubts say how.']);
  expect(adviceOf(untestableScenario)).toEqual(['Mend what stood in the way.']);
  expect(adviceOf({ ...inconclusiveScenario, interrupted: true })).toEqual([
    'It was interrupted before it could tell: let it come to its end.',
  ]);
  expect(adviceOf(heldScenario)).toEqual([]);
});

it('thinks of answers that got mixed up where an assert is about single ones', () => {
  const advice = (expected: string) => {
    const invariants = violatedScenario.invariants.map((each) =>
      each.first === undefined ? each : { ...each, kind: 'assert', first: { ...each.first, expected } },
    );
    return adviceOf({ ...violatedScenario, invariants });
  };
  const twoSteps = expect.stringContaining('a check and an act that are two steps');
  expect(advice('final.stock >= 0')).toEqual([twoSteps]);
  expect(advice('responses.all(r, r.name == r.caller)')).toEqual([
    expect.stringContaining('what belongs to another'),
    twoSteps,
  ]);
});
