import { duration, shorten } from './words.ts';

/** Where a hunt stands. */
export interface Progress {
  readonly name: string;
  readonly done: number;
  readonly planned: number;
  readonly violated: number;
  readonly spreadNs: number;
  readonly elapsedMs: number;
}

/** One line for a terminal that is rewritten as the hunt goes on. */
export function progressLine({ name, done, planned, violated, spreadNs, elapsedMs }: Progress, width: number): string {
  const cells = 20;
  const filled = Math.round((cells * done) / Math.max(1, planned));
  const left = done === 0 ? '' : `, ${duration(((elapsedMs * (planned - done)) / done) * 1e6)} left`;
  const line = `${'█'.repeat(filled)}${'░'.repeat(cells - filled)} ${done}/${planned}  violated ${violated}  spread ${duration(spreadNs)}${left}  ${name}`;
  return shorten(line, width - 1);
}
