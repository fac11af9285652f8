import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../../src/support/random.ts';

const draw = () => {
  const random = randomFor(42, 3, 'member.1', 'json.token');
  return [random.int(0, 999), random.uuid(), random.int(-5, 5)];
};

describe('seeded randomness', () => {
  it('gives the same values for the same seed and key, whatever else was drawn', () => {
    const before = draw();
    randomFor(42, 'other').uuid();
    expect(draw()).toEqual(before);
  });

  it('gives the values that older versions gave, so that recorded runs can be replayed', () => {
    const random = randomFor(1, 'key');
    expect([random.int(1, 6), random.int(1, 6), random.uuid()]).toMatchInlineSnapshot(`
      [
        2,
        1,
        "92e8484e-b0a9-4dff-aef0-07ea95ec59d9",
      ]
    `);
  });

  it('gives other values for another seed, key, or split of the key', () => {
    const streams = [
      randomFor(1),
      randomFor(2),
      randomFor(1, 'a'),
      randomFor(1, 'a', 'b'),
      randomFor(1, 'ab'),
      randomFor(1, 1),
      randomFor(1, '1'),
    ];
    expect(new Set(streams.map((random) => random.uuid())).size).toBe(streams.length);
  });

  it('never gives two of many streams the same identifier', () => {
    const many = Array.from({ length: 20_000 }, (_, member) => randomFor(1, member).uuid());
    expect(new Set(many).size).toBe(many.length);
  });

  it('stays within its bounds, and reaches both', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -1000, max: 1000 }), fc.nat(3), (seed, low, width) => {
        const random = randomFor(seed);
        const drawn = Array.from({ length: 200 }, () => random.int(low, low + width));
        expect(Math.min(...drawn)).toBe(low);
        expect(Math.max(...drawn)).toBe(low + width);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('shapes a UUID like one of version 4', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(randomFor(seed).uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      }),
    );
  });
});
