import { describe, expect, it } from 'vitest';
import { knownValues, requestPreview } from '../../../src/cli/request-preview.ts';
import type { RequestTemplate } from '../../../src/expr/request-template.ts';
import { templateOf } from '../../../src/expr/template.ts';
import type { Json } from '../../../src/support/json.ts';
import { randomFor } from '../../../src/support/random.ts';

const template = (path: string, more: Partial<RequestTemplate> = {}): RequestTemplate => ({
  method: 'POST',
  base: { url: 'http://127.0.0.1:8080/api' },
  path: templateOf(path),
  headers: [],
  query: [],
  cookies: [],
  timeoutMs: 1000,
  ...more,
});
const scope = (names: Readonly<Record<string, Json>>) => ({
  names,
  random: (occurrence: string) => randomFor(1, 1, occurrence),
});

describe('the preview of a request', () => {
  it('fills in what is known as it will be sent, and leaves what waits for a capture as it is written', () => {
    const request = template('/{{ base }}/{{ code }}/redeem', {
      query: [['of', templateOf('{{ order }}')]],
      body: { kind: 'json', value: { code: '{{ code }}', amount: '{{ amount }}' } },
    });
    expect(requestPreview(request, scope({ base: 'safe/coupons', amount: 5 }))).toEqual({
      line: 'POST /api/safe%2Fcoupons/{{ code }}/redeem?of={{ order }}',
      body: '{"code":"{{ code }}","amount":5}',
    });
  });

  it('leaves the instant of sending open, which only the sending knows', () => {
    expect(requestPreview(template('/orders/{{ now() }}'), scope({})).line).toBe('POST /api/orders/{{ now() }}');
  });

  it('puts nothing before a value that may turn out to be a whole URL', () => {
    expect(requestPreview(template('{{ location }}/pay'), scope({})).line).toBe('POST {{ location }}/pay');
    expect(requestPreview(template('{{ location }}/pay'), scope({ location: '/orders/1' })).line).toBe(
      'POST /api/orders/1/pay',
    );
  });

  it('shows a request that can not be filled in as it is written', () => {
    expect(requestPreview(template('/{{ id }}'), scope({ id: '..' })).line).toBe('POST /{{ id }}');
  });

  it('knows the values of a member but for those that wait', () => {
    expect(knownValues({ key: 'k-{{ member }}', of: '{{ order }}' }, scope({ member: 3 }))).toEqual({ key: 'k-3' });
  });
});
