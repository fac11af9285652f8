const unitsMs = { us: 0.001, ms: 1, s: 1000, m: 60_000 } as const;

/** `200ms`, `1.5s`, `50us`, `2m`: a number and a unit, nothing else. */
export const durationPattern = /^(\d+(?:\.\d+)?)(us|ms|s|m)$/;

/** Milliseconds of a text that matches `durationPattern`; undefined for any other text. */
export function durationMs(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * unitsMs[match[2] as keyof typeof unitsMs];
}
