import { describe, expect, it } from 'vitest';
import { chooseDeliveries, type DeliveryWishes } from '../../../src/engine/deliveries.ts';
import { createPortfolio } from '../../../src/engine/portfolio.ts';
import { type Delivery, deliveryText } from '../../../src/history/delivery.ts';
import type { TargetFacts } from '../../../src/history/target-facts.ts';

const target: TargetFacts = {
  origin: 'http://127.0.0.1:80',
  protocols: ['http/1.1'],
  keepAlive: true,
  startsAtHeaders: [],
  refused: {},
  requests: 0,
};
const https: TargetFacts = { ...target, origin: 'https://127.0.0.1:443' };
const wishes: DeliveryWishes = { sync: 'auto', connections: 'warm', cores: 2, members: 20 };

function chosen(facts: TargetFacts, changes: Partial<DeliveryWishes> = {}): readonly string[] {
  return chooseDeliveries([facts], { ...wishes, ...changes }).deliveries.map(deliveryText);
}

describe('the choice of deliveries', () => {
  it('holds the last byte over plain HTTP/1.1, by one thread and by two, and tries pipelining', () => {
    expect(chosen(target)).toEqual([
      'last-byte over HTTP/1.1, held at the headers',
      'last-byte over HTTP/1.1, held at the headers, 2 threads',
      'pipelined over HTTP/1.1',
    ]);
  });

  it('seals records over TLS, HTTP/2 first', () => {
    expect(chosen({ ...https, protocols: ['h2', 'http/1.1'] })).toEqual([
      'tls-record over HTTP/2',
      'single-packet over HTTP/2, held at the end',
      'tls-record over HTTP/1.1',
      'tls-record over HTTP/1.1, 2 threads',
      'pipelined over HTTP/1.1',
    ]);
  });

  it('leaves out what lets a server start early, and says so', () => {
    const { deliveries, reasons } = chooseDeliveries(
      [{ ...target, protocols: ['h2'], startsAtHeaders: ['h2'] }],
      wishes,
    );
    expect(deliveries.map(deliveryText)).toEqual(['single-packet over HTTP/2, held at the headers']);
    expect(reasons).toContain('single-packet held at the end is left out: the server answers at the headers');
  });

  it('moves the hold point of a pinned method where the server starts at the headers', () => {
    const h2: TargetFacts = { ...https, protocols: ['h2'] };
    expect(chosen(h2, { sync: 'single-packet' })).toEqual(['single-packet over HTTP/2, held at the end']);
    expect(chosen({ ...h2, startsAtHeaders: ['h2'] }, { sync: 'single-packet' })).toEqual([
      'single-packet over HTTP/2, held at the headers',
    ]);
  });

  it('fires nothing at a port that speaks TLS while the URL says http', () => {
    const why = 'the target speaks TLS on this port; did you mean https://127.0.0.1:80?';
    const facts = { ...target, protocols: [], speaksTls: true, refused: { 'http/1.1': why } } as const;
    expect(chooseDeliveries([facts], wishes)).toEqual({ deliveries: [], reasons: [`${target.origin}: ${why}`] });
  });

  it('takes the pinned method only, or nothing with the reason', () => {
    expect(chosen(target, { sync: 'barrier' })).toEqual(['barrier over HTTP/1.1']);
    expect(chosen(target, { sync: 'last-byte', threads: 2 })).toEqual([
      'last-byte over HTTP/1.1, held at the headers, 2 threads',
    ]);
    const none = chooseDeliveries([target], { ...wishes, sync: 'single-packet' });
    expect(none.deliveries).toEqual([]);
    expect(none.reasons.at(-1)).toMatch(/nothing fits `sync: single-packet`.*speaks http\/1\.1/);
  });

  it('shares connections only by methods that can', () => {
    expect(chosen(target, { connections: 'shared' })).toEqual(['pipelined over HTTP/1.1, shared connections']);
  });

  it('asks for more open files before it opens more connections than there may be', () => {
    const { deliveries, reasons } = chooseDeliveries([target], { ...wishes, members: 5_000, connectionLimit: 900 });
    expect(deliveries.map(({ method }) => method)).toEqual(['pipelined']);
    expect(reasons.join()).toMatch(/5000 members.*more open files than the 900.*ulimit -n 7756/);
  });

  it('counts the connections that every thread keeps, and leaves out the delivery with which they are too many', () => {
    const limited = (connectionLimit: number) => chosen(target, { members: 5_000, connectionLimit });
    const [alone, two, pipelined] = chosen(target);
    expect(limited(7_500)).toEqual([alone, two, pipelined]);
    expect(limited(7_499)).toEqual([alone, pipelined]);
    expect(limited(5_000)).toEqual([alone, pipelined]);
    expect(limited(4_999)).toEqual([pipelined]);
  });

  it('speaks what all instances have in common', () => {
    const { deliveries } = chooseDeliveries([target, { ...target, protocols: ['h2', 'http/1.1'] }], wishes);
    expect(new Set(deliveries.map(({ protocol }) => protocol))).toEqual(new Set(['http/1.1']));
  });
});

