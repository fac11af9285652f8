import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TwinRedis } from '../../../../src/lab/redis/twin-redis.ts';
import { lease } from '../../../../src/lab/services/lease.ts';
import type { Twin } from '../../../../src/lab/twin.ts';
import { partsWith } from './parts.ts';

// The fake timers leave out the promises of Node's timers.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

/** Longer than the lease. */
const workMs = 120;

/** One ledger, whose postings take their time to be added up. */
class FakeDatabase {
  closings = 0;
  #fence = 0;
  readonly pool = Object.assign(new Pool(), {
    query: async (statement: string, values: readonly number[]) => {
      const rows = await this.#answer(statement, values);
      return { rows, rowCount: rows.length };
    },
  });

  async #answer(statement: string, [, second = 0, , fourth]: readonly number[]): Promise<readonly object[]> {
    if (statement.includes('sum(balance)')) {
      await new Promise((resolve) => setTimeout(resolve, workMs));
      return [{ total: '7' }];
    }
    if (statement.startsWith('UPDATE ledgers SET fence')) {
      if (this.#fence >= second) return [];
      this.#fence = second;
    } else if (statement.startsWith('UPDATE ledgers SET closings')) {
      if (fourth !== undefined && fourth !== this.#fence) return [];
      this.closings = second;
    }
    return [{ id: 1, closings: this.closings }];
  }
}

/** Locks on the clock of the test; the scripts are told apart by what they do. */
class FakeRedis {
  #held: { readonly owner: string; endsAtMs: number } | undefined;
  #tokens = 0;
  readonly parts = { key: (name: string) => name, client: this, onLog: () => undefined } as unknown as TwinRedis;

  eval(script: string, { arguments: [owner = '', leaseMs] }: { readonly arguments: readonly string[] }) {
    if (this.#held !== undefined && this.#held.endsAtMs <= performance.now()) this.#held = undefined;
    const endsAtMs = performance.now() + Number(leaseMs);
    if (script.includes('NX')) {
      if (this.#held !== undefined) return Promise.resolve(null);
      this.#held = { owner, endsAtMs };
      return Promise.resolve((this.#tokens += 1));
    }
    if (this.#held?.owner !== owner) return Promise.resolve(0);
    if (script.includes('PEXPIRE')) this.#held.endsAtMs = endsAtMs;
    else this.#held = undefined;
    return Promise.resolve(1);
  }
}

/** What workers are answered who close the ledger at one time; `stalls` is a process that can't renew anything meanwhile. */
async function closedBy(twin: Twin, workers: number, stalls = false) {
  const database = new FakeDatabase();
  const redis = new FakeRedis();
  if (stalls) vi.spyOn(globalThis, 'setInterval').mockReturnValue(setTimeout(() => undefined));
  const { routes } = await lease.open(twin, partsWith(database.pool, { redis: () => redis.parts }));
  const request = { params: { id: '1' }, query: new URLSearchParams(), headers: {}, body: undefined };
  const answers = Promise.all(
    Array.from({ length: workers }, async () => routes['POST /ledgers/:id/closings']?.(request)),
  );
  await vi.runAllTimersAsync();
  return { statuses: (await answers).map((answer) => answer?.status), closings: database.closings };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'setInterval', 'clearInterval'] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('workers whose work outlasts the lease', () => {
  it('overwrite each other in the racy twin', async () => {
    const { statuses, closings } = await closedBy('racy', 4);
    expect(statuses).toEqual([201, 201, 201, 201]);
    expect(closings).toBeLessThan(4);
  });

  it('all get the ledger closed in the mended twin', async () => {
    expect(await closedBy('mended', 4)).toEqual({ statuses: [201, 201, 201, 201], closings: 4 });
  });

  it('are refused in the mended twin when a pause has kept them from renewing it', async () => {
    expect(await closedBy('mended', 4, true)).toEqual({ statuses: [409, 409, 409, 201], closings: 1 });
  });
});
