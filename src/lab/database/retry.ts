import { DatabaseError } from 'pg';

/** serialization_failure and deadlock_detected (PostgreSQL docs, 13.5): the transaction did nothing, and may be run again. */
const again: ReadonlySet<string | undefined> = new Set(['40001', '40P01']);
/** Whoever loses this often has met something else than bad luck. */
const mostAttempts = 50;

/** Runs a whole transaction again when PostgreSQL sacrificed it to a concurrent one. */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      const sacrificed = error instanceof DatabaseError && again.has(error.code);
      if (!sacrificed || attempt === mostAttempts) throw error;
    }
  }
}
