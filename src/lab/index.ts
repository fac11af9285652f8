import type { Lab, LabOptions } from './lab.ts';
import { requirePg } from './peers.ts';

export { instanceBounds } from './instance-bounds.ts';
export type { Lab, LabOptions } from './lab.ts';
export { type Passage, type Recorder, startRecorder } from './recorder.ts';
export type { Service } from './service.ts';
export { services } from './services/index.ts';
export { type Twin, twins } from './twin.ts';

/**
 * Starts the lab. Throws `RacehoundError` when an optional package is missing, a port is taken, or the database can't be used.
 * Only here `pg` is loaded, so that every other command works without it.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  requirePg();
  const { launch } = await import('./lab.ts');
  return launch(options);
}
