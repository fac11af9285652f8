/** The value that `percent` of all do not exceed (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Half the width of the 95 % interval of the difference of two rates (normal approximation), for the noise between two cells. */
export function rateNoise(one: number, other: number, bursts: number): number {
  return 1.96 * Math.sqrt((one * (1 - one) + other * (1 - other)) / bursts);
}
