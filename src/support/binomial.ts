/**
 * Exact binomial confidence bounds. Reference values and the choice of bounds: `research/checkers.md`, section 6; formulas:
 * Clopper and Pearson, Biometrika 26 (1934), 404; Press et al., Numerical Recipes, 3rd edition, sections 6.1 and 6.4.
 */

/**
 * One-sided upper bound of a rate after no hit in `trials` independent trials: 1 - alpha^(1/n), about 3/n at 95 %
 * (the rule of three). 1 after no trial at all.
 */
export function rateBelowAfterNone(trials: number, alpha = 0.05): number {
  // expm1 keeps the digits that 1 - x would lose for many trials.
  return trials === 0 ? 1 : -Math.expm1(Math.log(alpha) / trials);
}

/** Two-sided Clopper-Pearson interval of a rate after `hits` in `trials`: covers the true rate with at least 1 - alpha. */
export function clopperPearson(hits: number, trials: number, alpha = 0.05): readonly [low: number, high: number] {
  const low = hits === 0 ? 0 : betaQuantile(alpha / 2, hits, trials - hits + 1);
  const high = hits === trials ? 1 : betaQuantile(1 - alpha / 2, hits + 1, trials - hits);
  return [low, high];
}

/** The regularised incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1]. */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b));
  // The fraction converges fast only on the near side of the mean; the far side follows from I_x(a, b) = 1 - I_1-x(b, a).
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Inverse of `regularisedBeta` by bisection: slow beside Newton's method, but it can't diverge, and a report needs two of them. */
function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  // Sixty halvings reach past the last bit of a double in [0, 1].
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (regularisedBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Continued fraction of the incomplete beta function by the modified method of Lentz. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/** Keeps a term of the fraction away from a division by zero. */
function away(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** ln of the gamma function for z >= 1 by Lanczos' approximation (g = 7, n = 9), about 15 digits. */
function lnGamma(z: number): number {
  const t = z + 6.5;
  const series = lanczos.reduce((sum, coefficient, place) => sum + coefficient / (z + place), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(t) - t + Math.log(series);
}

const tiny = 1e-300;
const mostTerms = 10_000;
const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
