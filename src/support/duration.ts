const unitsMs = { us: 0.001, ms: 1, s: 1000, m: 60_000 } as const;

/** `200ms`, `1.5s`, `50us`, `2m`: a number and a unit, nothing else. */
export const durationPattern = /^(\d+(?:\.\d+)?)(us|ms|s|m)$/;

/** What to say of a text that is none. */
export const durationExpected = 'expected a number and a unit, such as 50us, 200ms, 5s or 2m';

/** Milliseconds of a text that matches `durationPattern`; undefined for any other text. */
export function durationMs(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * unitsMs[match[2] as keyof typeof unitsMs];
}

/** Nanoseconds in the unit that a person would choose: `210 µs`, `1.2 ms`, `3.4 s`, `-5 ms`. */
export function durationText(ns: number): string {
  if (ns < 0) return `-${durationText(-ns)}`;
  if (ns < 1e6) return `${Math.round(ns / 1e3)} µs`;
  if (ns < 1e9) return `${trim(ns / 1e6)} ms`;
  return `${trim(ns / 1e9)} s`;
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}
