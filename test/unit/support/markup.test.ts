import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { element, inertJson, markupText } from '../../../src/support/markup.ts';

describe('markup as text', () => {
  it('has attributes, children and nothing that was left out', () => {
    const node = element(
      'p',
      { class: 'note', hidden: false, open: true, tabindex: 0, id: undefined },
      'a',
      false,
      [element('b', {}, 'c'), undefined],
      element('br'),
    );
    expect(markupText(node)).toBe('<p class="note" open="" tabindex="0">a<b>c</b><br></p>');
  });

  it('lets no text become markup', () => {
    expect(markupText(element('td', { title: '"><script>' }, `</td><script>alert('1')</script>&amp;`))).toBe(
      '<td title="&quot;&gt;&lt;script&gt;">&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</td>',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = markupText(element('p', { title: text }, text));
        expect(written.replace(/^<p title="[^"<>]*">|<\/p>$/g, '')).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('shows controls, line separators and changes of direction, and keeps lines', () => {
    const text = 'a\u0000\u001b[31m\u202eb\u2028c\ud800\r\nd\te';
    expect(markupText(element('pre', {}, text))).toBe(
      '<pre>a&lt;U+0000&gt;&lt;U+001B&gt;[31m&lt;U+202E&gt;b&lt;U+2028&gt;c&lt;U+D800&gt;\nd  e</pre>',
    );
  });
});

describe('JSON in a page', () => {
  it('is the same data, and can not end its element', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(inertJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(inertJson(value)).not.toMatch(/[<\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
    expect(inertJson('</script><!--')).toBe('"\\u003c/script>\\u003c!--"');
    expect(inertJson('\u202e\u{e0041}')).toBe('"\\u202e\\udb40\\udc41"');
  });
});
