import { describe, expect, it } from 'vitest';
import { filledTemplate, templatePieces, type Variables } from '../../../../src/reporters/curl/fill-template.ts';

const variables: Variables = {
  captured: { item: 42, name: 'a b', quoted: 'say "x"' },
  secrets: { token: 'SHOP_TOKEN' },
};
const item = { variable: 'captured_item' };

describe('a recorded text and its template', () => {
  it('give the places where captured values stand, and no others', () => {
    expect(filledTemplate('/v42/items/{{ item }}/buy', '/v42/items/42/buy', variables, 'url')).toEqual([
      '/v42/items/',
      item,
      '/buy',
    ]);
    const template = '{"item":"{{ item }}","count":42,"note":"{{ round }} of {{ item }}"}';
    expect(filledTemplate(template, '{"item":42,"count":42,"note":"3 of 42"}', variables, 'json')).toEqual([
      '{"item":',
      item,
      ',"count":42,"note":"',
      '3',
      ' of ',
      item,
      '"}',
    ]);
  });

  it('keep a value as it was where it is spelt otherwise than the answer spells it', () => {
    expect(filledTemplate('/by/{{ name }}', '/by/a%20b', variables, 'url')).toEqual(['/by/', 'a%20b', '']);
    expect(filledTemplate('{"q":"{{ quoted }}"}', '{"q":"say \\"x\\""}', variables, 'json')).toEqual([
      '{"q":"',
      'say \\"x\\"',
      '"}',
    ]);
  });

  it('name secrets by their environment variables', () => {
    expect(filledTemplate('a {{ secrets.token }}', 'a [redacted 1]', variables, 'plain')).toEqual([
      'a ',
      { variable: 'SHOP_TOKEN' },
      '',
    ]);
    expect(templatePieces('Bearer {{ secrets.token }}', variables)).toEqual([
      'Bearer ',
      { variable: 'SHOP_TOKEN' },
      '',
    ]);
    expect(templatePieces('{{ buyer.token }}', variables)).toBeUndefined();
  });

  it('do not fit when the text is another, or the value is not the captured one', () => {
    expect(filledTemplate('/items/{{ item }}', '/other/42', variables, 'url')).toBeUndefined();
    expect(filledTemplate('/items/{{ item }}', '/items/43', variables, 'url')).toBeUndefined();
  });
});
