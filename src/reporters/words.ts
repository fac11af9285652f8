import { harmless } from '../support/visible-text.ts';

/** Nanoseconds in the unit that a person would choose: `210 µs`, `1.2 ms`, `3.4 s`. */
export function duration(ns: number): string {
  if (ns < 1e6) return `${Math.round(ns / 1e3)} µs`;
  if (ns < 1e9) return `${trim(ns / 1e6)} ms`;
  return `${trim(ns / 1e9)} s`;
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}

/** A share from 0 to 1 as a percentage, with a digit more where it is small. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} %`;
}

/** An upper bound as a percentage, rounded up so that it stays one. */
export function percentAtMost(share: number): string {
  return percent(Math.ceil(share * 1000) / 1000);
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `sold 2, refused 18`; outcomes that did not occur are left out. */
export function tally(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.length === 0 ? 'no answers' : parts.map(([outcome, count]) => `${outcome} ${count}`).join(', ');
}

/** A harmless text of at most `width` characters. */
export function shorten(text: string, width: number): string {
  const clean = harmless(text);
  return clean.length <= width ? clean : `${clean.slice(0, Math.max(0, width - 1))}…`;
}
