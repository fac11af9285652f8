/** What one answer says of the clock of an instance: how far it is ahead of the tool's own clock, nanoseconds. */
export interface ClockReading {
  readonly member: number;
  readonly instance: string;
  readonly aheadFromNs: number;
  readonly aheadToNs: number;
}

/** What all answers of an instance say together of its clock, and which of them say it. */
export interface ClockBounds {
  readonly instance: string;
  readonly readings: number;
  /** The one that puts the clock latest, and the one that puts it earliest. */
  readonly from: ClockReading;
  readonly to: ClockReading;
}

/**
 * The intersection of what the answers of each instance say, as HTP (the HTTP time protocol) and Marzullo's algorithm use it. It is
 * empty, `from` beyond `to`, where a clock was set meanwhile or where several clocks answer under one name.
 */
export function clockBounds(readings: readonly ClockReading[]): readonly ClockBounds[] {
  const bounds = new Map<string, ClockBounds>();
  for (const reading of readings) {
    const known = bounds.get(reading.instance);
    bounds.set(reading.instance, {
      instance: reading.instance,
      readings: (known?.readings ?? 0) + 1,
      from: known === undefined || reading.aheadFromNs > known.from.aheadFromNs ? reading : known.from,
      to: known === undefined || reading.aheadToNs < known.to.aheadToNs ? reading : known.to,
    });
  }
  return [...bounds.values()];
}

/** How far two clocks disagree: surely by `leastNs`, perhaps by `mostNs`. */
export interface Disagreement {
  readonly ahead: ClockBounds;
  readonly behind: ClockBounds;
  readonly leastNs: number;
  readonly mostNs: number;
}

/** The two instances whose clocks disagree most for sure. O(n log n) in the number of instances. */
export function greatestDisagreement(bounds: readonly ClockBounds[]): Disagreement | undefined {
  const latest = [...bounds].sort((a, b) => b.from.aheadFromNs - a.from.aheadFromNs).slice(0, 2);
  const earliest = [...bounds].sort((a, b) => a.to.aheadToNs - b.to.aheadToNs).slice(0, 2);
  // The same instance may be first in both lists; then one of the seconds takes its place.
  return latest
    .flatMap((ahead) => earliest.map((behind) => ({ ahead, behind })))
    .filter(({ ahead, behind }) => ahead.instance !== behind.instance)
    .map(({ ahead, behind }) => ({
      ahead,
      behind,
      leastNs: ahead.from.aheadFromNs - behind.to.aheadToNs,
      mostNs: ahead.to.aheadToNs - behind.from.aheadFromNs,
    }))
    .reduce<Disagreement | undefined>((worst, one) => (worst && worst.leastNs >= one.leastNs ? worst : one), undefined);
}

/** The widest disagreement that the bounds allow between any two instances. */
export function widestDisagreementNs(bounds: readonly ClockBounds[]): number {
  const latest = [...bounds].sort((a, b) => b.to.aheadToNs - a.to.aheadToNs).slice(0, 2);
  const earliest = [...bounds].sort((a, b) => a.from.aheadFromNs - b.from.aheadFromNs).slice(0, 2);
  const pairs = latest.flatMap((ahead) => earliest.map((behind) => ({ ahead, behind })));
  return pairs
    .filter(({ ahead, behind }) => ahead.instance !== behind.instance)
    .reduce((widest, { ahead, behind }) => Math.max(widest, ahead.to.aheadToNs - behind.from.aheadFromNs), 0);
}
