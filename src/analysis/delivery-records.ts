import { type Delivery, deliveryText } from '../history/delivery.ts';
import type { RoundHistory } from '../history/history.ts';
import { createDistribution, type Distribution } from './distribution.ts';
import type { DeliveryReport } from './run-report.ts';
import type { Validity } from './validity.ts';

/** Counts what came of each way of putting a burst on the wire. */
export interface DeliveryRecords {
  add(history: RoundHistory, validity: Validity, violated: boolean): void;
  /** In the order in which they were first used. */
  report(): readonly DeliveryReport[];
}

interface Record {
  readonly delivery: Delivery;
  readonly spreadNs: Distribution;
  fired: number;
  valid: number;
  violated: number;
  threadSkewMaxNs?: number;
}

export function createDeliveryRecords(): DeliveryRecords {
  const records = new Map<string, Record>();
  const recordOf = (delivery: Delivery): Record => {
    const key = deliveryText(delivery);
    const known = records.get(key);
    if (known !== undefined) return known;
    const record: Record = { delivery, spreadNs: createDistribution(), fired: 0, valid: 0, violated: 0 };
    records.set(key, record);
    return record;
  };
  return {
    add({ delivery, operations, timing }, { kind }, violated) {
      if (delivery === undefined || operations.length === 0) return;
      const record = recordOf(delivery);
      record.fired += 1;
      if (kind === 'valid') record.valid += 1;
      if (violated) record.violated += 1;
      record.spreadNs.record(Math.max(0, Math.round(timing.spreadNs)));
      if (timing.threadSkewNs !== undefined)
        record.threadSkewMaxNs = Math.max(record.threadSkewMaxNs ?? 0, timing.threadSkewNs);
    },
    report: () =>
      [...records.values()].map(({ delivery, spreadNs, fired, valid, violated, threadSkewMaxNs }) => ({
        ...delivery,
        summary: deliveryText(delivery),
        fired,
        valid,
        violated,
        spreadP50Us: spreadNs.quantile(50) / 1000,
        ...(threadSkewMaxNs !== undefined && { threadSkewMaxUs: threadSkewMaxNs / 1000 }),
      })),
  };
}