describe('the portfolio', () => {
  const delivery = (method: Delivery['method'], hold: Delivery['hold'] = 'headers'): Delivery => ({
    method,
    protocol: 'h2',
    hold,
    threads: 1,
    connections: 'warm',
  });
  const [sealed, packet, pipes] = [delivery('tls-record'), delivery('single-packet', 'end'), delivery('pipelined')];

  /** Plays `rounds` against a target on which each method hits as `hits` says; gives back how often each was used. */
  function play(
    hits: (method: string) => boolean,
    rounds = 60,
    overlap = (_method: string) => 1,
  ): Record<string, number> {
    const portfolio = createPortfolio([sealed, packet, pipes]);
    const used: Record<string, number> = {};
    for (let round = 0; round < rounds; round += 1) {
      const next = portfolio.next();
      used[next.method] = (used[next.method] ?? 0) + 1;
      portfolio.learn(next, { violated: hits(next.method), overlap: overlap(next.method), early: false });
    }
    return used;
  }

  it('looks no further while the first method hits every time, and tries the next when it misses', () => {
    expect(play((method) => method === 'tls-record')).toEqual({ 'tls-record': 60 });
    let round = 0;
    const used = play((method) => method === 'single-packet' || (round++ < 3 && method === 'tls-record'), 20);
    expect(used['single-packet']).toBeGreaterThan(10);
  });

  it('tries each method, then stays with the one that hits', () => {
    expect(play((method) => method === 'single-packet')).toEqual({ 'tls-record': 1, 'single-packet': 59 });
    const { pipelined = 0, ...others } = play((method) => method === 'pipelined');
    expect(pipelined).toBeGreaterThan(45);
    expect(Object.keys(others)).toEqual(['tls-record', 'single-packet']);
  });

  it('rotates through all that overlap while nothing is violated, and looks at pipelining now and then only', () => {
    const used = play(() => false);
    expect(used['tls-record']).toBeGreaterThan(20);
    expect(used['single-packet']).toBeGreaterThan(20);
    expect(used['pipelined']).toBe(1);
  });

  it('gives most rounds to what is released within the window', () => {
    const used = play(
      () => false,
      60,
      (method) => (method === 'single-packet' ? 1 : 0),
    );
    expect(used['single-packet']).toBeGreaterThan(50);
    expect(used['tls-record']).toBeGreaterThan(1);
  });

  it('pipelines only where that hits twice as often as what can also count for held', () => {
    let round = 0;
    const half = play((method) => method === 'pipelined' || (method === 'tls-record' && round++ % 4 > 0));
    expect(half['tls-record']).toBeGreaterThan(half['pipelined'] ?? 0);
    round = 0;
    const seldom = play((method) => method === 'pipelined' || (method === 'tls-record' && round++ % 8 === 0));
    expect(seldom['pipelined']).toBeGreaterThan(seldom['tls-record'] ?? 0);
  });

  it('leaves the default of sixty rounds enough that can count, and looks at pipelining again in a longer hunt', () => {
    const used = play(() => false, 300);
    expect(used['pipelined']).toBeGreaterThan(1);
    expect(used['pipelined']).toBeLessThanOrEqual(300 / 60);
  });

  it('pipelines every round where nothing else fits', () => {
    const portfolio = createPortfolio([pipes]);
    expect(Array.from({ length: 3 }, () => portfolio.next())).toEqual([pipes, pipes, pipes]);
  });

  it('gives up a hold point at which answers came early', () => {
    const portfolio = createPortfolio([packet, sealed]);
    portfolio.learn(packet, { violated: true, overlap: 1, early: true });
    expect(Array.from({ length: 5 }, () => portfolio.next())).toEqual([sealed, sealed, sealed, sealed, sealed]);
  });
});
