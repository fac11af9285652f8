import { describe, expect, it } from 'vitest';
import { recordedFacts, recordedScenario } from '../../../src/cli/recorded-facts.ts';

const usage = (title: RegExp) =>
  expect.objectContaining({
    kind: 'usage',
    diagnostics: [expect.objectContaining({ title: expect.stringMatching(title) })],
  });

describe('what a history says of a scenario', () => {
  it('is refused where a judge could not rely on it', () => {
    expect(() => recordedFacts({}, 'history.ndjson:2')).toThrow(
      usage(/^history\.ndjson:2: not a scenario of this version: name:/),
    );
  });

  it('is refused where a script made of it would run what it says', () => {
    const scenario = (variable: string) => ({
      name: 'a',
      file: 'a.race.yaml',
      replay: '',
      templates: { prepare: [], requests: {}, secrets: { token: variable } },
    });
    expect(recordedScenario(scenario('my_Token'), 'x').templates?.secrets).toEqual({ token: 'my_Token' });
    expect(() => recordedScenario(scenario('A:=$(id)'), 'x')).toThrow(usage(/templates\.secrets\.token:/));
  });
});
