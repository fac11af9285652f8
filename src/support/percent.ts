/** A share from 0 to 1 as a percentage, with a digit more where it is small. */
export function percent(share: number): string {
  return percentage(share, Math.round);
}

/** An upper bound as a percentage, rounded up so that it stays one. */
export function percentAtMost(share: number): string {
  // Arithmetic may leave a hair more than 20 of 0.2 times 100.
  return percentage(share, (value) => Math.ceil(value - 1e-9));
}

function percentage(share: number, toWhole: (value: number) => number): string {
  const value = share * 100;
  return `${value < 10 ? toWhole(value * 10) / 10 : toWhole(value)} %`;
}
