import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Delivery } from '../history/delivery.ts';
import type { Failure } from '../history/operation.ts';
import { connectionPool } from './connection-pool.ts';
import { type ExchangeRecorder, type NowNs, recordExchange } from './exchange-recorder.ts';
import type { Lane, Method } from './method.ts';
import { methodTable } from './methods.ts';
import { connectFailure, openLanes } from './open-lanes.ts';
import { openPractice, type Practice } from './practice.ts';
import { releaseLoop } from './release-loop.ts';
import type { ConnectionOptions, Transport } from './transport.ts';

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

  const failAll = (all: Iterable<ExchangeRecorder>, failure: Failure) => {
    for (const recorder of all) recorder.fail(failure);
  };

  const stageLane = async (lane: Lane, { method, delivery }: NonNullable<typeof burst>) => {
    const gate = method.gate(lane.connection);
    const giveUpAtNs = nowNs() + options.connectTimeoutMs * 1e6;
    const givenUp = () => lane.recorders.every((recorder) => recorder.hasEnded());
    const written = async () => {
      for (let quiet = 0, seen = -1; quiet < quietTurns && !givenUp(); await nextTurn()) {
        const moving = gate.offeredBytes !== seen || !lane.connection.isWritten() || !gate.isAhead;
        quiet = moving ? 0 : quiet + 1;
        seen = gate.offeredBytes;
        if (nowNs() > giveUpAtNs) throw new Error(notTaken);
      }
    };
    if (givenUp()) return;
    for (const recorder of lane.recorders) recorder.staged(nowNs());
    try {
      await method.stage(lane, delivery.hold, written);
      while (!gate.isAhead && nowNs() < giveUpAtNs) await nextTurn();
      if (gate.heldBytes === 0 || !gate.isAhead) throw new Error(notTaken);
    } catch (error) {
      failAll(lane.recorders, { kind: 'hold', code: 'RACEHOUND_NOT_SENT', message: (error as Error).message });
      // Whatever lies at its gate must not leave with the others.
      lane.connection.destroy();
    }
  };

  return {
    async open(members, delivery) {
      const method = methodTable[delivery.method];
      burst = { method, delivery };
      recorders = new Map(members.map(({ member }) => [member, recordExchange(member, nowNs, options.maxBodyBytes)]));
      firstReleaseAtNs = undefined;
      warmUpsBefore = pool.warmUps();
      try {
        practice ??= await openPractice();
      } catch (error) {
        // Where there is no file left for a pair of loopback sockets, there is none for a burst.
        return failAll(recorders.values(), connectFailure(error));
      }
      lanes = await openLanes(members, {
        method,
        take: (origin) => pool.take(origin, delivery.protocol, delivery.connections === 'warm'),
        recordersOf: (group) => group.flatMap(({ member }) => recorders.get(member) ?? []),
      });
    },

    async arm() {
      const current = burst;
      if (current !== undefined) await Promise.all(lanes.map((lane) => stageLane(lane, current)));
    },

    async release(releaseAtNs, meet = () => releaseAtNs) {
      const gates = lanes.map(({ connection }) => burst?.method.gate(connection));
      const offsetsNs = lanes.map(({ members }) => members[0]?.offsetNs ?? 0);
      const releasedAtNs = new Float64Array(lanes.length);
      const letGo = (from: number, to: number) => {
        for (let place = from; place < to; place += 1) {
          releasedAtNs[place] = nowNs();
          gates[place]?.release();
        }
        firstReleaseAtNs ??= (releasedAtNs[from] ?? 0) - (offsetsNs[from] ?? 0);
        for (const [place, lane] of lanes.slice(from, to).entries()) {
          for (const [which, recorder] of lane.recorders.entries())
            recorder.released(releasedAtNs[from + place] ?? 0, lane.members[which]?.request.timeoutMs ?? 0);
        }
      };
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
      failAll(recorders.values(), { kind: 'aborted', code: 'RACEHOUND_ABORTED', message: 'the run was interrupted' });
      // What is still held must not be released after all.
      for (const { connection } of lanes) connection.destroy();
    },

    async close() {
      this.abort();
      lanes = [];
      pool.close();
      practice?.close();
      practice = undefined;
    },
  };
}
