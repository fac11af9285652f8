import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src/history/operation.ts';
import { identityOf, readEntry, readOperation, readRound } from '../../../src/invariants/reading.ts';
import { observed, round } from './history-builder.ts';

function operation(text: string, more: Partial<Operation> = {}): Operation {
  const [first] = round(text).operations;
  if (first === undefined) throw new Error('the mini-language gave no operation');
  return { ...first, ...more };
}

describe('a value read by an expression', () => {
  test('is what an operation sent or was answered', () => {
    expect(readOperation('key + ticket', operation('sold key:"a" ticket="b"'))).toEqual({ kind: 'value', value: 'ab' });
  });

  test('is missing with the reason of the capture that the expression names', () => {
    const answered = operation('sold', {
      missing: { etag: 'the answer has no header etag', id: 'the body has no $.id' },
    });
    expect(readOperation('id', answered)).toEqual({ kind: 'missing', because: 'member 0: the body has no $.id' });
    expect(readOperation('other', answered)).toEqual({
      kind: 'missing',
      because: 'member 0: `other`: `other` has no value',
    });
  });

  test('is missing while it hangs on operations whose effect nobody knows', () => {
    expect(readRound('final.stock', round('lost', observed({}, { stock: 7 })))).toEqual({ kind: 'value', value: 7 });
    expect(readRound('count.sold', round('sold; lost'))).toMatchObject({
      because: '`count.sold` depends on 1 operation whose effect nobody knows',
    });
  });

  test('is asked of an entry under the name `entry`', () => {
    expect(readEntry('entry.id', { id: 9007199254740993n })).toEqual({ kind: 'value', value: 9007199254740993n });
    expect(readEntry('entry.id', {})).toMatchObject({ kind: 'missing' });
  });
});

test('an id is the same as number and as text, and null is none', () => {
  const value = (json: Parameters<typeof readEntry>[1]) => identityOf(readEntry('entry', json));
  expect(value(7)).toBe(value('7'));
  expect(value(9007199254740993n)).not.toBe(value(9007199254740992n));
  expect(value(null)).toBeUndefined();
  expect(value({ b: 1, a: 2 })).toBe(value({ a: 2, b: 1 }));
  expect(identityOf({ kind: 'missing', because: 'x' })).toBeUndefined();
});
