import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HttpRequest } from '../history/request.ts';
import { connector, originUrl } from './connect.ts';
import { type ExchangeRecorder, errorCode, type NowNs, recordExchange } from './exchange-recorder.ts';
import { type GatedConnection, gatedConnection } from './gated-connection.ts';
import { releaseLoop } from './release-loop.ts';
import type { ConnectionOptions, StagedMember, Transport } from './transport.ts';
import { type WarmUp, warmUp } from './warm-up.ts';

/** A member with the connection that it has in this burst. */
interface Lane {
  readonly member: StagedMember;
  readonly recorder: ExchangeRecorder;
  connection?: GatedConnection;
}

/** Connections that are being opened at one time: more overflow a listen backlog. */
const connectBatch = 32;

/**
 * Last-byte synchronisation over HTTP/1.1, plain or TLS: every member has a connection of its own, all but the last byte of
 * its request goes ahead, and one tight loop releases the last bytes. See Kettle, "Smashing the state machine" (2023).
 * Connections are kept from burst to burst, so that only the first one pays for connecting.
 */
export function lastByteTransport(options: ConnectionOptions, nowNs: NowNs): Transport {
  const connect = connector(options);
  const idle = new Map<string, GatedConnection[]>();
  let lanes: readonly Lane[] = [];
  let warm: WarmUp | undefined;

  const key = (request: HttpRequest) => `${originUrl(request.origin)} ${request.origin.connectTo ?? ''}`;

  const takeIdle = (request: HttpRequest) => {
    const pool = idle.get(key(request)) ?? [];
    for (let connection = pool.pop(); connection !== undefined; connection = pool.pop()) {
      if (connection.isAlive()) return connection;
      connection.destroy();
    }
    return undefined;
  };

  const openLane = async (lane: Lane) => {
    const { request } = lane.member;
    try {
      lane.connection = takeIdle(request) ?? gatedConnection(await connect(request.origin), request);
    } catch (error) {
      lane.recorder.fail(failure('connect', error));
    }
  };

  return {
    async open(members) {
      warm ??= await warmUp();
      lanes = members.map((member) => ({
        member,
        recorder: recordExchange(member.member, nowNs, options.maxBodyBytes),
      }));
      for (let start = 0; start < lanes.length; start += connectBatch) {
        await Promise.all(lanes.slice(start, start + connectBatch).map(openLane));
      }
    },

    async arm() {
      for (const { connection, member, recorder } of lanes) {
        if (connection === undefined || recorder.hasEnded()) continue;
        connection.gate.arm();
        recorder.staged(nowNs());
        connection.send(member.request, recorder.handler);
      }
      const waiting = () =>
        lanes.filter(({ connection, recorder }) => !recorder.hasEnded() && !connection?.gate.isStaged());
      const giveUpAtNs = nowNs() + options.connectTimeoutMs * 1e6;
      while (waiting().length > 0 && nowNs() < giveUpAtNs) await nextTurn();
      for (const { recorder } of waiting()) {
        recorder.fail({
          kind: 'hold',
          code: 'RACEHOUND_NOT_SENT',
          message: 'the server did not take the request in time',
        });
      }
    },

    async release(releaseAtNs) {
      const releasedAtNs = new Float64Array(lanes.length);
      const letGo = (from: number, to: number) => {
        for (let place = from; place < to; place += 1) {
          const lane = lanes[place];
          if (lane === undefined || lane.recorder.hasEnded()) continue;
          releasedAtNs[place] = nowNs();
          lane.connection?.gate.release();
        }
        for (const [place, { member, recorder }] of lanes.slice(from, to).entries()) {
          recorder.released(releasedAtNs[from + place] ?? 0, member.request.timeoutMs);
        }
      };
      const offsetsNs = lanes.map(({ member }) => member.offsetNs);
      await releaseLoop(releaseAtNs, offsetsNs, () => warm?.practise(), letGo);
    },

    async collect() {
      const exchanges = await Promise.all(lanes.map(({ recorder }) => recorder.ended));
      for (const { connection, member } of lanes) {
        if (connection === undefined) continue;
        connection.gate.disarm();
        const pool = idle.get(key(member.request)) ?? [];
        idle.set(key(member.request), [...pool, connection]);
      }
      lanes = [];
      return exchanges;
    },

    abort() {
      for (const { recorder } of lanes) {
        recorder.fail({ kind: 'aborted', code: 'RACEHOUND_ABORTED', message: 'the run was interrupted' });
      }
    },

    async close() {
      this.abort();
      for (const connection of [...idle.values()].flat()) connection.destroy();
      idle.clear();
      warm?.close();
      warm = undefined;
    },
  };
}

function failure(kind: 'connect', error: unknown) {
  const { message } = error as Error;
  return { kind, code: error instanceof Error ? errorCode(error) : 'UNKNOWN', message } as const;
}
