import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generators } from '../../../src/expr/cel-functions.ts';
import { linearMatches } from '../../../src/expr/cel-tree.ts';
import { environmentWith } from '../../../src/expr/environment.ts';
import { entryNames, operationNames, roundNames } from '../../../src/invariants/index.ts';
import { visibleNames } from '../../../src/scenario/visible-names.ts';

const page = readFileSync('docs/expressions.md', 'utf8');
/** What stands between backticks in the prose and the tables. */
const code = [...page.replace(/```.*?```/gs, '').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
const written = (name: string) => code.some((text) => new RegExp(`(^|\\W)${name}(\\W|$)`).test(text));
const { environment } = environmentWith({}, { generators: true });
const functions = new Set(environment.getDefinitions().functions.map(({ name }) => name));
functions.delete(linearMatches);

describe('the page of expressions', () => {
  it('names every function', () => {
    expect([...functions].filter((name) => !code.some((text) => text.includes(`${name}(`)))).toEqual([]);
    expect(Object.keys(generators).filter((name) => !written(name))).toEqual([]);
  });

  it('names no function that does not exist', () => {
    const called = code.flatMap((text) => [...text.matchAll(/(\w+)\(/g)].map(([, name = '']) => name));
    expect(called.filter((name) => !functions.has(name))).toEqual([]);
  });

  it('names everything that expressions can see', () => {
    const { everywhere, inRounds, inMembers } = visibleNames({ variables: {}, env: {}, secrets: {}, rows: {} });
    const names = [
      { ...everywhere, ...inRounds, ...inMembers },
      roundNames({ requests: [], outcomes: [], observations: [], instances: [] }),
      operationNames([]),
      entryNames,
    ].flatMap((known) => Object.keys(known));
    expect(names.filter((name) => !written(name))).toEqual([]);
  });
});
