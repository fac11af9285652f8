import { describe, expect, it } from 'vitest';
import { hiddenFields, hiddenHeader } from '../../../src/history/credentials.ts';

describe('the fields of a body', () => {
  it.each([
    ['{"password":12345678,"id":1}', '{"password":"[redacted]","id":1}'],
    ['{"token":["a","b"],"id":1}', '{"token":"[redacted]","id":1}'],
    ['{"token": [ "a" ,4711], "ids":["a"]}', '{"token": "[redacted]", "ids":["a"]}'],
    ['{"access_token":"eyJhbGciOi', '{"access_token":"[redacted]"'],
    ['{"access_token":"eyJhb\\', '{"access_token":"[redacted]"'],
    ['{"tokens":["abc","de', '{"tokens":"[redacted]"'],
  ])('named like credentials are hidden whatever they hold: %s', (body, hidden) => {
    expect(hiddenFields(body)).toBe(hidden);
  });

  it.each(['{"tokensLeft":3,"hasToken":true,"token":null}', '{"token":{"id":1}}', '{"note":"a token"}'])(
    'stay where they hold none: %s',
    (body) => {
      expect(hiddenFields(body)).toBe(body);
    },
  );
});

describe('a header', () => {
  it('has no credentials in the URL that it holds', () => {
    expect(hiddenHeader('location', 'https://x/cb?a=1&access_token=abc&b=2')).toBe(
      'https://x/cb?a=1&access_token=[redacted]&b=2',
    );
    expect(hiddenHeader('location', 'https://x/cb#access_token=abc&b=2')).toBe(
      'https://x/cb#access_token=[redacted]&b=2',
    );
  });
});
