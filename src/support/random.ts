import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of values that the seed fixes. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** Shaped like a version 4 UUID (RFC 9562). */
  uuid(): string;
}

/**
 * The stream that belongs to a seed and a key. Same seed and key, same values, whatever was drawn elsewhere before: a
 * member's random values must not depend on the order in which members are prepared.
 */
export function randomFor(seed: number, ...key: readonly (string | number)[]): Random {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...key]))
    .digest();
  // All 128 bits of the state: out of a 32-bit seed, two of a run's thousands of streams would soon be the same one.
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)));
  const int = (low: number, high: number) => uniformInt(generator, low, high);
  return {
    int,
    uuid() {
      const bytes = Buffer.from(Array.from({ length: 16 }, () => int(0, 255)));
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
  };
}
