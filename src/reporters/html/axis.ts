/** The part of a burst that a picture shows; nanoseconds from the earliest release. */
export interface View {
  readonly fromNs: number;
  readonly toNs: number;
}

export interface Tick {
  readonly atNs: number;
  readonly label: string;
}

/** Round instants in a view, at most `most` of them: 1, 2 or 5 times a power of ten apart. */
export function ticks({ fromNs, toNs }: View, most: number): readonly Tick[] {
  const raw = Math.max(1, (toNs - fromNs) / most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.ceil(fromNs / step);
  const last = Math.floor(toNs / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => {
    const atNs = (first + place) * step;
    return { atNs, label: instant(atNs) };
  });
}

/** How long something took, or how long after the release it came, to four digits: more than the clock can vouch for. */
export function lapse(ns: number): string {
  return instant(Number(ns.toPrecision(4)));
}

/** A distance from the release, with its sign where it came before. Below a microsecond in nanoseconds, unlike a measured duration. */
export function instant(ns: number): string {
  const size = Math.abs(ns);
  const text = size !== 0 && size < 1000 ? `${Math.round(size)} ns` : exact(size);
  return ns < 0 ? `−${text}` : text;
}

function exact(ns: number): string {
  if (ns >= 1e9) return `${significant(ns / 1e9)} s`;
  if (ns >= 1e6) return `${significant(ns / 1e6)} ms`;
  return `${significant(ns / 1e3)} µs`;
}

function significant(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Where an instant lies in a view, as a share of its width that SVG understands; far outside is kept just outside. */
export function place(atNs: number, { fromNs, toNs }: View): string {
  return percentOf(share(atNs, fromNs, toNs));
}

/** From one instant to another, as `x` and `width` of a rectangle; undefined when no part of it is in view. */
export function stretch(
  startNs: number,
  endNs: number,
  { fromNs, toNs }: View,
): { readonly x: string; readonly width: string } | undefined {
  if (endNs < fromNs || startNs > toNs) return undefined;
  const start = share(startNs, fromNs, toNs);
  return { x: percentOf(start), width: percentOf(share(endNs, fromNs, toNs) - start) };
}

function share(atNs: number, fromNs: number, toNs: number): number {
  return Math.max(-5, Math.min(105, ((atNs - fromNs) / (toNs - fromNs)) * 100));
}

function percentOf(value: number): string {
  return `${Number(value.toFixed(3))}%`;
}
