import { expect, it } from 'vitest';
import { withoutRepeats } from '../../../src/cli/without-repeats.ts';

function written(...lines: readonly string[]): string {
  let text = '';
  const log = withoutRepeats((more) => (text += more));
  for (const line of lines) log.add(line);
  log.end();
  return text;
}

it('writes lines as they come', () => {
  expect(written('a', 'b', 'a')).toBe('a\nb\na\n');
});

it('counts equal lines in a row', () => {
  expect(written('a', 'a', 'a', 'b', 'b')).toBe('a\n  (2 more of these)\nb\n  (1 more of these)\n');
});

it('writes nothing when nothing came', () => {
  expect(written()).toBe('');
});
