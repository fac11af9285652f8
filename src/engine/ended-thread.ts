import type { Worker } from 'node:worker_threads';

/** Why a thread is no more: what it threw; or that it ended, which no thread of ours does by itself. */
export function endOf(worker: Worker): Promise<Error> {
  return new Promise((resolve) => {
    worker.once('error', (error) => resolve(error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', (code) => resolve(new Error(`a firing thread ended with exit code ${code}`)));
  });
}
