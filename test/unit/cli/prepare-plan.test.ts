import { describe, expect, it } from 'vitest';
import { preparePlan } from '../../../src/cli/prepare-plan.ts';
import type { LoadOptions } from '../../../src/scenario/index.ts';
import { RacehoundError } from '../../../src/support/diagnostic.ts';
import { load, shortest } from '../scenario/temporary-project.ts';

/** What the refusal of a host says first, and the text of the file that it points at. */
function refusal(files: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}) {
  const loaded = load(files, options);
  try {
    preparePlan(loaded, { tag: [], allowHost: [], var: {}, ...named(options) }, 1);
  } catch (error) {
    if (!(error instanceof RacehoundError)) throw error;
    const [first] = error.diagnostics;
    const before = first?.title.split(': ').slice(0, -1).join(': ');
    return [before, first?.span && first.source?.text.slice(first.span.start, first.span.end)];
  }
  return undefined;
}

function named({ target, environment }: Partial<LoadOptions>) {
  return { ...(target !== undefined && { target }), ...(environment !== undefined && { environment }) };
}

const far = 'http://10.255.255.1:80';
const nowhere = shortest.replace(/^target:.*\n/m, '');

describe('a host that may not be tested', () => {
  it('is pointed at in the scenario that names it', () => {
    expect(refusal({ 's.race.yaml': `${nowhere}target: ${far}\n` })).toEqual(['', far]);
    const instances = `instances: { a: http://127.0.0.1:1, b: ${far} }\n`;
    expect(refusal({ 's.race.yaml': `${shortest}${instances}` })).toEqual(['', far]);
  });

  it('is named with its flag where the scenario has no part in it', () => {
    expect(refusal({ 's.race.yaml': shortest }, { target: far })).toEqual([`--target ${far}`, undefined]);
    const project = `target: ${far}\nenvironments: { far: { target: ${far} } }\n`;
    const files = { 's.race.yaml': shortest, 'racehound.yaml': project };
    expect(refusal(files, { environment: 'far' })).toEqual(['--environment far', undefined]);
    expect(refusal({ ...files, 's.race.yaml': nowhere })).toEqual(['target in racehound.yaml', undefined]);
  });
});
