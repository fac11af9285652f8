import type { Failure } from '../history/operation.ts';
import type { Origin } from '../history/request.ts';
import { groupBy } from '../support/group-by.ts';
import { originKey } from './connect.ts';
import type { Connection } from './connection.ts';
import { errorCode } from './error-code.ts';
import type { ExchangeRecorder } from './exchange-recorder.ts';
import type { Lane, Method } from './method.ts';
import type { StagedMember } from './transport.ts';

/** Connections that are being opened at one time: more overflow a listen backlog. */
const openAtOnce = 64;

/** So often connections that were closed meanwhile are replaced; a server that closes faster than a burst opens can't be raced with so many. */
const looks = 3;

/** What members need to find a connection. */
export interface Openers {
  readonly method: Method;
  /** Rejects when none opens. */
  take(origin: Origin): Promise<Connection>;
  recordersOf(members: readonly StagedMember[]): readonly ExchangeRecorder[];
}

/**
 * Opens connections for all members, which come in order of release, and gives the lanes in that order. Members of one offset
 * and one origin share connections as the method says; those that find none fail, and nothing is opened for who was given up.
 */
export async function openLanes(
  members: readonly StagedMember[],
  { method, take, recordersOf }: Openers,
): Promise<readonly Lane[]> {
  const laneFor = async (group: readonly StagedMember[], opened?: Connection): Promise<readonly Lane[]> => {
    const recorders = recordersOf(group);
    const [first] = group;
    if (opened?.isAlive()) return [{ connection: opened, members: group, recorders }];
    opened?.destroy();
    if (first === undefined || recorders.every((recorder) => recorder.hasEnded())) return [];
    try {
      return [{ connection: await take(first.request.origin), members: group, recorders }];
    } catch (error) {
      for (const recorder of recorders) recorder.fail(connectFailure(error));
      return [];
    }
  };

  const groups = groupBy(members, ({ request, offsetNs }) => `${offsetNs} ${originKey(request.origin)}`);
  // The first connection of a group tells how its members are to be shared.
  const firsts = await inBatches([...groups.values()], (group) => laneFor(group));
  const shares = firsts.flatMap(({ connection, members: group }) =>
    method.share(group, connection).map((share, place) => ({ share, opened: place === 0 ? connection : undefined })),
  );
  let lanes = await inBatches(shares, ({ share, opened }) => laneFor(share, opened));
  // Those that were opened first may have been closed while the others were being opened, or replaced.
  for (let look = 0; look < looks && lanes.some(({ connection }) => !connection.isAlive()); look += 1)
    lanes = await inBatches(lanes, (lane) => laneFor(lane.members, lane.connection));
  const place = new Map(members.map(({ member }, index) => [member, index]));
  const firstPlace = (lane: Lane) => place.get(lane.members[0]?.member ?? -1) ?? 0;
  return lanes.sort((one, other) => firstPlace(one) - firstPlace(other));
}

/** Why a member found no connection. */
export function connectFailure(error: unknown): Failure {
  const { message } = error as Error;
  return { kind: 'connect', code: error instanceof Error ? errorCode(error) : 'UNKNOWN', message };
}

/** Runs `action` for all values, so many at a time, and joins the results in order. */
async function inBatches<Value, Result>(
  values: readonly Value[],
  action: (value: Value) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < values.length; start += openAtOnce) {
    const batch = await Promise.all(values.slice(start, start + openAtOnce).map(action));
    results.push(...batch.flat());
  }
  return results;
}
