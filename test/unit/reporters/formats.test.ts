import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse as parseCsv } from 'csv-parse/sync';
import { validate as validateCtrf } from 'ctrf';
import { HistogramLogReader } from 'hdr-histogram-js';
import { parse as parseJunit } from 'junit2json';
import { validateXML } from 'xmllint-wasm';
import { describe, expect, it } from 'vitest';
import type { RunReport, ScenarioReport } from '../../../src/analysis/index.ts';
import { csvReport } from '../../../src/reporters/csv.ts';
import { ctrfReport } from '../../../src/reporters/ctrf.ts';
import { githubReport } from '../../../src/reporters/github.ts';
import { hdrReport } from '../../../src/reporters/hdr.ts';
import { junitReport } from '../../../src/reporters/junit.ts';
import { markdownReport } from '../../../src/reporters/markdown.ts';
import { sarifReport } from '../../../src/reporters/sarif.ts';
import { recordedOf } from '../../golden/reports/recorded.ts';
import {
  heldScenario,
  inconclusiveScenario,
  runOf,
  serialScenario,
  untestableScenario,
  violatedScenario,
} from '../../golden/reports/examples.ts';

const every = [violatedScenario, heldScenario, inconclusiveScenario, serialScenario, untestableScenario];

/** What breaks a format when it is not escaped: markup, quotes, separators, controls, a lone surrogate, what no XML may hold. */
const hostile =
  '</failure></testcase> ]]> & <!-- "q" \'s\' | `b` @all, =1+1\r\n::error file=x::y %0A \u0000\u0007\u001b[31m\u2028\u202e\ud800\ufffe\uffff ##[set-env name=A]b';

/** The same report with hostile text wherever a person or a server may have put some. */
function poisoned(scenario: ScenarioReport): ScenarioReport {
  const invariants = scenario.invariants.map((invariant) => ({
    ...invariant,
    name: `${invariant.name} ${hostile}`,
    message: hostile,
    because: hostile,
    ...(invariant.first !== undefined && {
      first: { ...invariant.first, expected: hostile, measured: hostile, because: hostile, details: [hostile] },
    }),
  }));
  return {
    ...scenario,
    name: `${scenario.name} ${hostile}`,
    because: hostile,
    doubts: scenario.doubts.map((doubt) => ({ ...doubt, fact: hostile, hint: hostile })),
    invariants,
    replay: hostile,
  };
}

const reports: readonly (readonly [string, RunReport])[] = [
  ['every verdict', runOf(every)],
  ['no scenario', runOf([])],
  ['hostile text', runOf(every.map(poisoned))],
];

