import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/history/redact.ts';

function redact(text: string, ...secrets: readonly string[]): string {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.text(text);
}

describe('the redactor', () => {
  it('gives equal secrets equal marks and different ones different marks', () => {
    expect(redact('first-secret other-secret first-secret', 'first-secret', 'other-secret')).toBe(
      '[redacted 1] [redacted 2] [redacted 1]',
    );
  });

  it('finds a secret as a URL, in a form, and one within another', () => {
    const secrets = ['p@ss word!x', 'p@ss word!x and more'];
    expect(
      redact(`${encodeURIComponent('p@ss word!x')} p%40ss+word%21x p@ss word!x and more p@ss word!x`, ...secrets),
    ).toBe('[redacted 1] [redacted 1] [redacted 2] [redacted 1]');
  });

  it.each(['', 'a:', 'ab:', 'alice:'])('finds it in base64 behind %j, as Basic authentication spells it', (before) => {
    const text = Buffer.from(`${before}hunter2secret`).toString('base64');
    expect(redact(text, 'hunter2secret')).toMatch(/^[\w+/]{0,12}\[redacted 1\]=*$/);
  });

  it('takes a secret that is no well-formed Unicode', () => {
    expect(redact('a \ud800abcdef b', '\ud800abcdef')).toBe('a [redacted 1] b');
  });

  it('leaves JSON that holds a secret number JSON', () => {
    expect(redact('{"pin":4711,"ids":[4711, 4711]} 4711', '4711')).toBe(
      '{"pin":"[redacted 1]","ids":["[redacted 1]", "[redacted 1]"]} [redacted 1]',
    );
  });

  it('leaves its own marks alone', () => {
    expect(redact('hunter2 redacted', 'hunter2', 'redacted')).toBe('[redacted 1] [redacted 2]');
  });

  it('finds each of thousands of secrets', () => {
    const secrets = Array.from({ length: 5000 }, (_, place) => `token-${place}-of-many`);
    expect(redact(`<${secrets.join('><')}>`, ...secrets)).toBe(
      secrets.map((_, place) => `<[redacted ${place + 1}]>`).join(''),
    );
  });
});
