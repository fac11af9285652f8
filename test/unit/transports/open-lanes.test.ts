import { expect, it } from 'vitest';
import type { Connection } from '../../../src/transports/connection.ts';
import { type ExchangeRecorder, recordExchange } from '../../../src/transports/exchange-recorder.ts';
import { barrier } from '../../../src/transports/barrier.ts';
import { openLanes } from '../../../src/transports/open-lanes.ts';
import type { StagedMember } from '../../../src/transports/transport.ts';

const origin = { protocol: 'http:', hostname: '127.0.0.1', port: 80 } as const;
const poll = (member: number): StagedMember => ({
  member,
  offsetNs: member * 1e6,
  request: { origin, method: 'GET', path: '/', headers: [], timeoutMs: 1000 },
});

/** As much of a connection as it takes to open lanes; `alive` says for how many more looks it lives. */
function connection(alive = Infinity): Connection {
  let looks = 0;
  return { isAlive: () => (looks += 1) <= alive, destroy: () => undefined } as Connection;
}

/** Opens lanes for polls, each with an offset of its own, by connections that are `taken` in turn. */
function open(polls: number, taken: (recorders: readonly ExchangeRecorder[]) => Promise<Connection>) {
  const recorders: readonly ExchangeRecorder[] = Array.from({ length: polls }, (_, member) =>
    recordExchange(member, () => 0, 0),
  );
  const opening = openLanes(
    recorders.map((_, member) => poll(member)),
    {
      method: barrier,
      take: () => taken(recorders),
      recordersOf: (members) => members.flatMap(({ member }) => recorders[member] ?? []),
    },
  );
  return { opening, recorders };
}

it('opens the connections of all offsets side by side', async () => {
  const waiting: ((opened: Connection) => void)[] = [];
  const { opening } = open(5, () => new Promise((resolve) => waiting.push(resolve)));
  expect(waiting).toHaveLength(5);
  for (const resolve of waiting) resolve(connection());
  expect((await opening).map(({ members }) => members.map(({ member }) => member))).toEqual([[0], [1], [2], [3], [4]]);
});

it('replaces connections that were closed while others were being opened or replaced', async () => {
  const fresh = connection();
  const taken = [connection(1), connection(), connection(0), fresh];
  const { opening } = open(2, async () => taken.shift() ?? connection(0));
  const lanes = await opening;
  expect(lanes.map(({ members }) => members[0]?.member)).toEqual([0, 1]);
  expect(lanes[0]?.connection).toBe(fresh);
});

it('fails those that find no connection, and keeps the others', async () => {
  let calls = 0;
  const { opening, recorders } = open(2, async () => {
    calls += 1;
    if (calls === 1) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    return connection();
  });
  expect((await opening).map(({ members }) => members[0]?.member)).toEqual([1]);
  expect(await recorders[0]?.ended).toMatchObject({ failure: { kind: 'connect', code: 'EMFILE' } });
});

it('opens nothing more once its members are given up', async () => {
  let calls = 0;
  const { opening } = open(200, async (recorders) => {
    calls += 1;
    for (const recorder of recorders) recorder.fail({ kind: 'aborted', code: 'A', message: 'interrupted' });
    return connection();
  });
  await opening;
  expect(calls).toBe(1);
});
