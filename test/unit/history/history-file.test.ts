import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { helpOf } from '../help-of.ts';
import { openHistory, readHistory } from '../../../src/history/history-file.ts';
import type { HistoryRecord } from '../../../src/history/records.ts';
import { createRedactor } from '../../../src/history/redact.ts';

const folder = mkdtempSync(join(tmpdir(), 'racehound-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

function writtenAndRead(name: string, secrets: readonly string[], records: readonly HistoryRecord[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  const history = openHistory(join(folder, name), redactor);
  for (const record of records) history.write(record);
  history.close();
  return [...readHistory(join(folder, name))];
}

it('a folder of runs is told from a run, with the latest of them', () => {
  const results = join(folder, 'results');
  for (const run of ['20261101T1', '20261103T1', '20261102T1']) {
    mkdirSync(join(results, run), { recursive: true });
    writeFileSync(join(results, run, 'history.ndjson'), '');
  }
  mkdirSync(join(results, '20261104T1'));
  expect(helpOf(() => [...readHistory(results)])).toBe(
    ['name one, the latest first:', ...[3, 2, 1].map((day) => `  ${join(results, `2026110${day}T1`)}`)].join('\n'),
  );
});

describe('a recorded run', () => {
  it('can be read again, whatever its secrets look like', () => {
    const trouble = '\nabcd, "record", 5000';
    const end: HistoryRecord = {
      record: 'scenario-end',
      scenario: 0,
      requests: 5000,
      durationMs: 5000,
      interrupted: false,
      untestable: trouble,
    };
    // The first is a part of an escape, then a name of ours, then a number that we count.
    expect(writtenAndRead('odd', ['nabc', 'record', '5000'], [end])).toEqual([
      { line: 1, record: { ...end, untestable: '\nabcd, "[redacted 2]", [redacted 3]' } },
    ]);
  });

  it('holds no secret of the scenario, neither in a value nor in a name of the service', () => {
    const facts = { settings: { var: { pin: 4711, tokens: { abcd: 1 } } }, windowNs: 4711 };
    expect(writtenAndRead('facts', ['4711', 'abcd'], [{ record: 'scenario', scenario: 0, facts }])).toEqual([
      {
        line: 1,
        record: {
          record: 'scenario',
          scenario: 0,
          facts: { settings: { var: { pin: '[redacted 1]', tokens: { '[redacted 2]': 1 } } }, windowNs: 4711 },
        },
      },
    ]);
  });

  it('is refused where no folder can be made, with a remedy that fits', () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    // `recursive` of node:fs would try for ever to make a folder below /proc.
    for (const place of [join(file, 'run'), '/proc/racehound/run']) {
      expect(() => openHistory(place, createRedactor())).toThrow(/could not write .*nothing was sent/);
      expect(helpOf(() => openHistory(place, createRedactor()))).toBe('choose another folder with --results');
    }
  });

  it('makes the folders above it', () => {
    openHistory(join(folder, 'some', 'deep', 'run'), createRedactor()).close();
    expect([...readHistory(join(folder, 'some', 'deep', 'run'))]).toEqual([]);
  });
});
