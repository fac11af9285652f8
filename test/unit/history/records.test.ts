import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecords, encodeRecord, type HistoryRecord } from '../../../src/history/records.ts';
import { createRedactor, withoutCredentials } from '../../../src/history/redact.ts';
import { redactedValues } from '../../../src/history/redact-values.ts';
import type { Operation } from '../../../src/history/operation.ts';
import type { SentRequest } from '../../../src/history/sent-request.ts';
import type { Json } from '../../../src/support/json.ts';

const scalar = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
);
const values: fc.Arbitrary<Readonly<Record<string, Json>>> = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), scalar, {
  maxKeys: 4,
  noNullPrototype: true,
});

const sent: fc.Arbitrary<SentRequest> = fc
  .record({
    url: fc.webUrl(),
    headers: fc.array(fc.tuple(fc.constantFrom('content-type', 'x-member', 'accept'), fc.string()), { maxLength: 3 }),
    body: fc.option(fc.string(), { nil: undefined }),
    connectTo: fc.option(fc.constantFrom('127.0.0.1:1', '127.0.0.1:2'), { nil: undefined }),
    method: fc.constantFrom('POST', 'DELETE'),
    binary: fc.boolean(),
  })
  .map(({ method, url, headers, body, connectTo, binary }) => ({
    method,
    url,
    headers,
    ...(connectTo !== undefined && { connectTo }),
    ...(body !== undefined && { body, ...(binary && { bodyEncoding: 'latin1' as const }) }),
    bodyBytes: body?.length ?? 0,
  }));

const round = fc
  .record({
    sent: fc.array(sent, { maxLength: 5 }),
    captures: values,
    initial: values,
    final: values,
    body: fc.string(),
    status: fc.integer({ min: 200, max: 599 }),
  })
  .map(
    ({ captures, initial, final, body, status, sent }): HistoryRecord => ({
      record: 'round',
      scenario: 0,
      round: 1,
      kind: 'race',
      startedAtNs: 12,
      operations: [
        {
          member: 0,
          request: 'buy',
          offsetNs: 0,
          outcome: 'sold',
          effect: 'ok',
          limited: false,
          captures,
          missing: {},
          releasedAtNs: 5,
          firstByteAtNs: 8,
          doneAtNs: 9,
          answer: { status, headers: [['x-a', body.replace(/\s/g, '')]], body, bodyBytes: body.length },
        },
        ...sent.map((request, index) => operationOf(index + 1, request)),
      ],
      initial,
      final,
      unsettled: false,
      timing: { spreadNs: 0, earlyAnswers: 0, maxInFlight: 1 },
    }),
  );

const emptyRound = {
  record: 'round',
  scenario: 0,
  round: 1,
  kind: 'race',
  startedAtNs: 0,
  operations: [],
  initial: {},
  final: {},
  unsettled: false,
  timing: { spreadNs: 0, earlyAnswers: 0, maxInFlight: 0 },
} as const;

function operationOf(member: number, request: SentRequest): Operation {
  return {
    member,
    request: 'buy',
    sent: request,
    offsetNs: 0,
    outcome: 'lost',
    effect: 'info',
    limited: false,
    captures: {},
    missing: {},
  };
}

function readAll(text: string) {
  const lines = [...decodeRecords(text.split('\n'))];
  return {
    records: lines.flatMap((line) => ('record' in line ? [line.record] : [])),
    problems: lines.filter((line) => 'problem' in line),
  };
}