describe('JUnit XML', () => {
  it.each(reports)('is well-formed and read by a consumer, with %s', async (_, report) => {
    const xml = junitReport(report);
    const { valid, errors } = await validateXML({
      xml: [{ fileName: 'junit.xml', contents: xml }],
      normalization: 'c14n',
    });
    expect([valid, errors]).toEqual([true, []]);
    const read = await parseJunit(xml);
    expect(read).toMatchObject({ tests: report.scenarios.flatMap(({ invariants }) => invariants).length });
  });

  it('tells a violated invariant (failure) from one that nobody could decide (error)', async () => {
    const read = await parseJunit(junitReport(runOf(every)));
    const suites = read !== undefined && read !== null && 'testsuite' in read ? (read.testsuite ?? []) : [];
    const outcomes = suites.map(({ testcase = [] }) =>
      testcase.map(({ failure, error }) => [failure?.length ?? 0, error?.length ?? 0]),
    );
    expect(outcomes).toEqual([
      [
        [1, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
      [[0, 1]],
      [
        [1, 0],
        [0, 0],
      ],
      [[0, 1]],
    ]);
  });
});

describe('SARIF', () => {
  const require = createRequire(import.meta.url);
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(
    readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  ) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const isValid = ajv.compile(schema);

  it.each(reports)('is valid against the schema of SARIF 2.1.0, with %s', (___, report) => {
    isValid(JSON.parse(sarifReport(report)));
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('points at the invariant in the file, below the root of the repository', () => {
    const inRepository = {
      ...violatedScenario,
      file: '../tickets.race.yaml',
      repositoryFile: 'race tests/tickets.race.yaml',
    };
    const log = JSON.parse(sarifReport(runOf([inRepository, heldScenario]))) as {
      runs: { results: { locations: unknown[]; ruleId: string }[] }[];
    };
    expect(log.runs[0]?.results).toHaveLength(1);
    expect(log.runs[0]?.results[0]).toMatchObject({
      ruleId: 'racehound/count',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'race%20tests/tickets.race.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 34, startColumn: 5 },
          },
        },
      ],
    });
  });
});

describe('CTRF', () => {
  it.each(reports)('is valid by its own library, with %s', (_, report) => {
    expect(validateCtrf(JSON.parse(ctrfReport(report)))).toMatchObject({ valid: true });
  });
});

describe('CSV', () => {
  it('gives a reader every operation back', () => {
    const report = runOf([violatedScenario]);
    const rows = parseCsv<Record<string, string>>([...csvReport(report, recordedOf(report))].join(''), {
      columns: true,
    });
    expect(rows.map(({ member, outcome, status }) => [member, outcome, status])).toEqual([
      ['7', 'sold', '201'],
      ['13', 'sold', '201'],
      ['2', 'refused', '409'],
      ['5', 'lost', ''],
    ]);
    expect(rows[1]).toMatchObject({
      scenario: violatedScenario.name,
      round: '4',
      released_at_ns: '110000',
      failure: '',
    });
  });

  it('quotes what would end a cell, and lets no spreadsheet take a text for a formula', () => {
    const name = '=HYPERLINK("http://x"),\r\n2';
    const report = runOf([{ ...violatedScenario, name }]);
    const rows = parseCsv<Record<string, string>>([...csvReport(report, recordedOf(report))].join(''), {
      columns: true,
    });
    expect(rows[0]?.['scenario']).toBe(`'${name}`);
  });
});

describe('the HDR log', () => {
  it('gives a reader the latencies back, by scenario, request and outcome', () => {
    const report = runOf([violatedScenario]);
    const reader = new HistogramLogReader(hdrReport(report, recordedOf(report)));
    const first = reader.nextIntervalHistogram();
    expect(first).toMatchObject({ tag: 'the_last_ticket_is_sold_once/buy/sold' });
    expect(first?.totalCount).toBe(2);
    expect(first?.getValueAtPercentile(100)).toBeGreaterThanOrEqual(43_890_000);
    expect(first?.getValueAtPercentile(100)).toBeLessThan(43_890_000 * 1.001);
    expect(reader.nextIntervalHistogram()).toMatchObject({ tag: 'the_last_ticket_is_sold_once/buy/refused' });
    expect(reader.nextIntervalHistogram()).toBeNull();
  });
});

describe('GitHub annotations', () => {
  it.each(reports)('are one workflow command a line and nothing else, with %s', (_, report) => {
    const lines = githubReport(report).split('\n').filter(Boolean);
    for (const line of lines)
      expect(line).toMatch(/^::(error|warning) [a-z]+=[^:,\r]+(,[a-z]+=[^:,\r]+)*::[^\r\u0000-\u001f]+$/);
  });

  it('keep to ten of a kind, and say how many there are', () => {
    const lines = githubReport(runOf(Array.from({ length: 25 }, () => violatedScenario)))
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error title=racehound::and 16 more: see the job summary');
  });
});

describe('Markdown', () => {
  it('keeps text from being markup, and calls nobody', () => {
    const text = markdownReport(runOf(every.map(poisoned)));
    expect(text).not.toContain('</failure>');
    expect(text).not.toContain('@all');
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
  });

  it('keeps the picture of a violation in one block of HTML, and commands as they are', () => {
    const replay = "racehound replay x --allow-host '*.a' --allow-host '*.b' `id` _c_ ~d~";
    const text = markdownReport(runOf(every.map((each) => ({ ...poisoned(each), replay }))));
    const blocks = text.match(/<details>[^]*?<\/details>/g) ?? [];
    expect(blocks.length).toBeGreaterThan(1);
    for (const block of blocks) expect(block).not.toMatch(/\n\s*\n/);
    for (const [, inside = ''] of text.matchAll(/<code>(.*?)<\/code>/g)) expect(inside).not.toMatch(/[*_`~[\]\\]/);
  });

  it('stays far below the size at which GitHub drops a summary', () => {
    const long = { ...poisoned(violatedScenario), because: hostile.repeat(200) };
    const text = markdownReport(runOf(Array.from({ length: 100 }, () => long)));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toContain('There is more: see the other reports of this run.');
  });
});
