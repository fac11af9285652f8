import { build } from 'hdr-histogram-js';

/** Quantiles of any number of values in constant memory, to three significant digits. */
export interface Distribution {
  /** `value`: whole and not negative. */
  record(value: number): void;
  /** The value that `percent` of all values do not exceed; 0 when there is none. */
  quantile(percent: number): number;
  readonly max: number;
}

export function createDistribution(): Distribution {
  const histogram = build({ numberOfSignificantValueDigits: 3 });
  let max = 0;
  return {
    record(value) {
      histogram.recordValue(value);
      max = Math.max(max, value);
    },
    // The histogram answers with the upper end of a bucket, which may lie above everything that was recorded.
    quantile: (percent) => Math.min(histogram.getValueAtPercentile(percent), max),
    get max() {
      return max;
    },
  };
}
