import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xmlDocument } from '../../../src/support/xml.ts';

describe('an XML document', () => {
  it('has elements on lines of their own, and text as it stands', () => {
    expect(
      xmlDocument({
        name: 'a',
        attributes: { x: 1, none: undefined },
        children: [
          { name: 'b', attributes: {} },
          { name: 'c', attributes: {}, children: ['two\nlines'] },
        ],
      }),
    ).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a x="1">\n  <b/>\n  <c>two\nlines</c>\n</a>\n');
  });

  it('escapes markup, keeps line breaks in attributes, and spells out what XML may not hold', () => {
    expect(xmlDocument({ name: 'a', attributes: { x: '<"&\n' }, children: [']]>\u0000\ufffe\ud800'] })).toContain(
      '<a x="&lt;&quot;&amp;&#10;">]]&gt;\\u0000\\ufffe\\ud800</a>',
    );
  });

  it('never lets a text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inner = xmlDocument({ name: 'a', attributes: { x: text }, children: [text] });
        expect(inner.match(/[<>]/g)).toHaveLength(6);
        expect(inner).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      }),
    );
  });
});
