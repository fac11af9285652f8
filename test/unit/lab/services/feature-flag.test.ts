import { EventEmitter } from 'node:events';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { featureFlag } from '../../../../src/lab/services/feature-flag.ts';
import type { RunningService } from '../../../../src/lab/service.ts';
import type { Twin } from '../../../../src/lab/twin.ts';
import { partsWith } from './parts.ts';

const before = { enabled: false, revision: 1, segment: 'staff', members: 4 };
const after = { enabled: true, revision: 2, segment: 'everybody', members: 7 };
type Flag = typeof before;

/** A pool whose one flag is read when the test says so, and whose LISTEN connection the test can speak on. */
class FakeDatabase {
  readonly listener = Object.assign(new EventEmitter(), { query: () => Promise.resolve({}), release: () => undefined });
  readonly pool = Object.assign(new Pool(), {
    query: (statement: string) =>
      new Promise((resolve) => {
        const columns = (['enabled', 'revision', 'segment'] as const).filter((column) => statement.includes(column));
        const part = (flag: Flag) => Object.fromEntries(columns.map((column) => [column, flag[column]]));
        this.loads.push((flag) => resolve({ rows: [part(flag)], rowCount: 1 }));
      }),
    connect: () => Promise.resolve(this.listener),
  });
  readonly loads: ((flag: Flag) => void)[] = [];

  /** Answers the statement under way, and all that follow it at once. */
  async answer(flag: Flag): Promise<void> {
    await Promise.resolve();
    for (let load = this.loads.shift(); load !== undefined; load = this.loads.shift()) {
      load(flag);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function instanceOf(twin: Twin) {
  const database = new FakeDatabase();
  const service = await featureFlag.open(twin, partsWith(database.pool));
  return {
    database,
    read: () => read(service),
    announce: () => database.listener.emit('notification', { payload: JSON.stringify(['dark', 2]) }),
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

const shown = ({ enabled, revision, segment }: Flag, heard: number) => ({
  name: 'dark',
  enabled,
  revision,
  segment,
  heard,
});

describe.each(['racy', 'mended'] as const)('an instance with its own copy of a flag, %s', (twin) => {
  it('reads the database once', async () => {
    const { database, read } = await instanceOf(twin);
    const first = read();
    await database.answer(before);
    expect(await first).toEqual(shown(before, 0));
    expect(await read()).toEqual(shown(before, 0));
  });

  it('drops its copy when a switch is announced', async () => {
    const { database, read, announce } = await instanceOf(twin);
    const first = read();
    await database.answer(before);
    await first;
    announce();
    const second = read();
    await database.answer(after);
    expect(await second).toEqual(shown(after, 2));
  });

  it('keeps nothing once it can no longer hear of switches', async () => {
    const { database, read } = await instanceOf(twin);
    database.listener.emit('error', new Error('connection lost'));
    for (const flag of [before, after]) {
      const next = read();
      await database.answer(flag);
      expect(await next).toEqual(shown(flag, 0));
    }
  });
});

describe('what a switch overtakes while it is loaded', () => {
  const overtaken = async (twin: Twin) => {
    const { database, read, announce } = await instanceOf(twin);
    const first = read();
    await Promise.resolve();
    announce();
    await database.answer(before);
    expect(await first).toEqual(shown(before, 0));
    const next = read();
    await database.answer(after);
    return next;
  };

  it('is kept by the racy twin', async () => {
    expect(await overtaken('racy')).toEqual(shown(before, 2));
  });

  it('is answered by the mended twin, and not kept', async () => {
    expect(await overtaken('mended')).toEqual(shown(after, 2));
  });
});

describe('a switch between two statements', () => {
  it('leaves half of each in the racy twin', async () => {
    const { database, read } = await instanceOf('racy');
    const first = read();
    await Promise.resolve();
    database.loads.shift()?.(before);
    await new Promise((resolve) => setImmediate(resolve));
    await database.answer(after);
    expect(await first).toEqual({ ...shown(before, 0), segment: 'everybody' });
  });

  it('has no place in the mended twin, which has one statement', async () => {
    const { database, read } = await instanceOf('mended');
    void read();
    await Promise.resolve();
    database.loads.shift()?.(before);
    await new Promise((resolve) => setImmediate(resolve));
    expect(database.loads).toEqual([]);
  });
});
