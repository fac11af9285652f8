import type { View } from '../axis.ts';

/** Closer than this there is nothing to see: the clock of the tool is no better. */
const narrowestNs = 1000;

/** What one may look at: the whole burst, and an instant around it. */
export interface Limits {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Closer (`factor` below 1) or further away, around a place in the view, from 0 (left) to 1. */
export function zoomed({ fromNs, toNs }: View, factor: number, around: number, limits: Limits): View {
  const width = Math.max(narrowestNs, (toNs - fromNs) * factor);
  const fixedNs = fromNs + (toNs - fromNs) * around;
  return within({ fromNs: fixedNs - width * around, toNs: fixedNs + width * (1 - around) }, limits);
}

/** To the left (negative) or right, by a share of the view. */
export function moved({ fromNs, toNs }: View, share: number, limits: Limits): View {
  const distance = (toNs - fromNs) * share;
  return within({ fromNs: fromNs + distance, toNs: toNs + distance }, limits);
}

/** From one place in a view to another. */
export function selected({ fromNs, toNs }: View, one: number, other: number, limits: Limits): View {
  const width = toNs - fromNs;
  const left = fromNs + width * Math.min(one, other);
  return within({ fromNs: left, toNs: Math.max(left + narrowestNs, fromNs + width * Math.max(one, other)) }, limits);
}

function within({ fromNs, toNs }: View, limits: Limits): View {
  const width = Math.min(toNs - fromNs, limits.toNs - limits.fromNs);
  const left = Math.max(limits.fromNs, Math.min(fromNs, limits.toNs - width));
  return { fromNs: left, toNs: left + width };
}
