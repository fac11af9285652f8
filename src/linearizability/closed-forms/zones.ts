import { canonicalJson } from '../../support/canonical-json.ts';
import type { Json } from '../../support/json.ts';
import type { ClosedFormFinding } from '../model.ts';
import type { RegisterAction } from '../models/register.ts';
import { compareInstants, type Interval, type TimedOperation } from '../operation.ts';

type Operation = TimedOperation<RegisterAction>;

/** One value of the register: its only write, and its reads. The value at the start was written before everything. */
interface Cluster {
  readonly value: string;
  /** Missing for the value at the start. */
  readonly write?: Operation;
  readonly reads: Operation[];
}

/** A cluster between its earliest end and its latest start. */
interface Zone {
  readonly cluster: Cluster;
  /** When the value surely had been written. */
  readonly firstEndNs: number;
  /** When it surely was still to be read. */
  readonly lastStartNs: number;
}

const beforeEverything: Interval = { startNs: -Infinity, endNs: -Infinity };

/**
 * A register in which no value is written twice, in O(n log n) (Gibbons and Korach 1997, "Testing shared memories", section 4).
 * For each value take f, the earliest end, and s, the latest start, of its write and its reads. If f < s the register held the
 * value all the time from f to s: a *forward zone*; else [s, f] is a *backward zone*, in which one instant is enough.
 * Linearizable iff each value that is read was written, by a write that began before the read ended; no two forward zones
 * overlap; and no backward zone lies strictly inside a forward one.
 *
 * Undefined when a value is written twice, or the one at the start once more.
 */
export function judgeZones(
  operations: readonly Operation[],
  initial: Json,
): ClosedFormFinding<RegisterAction> | undefined {
  const clusters = new Map<string, Cluster>([[canonicalJson(initial), { value: canonicalJson(initial), reads: [] }]]);
  for (const operation of operations) {
    if (operation.action.kind !== 'write') continue;
    const value = canonicalJson(operation.action.value);
    if (clusters.has(value)) return undefined;
    clusters.set(value, { value, write: operation, reads: [] });
  }
  for (const operation of operations) {
    const { action } = operation;
    if (action.kind !== 'read' || action.value === undefined) continue;
    const value = canonicalJson(action.value);
    const cluster = clusters.get(value);
    if (cluster === undefined) return illegal([operation], `${value} was read, and nobody wrote it`);
    cluster.reads.push(operation);
    if (cluster.write !== undefined && operation.endNs < cluster.write.startNs)
      return illegal([cluster.write, operation], `${value} was read before it was written`);
  }
  // A write of unknown effect that nobody read may as well never have happened.
  const zones = [...clusters.values()]
    .filter(({ write, reads }) => write?.effect !== 'info' || reads.length > 0)
    .map(zoneOf);
  return clash(zones) ?? { kind: 'ok' };
}

function zoneOf(cluster: Cluster): Zone {
  const intervals = membersOf(cluster);
  return {
    cluster,
    firstEndNs: intervals.reduce((first, { endNs }) => Math.min(first, endNs), Infinity),
    lastStartNs: intervals.reduce((last, { startNs }) => Math.max(last, startNs), -Infinity),
  };
}

function membersOf({ write, reads }: Cluster): readonly Interval[] {
  return [write ?? beforeEverything, ...reads];
}

function clash(zones: readonly Zone[]): ClosedFormFinding<RegisterAction> | undefined {
  const isForward = ({ firstEndNs, lastStartNs }: Zone) => firstEndNs < lastStartNs;
  const forward = zones.filter(isForward).sort((a, b) => compareInstants(a.firstEndNs, b.firstEndNs));
  for (const [place, zone] of forward.entries()) {
    const earlier = forward[place - 1];
    if (earlier !== undefined && zone.firstEndNs < earlier.lastStartNs) return contradiction(earlier, zone);
  }
  for (const zone of zones) {
    if (isForward(zone)) continue;
    const around = lastBefore(forward, zone.lastStartNs);
    if (around !== undefined && zone.firstEndNs < around.lastStartNs) return contradiction(around, zone);
  }
  return undefined;
}

/** Of disjoint zones in order, the last that begins before an instant. */
function lastBefore(zones: readonly Zone[], instantNs: number): Zone | undefined {
  let [low, high] = [0, zones.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((zones[middle]?.firstEndNs ?? Infinity) < instantNs) low = middle + 1;
    else high = middle;
  }
  return zones[low - 1];
}

function contradiction(held: Zone, other: Zone): ClosedFormFinding<RegisterAction> {
  const witness = [...new Set([...edges(held), ...edges(other)])];
  const because = `${held.cluster.value} was there before and after an instant at which ${other.cluster.value} must have been`;
  return illegal(witness, because);
}

/** The operations that make a zone: one that ends first, one that starts last, and the write. */
function edges({ cluster, firstEndNs, lastStartNs }: Zone): readonly Operation[] {
  const own = [...(cluster.write === undefined ? [] : [cluster.write]), ...cluster.reads];
  const ends = own.find(({ endNs }) => endNs === firstEndNs);
  const starts = own.find(({ startNs }) => startNs === lastStartNs);
  return [cluster.write, ends, starts].flatMap((operation) => operation ?? []);
}

function illegal(witness: readonly Operation[], because: string): ClosedFormFinding<RegisterAction> {
  return { kind: 'illegal', witness, because };
}
