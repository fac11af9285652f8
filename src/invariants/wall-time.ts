import { decimalOf } from '../support/decimal.ts';
import type { Json } from '../support/json.ts';

/** An instant of somebody's wall clock, as it was written: nanoseconds since 1970, and how finely it was told. */
export interface WallTime {
  readonly atNs: bigint;
  /** What one step of its last digit is worth, nanoseconds. */
  readonly stepNs: number;
}

/** IMF-fixdate, the form of the `Date` header (RFC 9110, section 5.6.7). */
const fixdate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/** RFC 3339, with the space that SQL databases write for the T, and zones such as `+00`. */
const iso = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?(?:[Zz]|([+-]\d{2}):?(\d{2})?)$/;

/** Epochs by their size: from 10^11 on seconds would be in the year 5138, and milliseconds are in 1973. */
const epochSteps = [
  { from: 10n ** 17n, stepNs: 1 },
  { from: 10n ** 14n, stepNs: 1e3 },
  { from: 10n ** 11n, stepNs: 1e6 },
  { from: 0n, stepNs: 1e9 },
] as const;

/**
 * Reads a `Date` header, an ISO 8601 text with its zone, or an epoch in seconds, milliseconds, microseconds or nanoseconds (also
 * with a fraction, also as text). Undefined for anything else, a local time without a zone among it.
 */
export function wallTime(value: Json): WallTime | undefined {
  if (typeof value === 'string' && fixdate.test(value)) return atMs(Date.parse(value), 1e9);
  const match = typeof value === 'string' ? iso.exec(value) : null;
  if (match !== null) {
    const [, day = '', time = '', fraction = '', hours = '+00', minutes = '00'] = match;
    const seconds = atMs(Date.parse(`${day}T${time}${hours}:${minutes}`), 1e9);
    const stepNs = 10 ** (9 - fraction.length);
    return seconds && { atNs: seconds.atNs + BigInt(fraction.padEnd(9, '0')), stepNs };
  }
  return epoch(value);
}

function atMs(ms: number, stepNs: number): WallTime | undefined {
  return Number.isNaN(ms) ? undefined : { atNs: BigInt(ms) * 1_000_000n, stepNs };
}

function epoch(value: Json): WallTime | undefined {
  const decimal = decimalOf(value);
  if (decimal === undefined || decimal.digits < 0n) return undefined;
  const { digits, scale } = decimal;
  const whole = digits / 10n ** BigInt(scale);
  const unit = epochSteps.find(({ from }) => whole >= from)?.stepNs ?? 1e9;
  // A fraction tells the instant more finely than the unit.
  const atNs = (digits * BigInt(unit)) / 10n ** BigInt(scale);
  return { atNs, stepNs: Math.max(1, unit / 10 ** scale) };
}
