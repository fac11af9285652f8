import { EventEmitter } from 'node:events';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { featureFlag } from '../../../../src/lab/services/feature-flag.ts';
import type { RunningService } from '../../../../src/lab/service.ts';
import type { Twin } from '../../../../src/lab/twin.ts';
import { partsWith } from './parts.ts';

/** A pool whose one flag is read when the test says so, and whose LISTEN connection the test can speak on. */
class FakeDatabase {
  readonly listener = Object.assign(new EventEmitter(), { query: () => Promise.resolve({}), release: () => undefined });
  readonly pool = Object.assign(new Pool(), {
    query: () => new Promise((resolve) => this.loads.push((enabled) => resolve({ rows: [{ enabled }], rowCount: 1 }))),
    connect: () => Promise.resolve(this.listener),
  });
  readonly loads: ((enabled: boolean) => void)[] = [];
}

async function instanceOf(twin: Twin) {
  const database = new FakeDatabase();
  const service = await featureFlag.open(twin, partsWith(database.pool));
  return {
    database,
    read: () => read(service),
    announce: () => database.listener.emit('notification', { payload: 'dark' }),
  };
}

async function read(service: RunningService): Promise<unknown> {
  const reply = await service.routes['GET /flags/:name']?.({
    params: { name: 'dark' },
    query: new URLSearchParams(),
    headers: {},
    body: undefined,
  });
  return reply?.json;
}

const off = { name: 'dark', enabled: false };
const on = { name: 'dark', enabled: true };

describe('an instance with its own copy of a flag', () => {
  it.each(['racy', 'mended'] as const)('reads the database once when it is %s', async (twin) => {
    const { database, read } = await instanceOf(twin);
    const first = read();
    database.loads[0]?.(false);
    expect(await first).toEqual(off);
    expect(await read()).toEqual(off);
    expect(database.loads).toHaveLength(1);
  });

  it('drops its copy when a switch is announced', async () => {
    const { database, read, announce } = await instanceOf('mended');
    const first = read();
    database.loads[0]?.(false);
    await first;
    announce();
    const second = read();
    database.loads[1]?.(true);
    expect(await second).toEqual(on);
  });

  it('does not keep what it loaded while a switch was announced', async () => {
    const { database, read, announce } = await instanceOf('mended');
    const overtaken = read();
    announce();
    database.loads[0]?.(false);
    expect(await overtaken).toEqual(off);
    const next = read();
    database.loads[1]?.(true);
    expect(await next).toEqual(on);
  });

  it('keeps nothing once it can no longer hear of switches', async () => {
    const { database, read } = await instanceOf('mended');
    const first = read();
    database.loads[0]?.(false);
    await first;
    database.listener.emit('error', new Error('connection lost'));
    for (const load of [1, 2]) {
      const next = read();
      database.loads[load]?.(true);
      expect(await next).toEqual(on);
    }
  });
});
