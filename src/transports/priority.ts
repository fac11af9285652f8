import { constants, getPriority, setPriority } from 'node:os';

/**
 * Raises the priority of the calling thread as far as the system allows (on Linux, process 0 means the calling thread) and
 * gives back the way to undo it. Root and CAP_SYS_NICE may; for everybody else nothing changes.
 */
export function raisePriority(): () => void {
  try {
    return raise();
  } catch {
    return () => undefined;
  }
}

/** Why the system refuses a higher priority, or undefined where it grants it. */
export function priorityRefusal(): string | undefined {
  try {
    const lower = raise();
    lower();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Throws what the system says when it refuses. */
function raise(): () => void {
  const before = getPriority(0);
  setPriority(0, constants.priority.PRIORITY_HIGHEST);
  return () => setPriority(0, before);
}
