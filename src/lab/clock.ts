/**
 * By how much the clock of an instance is wrong, in milliseconds: those of instances 2 and 3 are, by what a machine may be off
 * whose time daemon has died; 0 and 1, and all from 4, are right.
 */
function clockErrorMs(instance: number): number {
  return { 2: 90_000, 3: -90_000 }[instance] ?? 0;
}

/** The clock of an instance: this machine's, and its error. */
export function clockOf(instance: number): () => number {
  const errorMs = clockErrorMs(instance);
  return () => Date.now() + errorMs;
}
