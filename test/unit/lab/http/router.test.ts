import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beneath, type Reply, router } from '../../../../src/lab/http/router.ts';

const reply: Reply = { status: 200, json: null };
const event = () => reply;
const purchases = () => reply;
const product = () => reply;
const route = router({
  'GET /events/:id': event,
  'POST /events/:id/purchases': purchases,
  'GET /products/:sku': product,
});

describe('the router of the lab', () => {
  it('finds a handler by method and whole path', () => {
    expect(route('POST', '/events/7/purchases')).toEqual({ handler: purchases, params: { id: '7' } });
    expect(route('GET', '/events/7')?.handler).toBe(event);
  });

  it('takes neither another method nor a longer path', () => {
    expect(route('DELETE', '/events/7')).toBeUndefined();
    expect(route('GET', '/events/7/')).toBeUndefined();
    expect(route('GET', '/x/events/7')).toBeUndefined();
  });

  it('takes only a whole number for :id, one that PostgreSQL can hold', () => {
    for (const id of ['', '-1', '1.5', 'seven', '1234567890']) expect(route('GET', `/events/${id}`)).toBeUndefined();
  });

  it('gives back any text that was encoded into the path', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (sku) => {
        expect(route('GET', `/products/${encodeURIComponent(sku)}`)?.params).toEqual({ sku });
      }),
    );
  });

  it('throws for a broken percent sign', () => {
    expect(() => route('GET', '/products/%')).toThrow(URIError);
  });

  it('serves the same routes beneath a path', () => {
    const nested = router(beneath('/racy/tickets', { 'GET /events/:id': event }));
    expect(nested('GET', '/racy/tickets/events/7')?.handler).toBe(event);
    expect(nested('GET', '/events/7')).toBeUndefined();
  });
});
