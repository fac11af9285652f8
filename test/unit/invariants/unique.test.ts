import { describe, expect, test } from 'vitest';
import { judge, round } from './history-builder.ts';

const noTicketTwice = { unique: { of: 'sold', value: 'ticket' } };

describe('unique', () => {
  test('holds when every value is different', () => {
    expect(judge(noTicketTwice, round('sold ticket="A1"; sold ticket="A2"; refused')).verdict).toBe('held');
  });

  test('shows two members with the same value', () => {
    expect(
      judge(noTicketTwice, round('sold ticket="A1"; sold ticket="B"; sold ticket="A1"; sold ticket="A1"')),
    ).toEqual({
      verdict: 'violated',
      expected: 'no two sold have the same ticket',
      measured: 'ticket is "A1" in members 0, 2, 3',
      witness: [0, 2],
      because: 'both answers are known, whatever else took effect',
    });
  });

  test('tells ids apart that differ beyond 2^53', () => {
    expect(judge(noTicketTwice, round('sold ticket=9007199254740993; sold ticket=9007199254740992')).verdict).toBe(
      'held',
    );
    expect(judge(noTicketTwice, round('sold ticket=9007199254740993; sold ticket=9007199254740993')).verdict).toBe(
      'violated',
    );
  });

  test('tells a number from a text, but not objects by the order of their keys', () => {
    expect(judge(noTicketTwice, round('sold ticket=1; sold ticket="1"')).verdict).toBe('held');
    expect(judge(noTicketTwice, round('sold ticket={"a":1,"b":[2]}; sold ticket={"b":[2],"a":1}')).verdict).toBe(
      'violated',
    );
  });

  test('is inconclusive when a value is missing, and says where', () => {
    expect(judge(noTicketTwice, round('sold ticket="A1"; sold; sold'))).toEqual({
      verdict: 'inconclusive',
      because: '`ticket` has no value in members 1, 2: `ticket` has no value',
    });
  });

  test('is violated by the values that are there, whatever the missing ones are', () => {
    expect(judge(noTicketTwice, round('sold ticket="A1"; sold; sold ticket="A1"'))).toMatchObject({
      verdict: 'violated',
      witness: [0, 2],
    });
  });

  test('takes null for no value', () => {
    expect(judge(noTicketTwice, round('sold ticket=null; sold ticket=null'))).toEqual({
      verdict: 'inconclusive',
      because: '`ticket` is null in members 0, 1',
    });
  });

  test('names the capture that is missing, not another one', () => {
    const history = round('sold note="x"');
    const operations = history.operations.map((operation) => ({
      ...operation,
      missing: { note: 'the body has no $.note', ticket: 'the body has no $.ticket' },
    }));
    expect(judge(noTicketTwice, { ...history, operations })).toMatchObject({
      because: '`ticket` has no value in member 0: the body has no $.ticket',
    });
  });

  test('is inconclusive when nothing is selected beside successes that no outcome names', () => {
    expect(judge(noTicketTwice, round('unclaimed#210; unclaimed; refused'))).toEqual({
      verdict: 'inconclusive',
      because: 'no answer is sold, and no outcome names 2 that succeeded (status 210, 200): add one to `outcomes`',
    });
    expect(judge(noTicketTwice, round('refused; refused')).verdict).toBe('held');
  });

  test('takes no value from an operation of unknown effect', () => {
    expect(judge(noTicketTwice, round('sold ticket="A1"; sold?#502 ticket="A1"; lost')).verdict).toBe('held');
  });

  test('evaluates expressions over one operation', () => {
    const spec = { unique: { of: 'buy', value: 'status * 1000 + member / 2' } };
    expect(judge(spec, round('sold#201; refused#409; sold#200; sold#200'))).toMatchObject({ witness: [2, 3] });
  });

  test('holds in an empty round', () => {
    expect(judge(noTicketTwice, round('')).verdict).toBe('held');
  });
});
