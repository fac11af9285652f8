import { describe, expect, it } from 'vitest';
import { classScenario } from '../../../src/cli/init-class.ts';
import { nextSteps } from '../../../src/cli/next-steps.ts';
import { starterText } from '../../../src/importers/index.ts';
import { load, shortest } from '../scenario/temporary-project.ts';

const first = (text: string, options: Parameters<typeof nextSteps>[1]) =>
  nextSteps(load({ 's.race.yaml': text }, { requireSecrets: false }), options).split('\n')[1];

describe('what init says to do next', () => {
  it('counts the places of a class that must be changed', () => {
    const text = classScenario('oversell');
    const marks = text.split('\n').filter((line) => line.includes('# CHANGE')).length;
    expect(marks).toBeGreaterThan(3);
    expect(first(text, { class: 'oversell' })).toBe(
      `  change the ${marks} places marked "# CHANGE" to the requests and answers of your service`,
    );
  });

  it('names the values of an import that somebody must choose', () => {
    const from = ['openapi', 'openapi.yaml'];
    expect(first(`${shortest}variables: { id: text }`, { from })).toBe('  choose the values under `variables`: id');
    expect(first(shortest, { from })).toContain('what must still be true');
  });

  it('lets the first scenario run against the lab before it is changed', () => {
    expect(first(starterText(), {})).toContain('run it against the lab as it stands');
    expect(first(starterText('http://127.0.0.1:8080'), { target: 'http://127.0.0.1:8080' })).toContain(
      'change `prepare`',
    );
  });

  it('prints no value for a secret that a shell would take for the real one', () => {
    const text = `${shortest}secrets: { a: { env: TOKEN_A }, b: { env: TOKEN_B } }`;
    const steps = nextSteps(load({ 's.race.yaml': text }, { requireSecrets: false }), { from: ['curl'] });
    expect(steps).toMatch(/^ {2}export TOKEN_A= {3}#.*\n {2}export TOKEN_B= {3}#/m);
  });
});