describe('the recorded history', () => {
  it('writes what the members share once, however many they are', () => {
    const shared = 'x'.repeat(1000);
    const operations = Array.from({ length: 500 }, (_, member) =>
      operationOf(member, {
        method: 'POST',
        url: 'http://127.0.0.1/buy',
        headers: [
          ['x-shared', shared],
          ['x-member', String(member)],
        ],
        body: shared,
        bodyBytes: shared.length,
      }),
    );
    const record: HistoryRecord = { ...emptyRound, operations };
    const line = encodeRecord(record);
    expect(line.split(shared)).toHaveLength(3);
    expect(line.length / operations.length).toBeLessThan(200);
    expect(readAll(line).records).toEqual([record]);
  });

  it('leaves out a round whose operation is like a request that is not there', () => {
    const line = encodeRecord({
      ...emptyRound,
      operations: [operationOf(0, { method: 'GET', url: 'http://a/', headers: [], bodyBytes: 0 })],
    });
    expect(readAll(line.replace('"like":0', '"like":7')).problems).toMatchObject([{ line: 1 }]);
  });

  it('gives back what was written, integers of any size included', () => {
    fc.assert(
      fc.property(fc.array(round, { maxLength: 4 }), (records) => {
        const text = records.map((record) => `${encodeRecord(record)}\n`).join('');
        expect(readAll(text)).toEqual({ records, problems: [] });
      }),
    );
  });

  it('loses only the line that was cut off', () => {
    fc.assert(
      fc.property(round, round, fc.nat(), (first, second, cut) => {
        const last = encodeRecord(second);
        const text = `${encodeRecord(first)}\n${last.slice(0, cut % last.length)}`;
        const { records, problems } = readAll(text);
        expect(records).toEqual([first]);
        expect(problems.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes nothing that a script made of it would run', () => {
    const step = (more: object) => ({
      record: 'round',
      scenario: 0,
      round: 1,
      kind: 'race',
      startedAtNs: 0,
      prepared: [
        {
          place: 0,
          name: 's',
          sent: { method: 'POST', url: 'http://x/', headers: [], bodyBytes: 0 },
          status: 201,
          captured: {},
          ...more,
        },
      ],
      operations: [],
      initial: {},
      final: {},
      unsettled: false,
      timing: { spreadNs: 0, earlyAnswers: 0, maxInFlight: 0 },
    });
    const problemsOf = (more: object) => readAll(`${JSON.stringify(step(more))}\n`).problems;
    expect(problemsOf({})).toEqual([]);
    const sent = { method: 'POST; touch /tmp/pwned', url: 'http://x/', headers: [], bodyBytes: 0 };
    for (const more of [{ sent }, { captured: { 'a=$(id) b': 1 } }, { status: '201\nid' }])
      expect(problemsOf(more)).toHaveLength(1);
  });

  it('says which line is not a record of this version', () => {
    expect(readAll('{"record":"round","scenario":0}\n').problems).toMatchObject([{ line: 1 }]);
    expect(readAll('\n{"record":"news"}\n').problems).toMatchObject([{ line: 2 }]);
  });
});

describe('the redactor', () => {
  it('leaves no secret in anything that is written, wherever it stood', () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 24 })
      .filter((text) => text.trim().length >= 4 && !'"record":"round"[redacted 1]'.includes(text));
    fc.assert(
      fc.property(secret, fc.constantFrom('body', 'capture', 'header', 'observation'), (value, place) => {
        const redactor = createRedactor();
        redactor.add(value);
        const record: HistoryRecord = {
          record: 'round',
          scenario: 0,
          round: 1,
          kind: 'race',
          startedAtNs: 0,
          operations: [
            {
              member: 0,
              request: '',
              offsetNs: 0,
              outcome: '',
              effect: 'ok',
              limited: false,
              missing: {},
              captures: place === 'capture' ? { c: value } : {},
              answer: {
                status: 200,
                headers: place === 'header' ? [['x', `a ${value} b`]] : [],
                body: place === 'body' ? JSON.stringify({ k: value }) : '',
                bodyBytes: 0,
              },
            },
          ],
          initial: place === 'observation' ? { o: value } : {},
          final: {},
          unsettled: false,
          timing: { spreadNs: 0, earlyAnswers: 0, maxInFlight: 0 },
        };
        const written = encodeRecord(redactedValues(record, redactor));
        expect(written).toContain('[redacted 1]');
        expect(written).not.toContain(JSON.stringify(value).slice(1, -1));
      }),
    );
  });

  it('hides credentials by the names of headers and of JSON fields', () => {
    const [operation] = withoutCredentials({
      round: 1,
      kind: 'race',
      startedAtNs: 0,
      initial: {},
      final: {},
      unsettled: false,
      timing: { spreadNs: 0, earlyAnswers: 0, maxInFlight: 0 },
      operations: [
        {
          member: 0,
          request: 'r',
          offsetNs: 0,
          outcome: 'ok',
          effect: 'ok',
          limited: false,
          captures: {},
          missing: {},
          answer: {
            status: 200,
            headers: [
              ['set-cookie', 'sid=abc; HttpOnly'],
              ['authorization', 'Bearer x'],
              ['etag', '"1"'],
            ],
            body: '{"accessToken":"abc","id":1}',
            bodyBytes: 0,
          },
        },
      ],
    }).operations;
    expect(operation?.answer).toMatchObject({
      headers: [
        ['set-cookie', 'sid=[redacted]; HttpOnly'],
        ['authorization', '[redacted]'],
        ['etag', '"1"'],
      ],
      body: '{"accessToken":"[redacted]","id":1}',
    });
  });
});
