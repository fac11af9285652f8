import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkers } from '../../../src/invariants/index.ts';
import { issuesOf } from './history-builder.ts';

const page = readFileSync('docs/invariants.md', 'utf8');
/** What stands under `## ` or `### `, the names of invariants first. */
const sections = page.split(/^##+ /m).slice(1);
const blocks = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, text = '']): unknown => parse(text));
const examples = blocks.flatMap((block) => (isList(block) ? block : isScenario(block) ? block.invariants : []));

function isList(block: unknown): block is readonly unknown[] {
  return Array.isArray(block);
}

function isScenario(block: unknown): block is { readonly invariants: readonly unknown[] } {
  return typeof block === 'object' && block !== null && 'invariants' in block;
}

describe('docs/invariants.md', () => {
  test.each(examples.map((example) => [JSON.stringify(example), example]))(
    'shows an entry that is valid: %s',
    (_, example) => {
      expect(issuesOf(example)).toEqual([]);
    },
  );

  test('has an example in every section of an invariant', () => {
    const named = sections.filter((section) => (/^`(\w+)`/.exec(section)?.[1] ?? '') in checkers);
    expect(named.length).toBeGreaterThan(10);
    for (const section of named) expect(section).toContain('```yaml');
  });
});
