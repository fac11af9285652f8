/** What a pointer does on the time lines; places are shares of their width, from 0 to 1. */
export interface Pointing {
  /** One step closer (-1) or further away (1). */
  zoom(step: number, around: number): void;
  select(one: number, other: number): void;
}

/** A drag shorter than this is a click. */
const shortestDrag = 0.01;

/** Wheel and drag on the plots inside an element. The wheel zooms with Ctrl or ⌘, or where the burst has the focus; else it scrolls. */
export function listenToPointer(inside: HTMLElement, pointing: Pointing): void {
  let startedAt: number | undefined;
  inside.addEventListener(
    'wheel',
    (event) => {
      const at = placeOf(event);
      const wanted = event.ctrlKey || event.metaKey || inside.contains(document.activeElement);
      if (at === undefined || !wanted || event.deltaY === 0) return;
      event.preventDefault();
      pointing.zoom(Math.sign(event.deltaY), at);
    },
    { passive: false },
  );
  inside.addEventListener('pointerdown', (event) => {
    // A finger scrolls the page.
    startedAt = event.pointerType === 'touch' || event.button !== 0 ? undefined : placeOf(event);
  });
  inside.addEventListener('pointerup', (event) => {
    const at = placeOf(event);
    if (startedAt !== undefined && at !== undefined && Math.abs(at - startedAt) > shortestDrag)
      pointing.select(startedAt, at);
    startedAt = undefined;
  });
}

function placeOf({ target, clientX }: MouseEvent): number | undefined {
  if (!(target instanceof Element)) return undefined;
  const plot = target.closest('td.plot, th.plot');
  if (plot === null) return undefined;
  const { left, width } = plot.getBoundingClientRect();
  return Math.max(0, Math.min(1, (clientX - left) / width));
}
