import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Delivery } from '../history/delivery.ts';
import type { Failure } from '../history/operation.ts';
import { groupBy } from '../support/group-by.ts';
import { originKey } from './connect.ts';
import type { Connection } from './connection.ts';
import { connectionPool } from './connection-pool.ts';
import { errorCode } from './error-code.ts';
import { type ExchangeRecorder, type NowNs, recordExchange } from './exchange-recorder.ts';
import type { Lane, Method } from './method.ts';
import { methodTable } from './methods.ts';
import { openPractice, type Practice } from './practice.ts';
import { releaseLoop } from './release-loop.ts';
import type { ConnectionOptions, StagedMember, Transport } from './transport.ts';

/** Connections that are being opened at one time: more overflow a listen backlog. */
const openAtOnce = 64;
/** Turns of the event loop without a byte after which a client has said what it had to say. */
const quietTurns = 4;

const notTaken = 'the server did not take the request in time';

/** Holds bursts at the gates of their connections and releases them; how, is up to the method of each. */
export function heldBurst(options: ConnectionOptions, nowNs: NowNs): Transport {
  const pool = connectionPool(options, nowNs);
  let recorders = new Map<number, ExchangeRecorder>();
  let lanes: readonly Lane[] = [];
  let burst: { readonly method: Method; readonly delivery: Delivery } | undefined;
  let practice: Practice | undefined;
  let firstReleaseAtNs: number | undefined;
  let warmUpsBefore = 0;

  const recordersOf = (members: readonly StagedMember[]) =>
    members.flatMap(({ member }) => recorders.get(member) ?? []);
  const fail = (members: readonly StagedMember[], failure: Failure) => {
    for (const recorder of recordersOf(members)) recorder.fail(failure);
  };

  /** Connections for members of one origin and one offset; those that find none fail. */
  const openLanes = async (members: readonly StagedMember[], method: Method, delivery: Delivery): Promise<Lane[]> => {
    const [first] = members;
    if (first === undefined) return [];
    const { origin } = first.request;
    const take = () => pool.take(origin, delivery.protocol, delivery.connections === 'warm');
    const opened: Connection[] = [];
    try {
      opened.push(await take());
    } catch (error) {
      fail(members, connectFailure(error));
      return [];
    }
    const [limits] = opened;
    const groups = limits === undefined ? [] : method.share(members, limits);
    return await inBatches(groups, openAtOnce, async (group) => {
      try {
        return [{ connection: opened.pop() ?? (await take()), members: group, recorders: recordersOf(group) }];
      } catch (error) {
        fail(group, connectFailure(error));
        return [];
      }
    });
  };

  const stageLane = async (lane: Lane, { method, delivery }: NonNullable<typeof burst>) => {
    const gate = method.gate(lane.connection);
    const giveUpAtNs = nowNs() + options.connectTimeoutMs * 1e6;
    const written = async () => {
      for (let quiet = 0, seen = -1; quiet < quietTurns; await nextTurn()) {
        const moving = gate.offeredBytes !== seen || !lane.connection.isWritten() || !gate.isAhead;
        quiet = moving ? 0 : quiet + 1;
        seen = gate.offeredBytes;
        if (lane.recorders.every((recorder) => recorder.hasEnded())) return;
        if (nowNs() > giveUpAtNs) throw new Error(notTaken);
      }
    };
    for (const recorder of lane.recorders) recorder.staged(nowNs());
    try {
      await method.stage(lane, delivery.hold, written);
      while (!gate.isAhead && nowNs() < giveUpAtNs) await nextTurn();
      if (gate.heldBytes === 0 || !gate.isAhead) throw new Error(notTaken);
    } catch (error) {
      fail(lane.members, { kind: 'hold', code: 'RACEHOUND_NOT_SENT', message: (error as Error).message });
    }
  };

  return {
    async open(members, delivery) {
      practice ??= await openPractice();
      const method = methodTable[delivery.method];
      burst = { method, delivery };
      recorders = new Map(members.map(({ member }) => [member, recordExchange(member, nowNs, options.maxBodyBytes)]));
      firstReleaseAtNs = undefined;
      warmUpsBefore = pool.warmUps();
      const together = groupBy(members, ({ request, offsetNs }) => `${offsetNs} ${originKey(request.origin)}`);
      const opened: Lane[] = [];
      for (const group of together.values()) opened.push(...(await openLanes(group, method, delivery)));
      const place = new Map(members.map(({ member }, index) => [member, index]));
      const firstPlace = ({ members: [first] }: Lane) => place.get(first?.member ?? -1) ?? 0;
      lanes = opened.sort((one, other) => firstPlace(one) - firstPlace(other));
    },

    async arm() {
      const current = burst;
      if (current !== undefined) await Promise.all(lanes.map((lane) => stageLane(lane, current)));
    },

    async release(releaseAtNs, meet = () => releaseAtNs) {
      const gates = lanes.map(({ connection }) => burst?.method.gate(connection));
      const releasedAtNs = new Float64Array(lanes.length);
      const letGo = (from: number, to: number) => {
        for (let place = from; place < to; place += 1) {
          releasedAtNs[place] = nowNs();
          gates[place]?.release();
        }
        firstReleaseAtNs ??= releasedAtNs[from];
        for (const [place, lane] of lanes.slice(from, to).entries()) {
          for (const [which, recorder] of lane.recorders.entries())
            recorder.released(releasedAtNs[from + place] ?? 0, lane.members[which]?.request.timeoutMs ?? 0);
        }
      };
      const offsetsNs = lanes.map(({ members }) => members[0]?.offsetNs ?? 0);
      await releaseLoop({ releaseAtNs, offsetsNs, practise: () => practice?.run(), meet, letGo });
    },

    async collect() {
      const exchanges = await Promise.all([...recorders.values()].map(({ ended }) => ended));
      for (const { connection } of lanes) {
        const gap = [connection.outer.forget(), connection.sealed.forget()].includes(true);
        if (gap || burst?.delivery.connections === 'cold') connection.destroy();
        else pool.give(connection);
      }
      lanes = [];
      return {
        exchanges,
        warmUps: pool.warmUps() - warmUpsBefore,
        ...(firstReleaseAtNs !== undefined && { firstReleaseAtNs }),
      };
    },

    abort() {
      for (const recorder of recorders.values()) {
        recorder.fail({ kind: 'aborted', code: 'RACEHOUND_ABORTED', message: 'the run was interrupted' });
      }
    },

    async close() {
      this.abort();
      for (const { connection } of lanes) connection.destroy();
      lanes = [];
      pool.close();
      practice?.close();
      practice = undefined;
    },
  };
}

function connectFailure(error: unknown): Failure {
  const { message } = error as Error;
  return { kind: 'connect', code: error instanceof Error ? errorCode(error) : 'UNKNOWN', message };
}

/** Runs `action` for all values, `size` at a time, and joins the results in order. */
async function inBatches<Value, Result>(
  values: readonly Value[],
  size: number,
  action: (value: Value) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < values.length; start += size) {
    const batch = await Promise.all(values.slice(start, start + size).map(action));
    results.push(...batch.flat());
  }
  return results;
}
