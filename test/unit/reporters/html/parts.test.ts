import { expect, it } from 'vitest';
import { prose, stackedTable } from '../../../../src/reporters/html/parts.ts';
import { element, markupText } from '../../../../src/support/markup.ts';

it('what a sentence has between backticks is code, and nothing in it is markup', () => {
  const text = (sentence: string) => markupText(element('p', {}, prose(sentence)));
  expect(text('raise `burst.window` or `<b>`')).toBe(
    '<p>raise <code>burst.window</code> or <code>&lt;b&gt;</code></p>',
  );
  expect(text('a lone ` stays')).toBe('<p>a lone ` stays</p>');
});

it('a cell of a table that may be stacked bears the name of its column', () => {
  const table = markupText(stackedTable('Hits', ['Way', 'Rounds'], [['last-byte', '7']]));
  expect(table).toContain('<th scope="row">last-byte</th><td data-column="Rounds">7</td>');
});
