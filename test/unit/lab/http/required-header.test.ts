import { describe, expect, it } from 'vitest';
import { HttpError } from '../../../../src/lab/http/http-error.ts';
import { bearerToken, requiredHeader } from '../../../../src/lab/http/required-header.ts';

describe('a header that a handler needs', () => {
  it('is given back as it was sent', () => {
    expect(requiredHeader({ 'if-match': '"1"' }, 'if-match')).toBe('"1"');
  });

  it.each([{}, { 'if-match': '' }])('is missed with the status of its own in %j', (headers) => {
    expect(() => requiredHeader(headers, 'if-match', 428)).toThrow(
      new HttpError(428, 'the request needs the header if-match'),
    );
  });
});

describe('a bearer token', () => {
  it('is what follows the scheme, whose case does not matter', () => {
    expect(bearerToken({ authorization: 'bearer abc-1.2_3~+/==' })).toBe('abc-1.2_3~+/==');
  });

  it.each([{}, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }, { authorization: 'Bearer a b' }])(
    'is missed in %j',
    (headers) => {
      expect(() => bearerToken(headers)).toThrow('the request needs Authorization: Bearer <token>');
    },
  );
});
