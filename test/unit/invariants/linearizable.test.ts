import { describe, expect, test } from 'vitest';
import { judge, observed, round } from './history-builder.ts';

const linearizable = (spec: Readonly<Record<string, unknown>>) => ({ linearizable: spec });

describe('linearizable: register', () => {
  const spec = linearizable({
    model: 'register',
    initial: 'initial.value',
    write: { of: 'write', value: 'new' },
    read: { of: 'read', value: 'got' },
  });
  const from = (value: number) => observed({ value }, {});

  test('holds when an order explains every answer', () => {
    const history = round('write:ok@0-10 new:1; read:ok@5-20 got=0; read:ok@11-30 got=1', from(0));
    expect(judge(spec, history)).toEqual({ verdict: 'held', measured: 'an order explains 3 operations' });
  });

  test('takes a written number for the one that a header or a file spells as text', () => {
    expect(judge(spec, round('write:ok@0-10 new:"3"; read:ok@11-30 got=3', from(0))).verdict).toBe('held');
    expect(judge(spec, round('read:ok@11-30 got="0"', from(0))).verdict).toBe('held');
    expect(judge(spec, round('write:ok@0-10 new:"03"; read:ok@11-30 got=3', from(0))).verdict).toBe('violated');
  });

  test('calls operations concurrent that share a single instant', () => {
    expect(judge(spec, round('write:ok@0-10 new:1; read:ok@10-20 got=0', from(0))).verdict).toBe('held');
  });

  test('shows a read of a value that had been replaced, and in words why it can not be', () => {
    const history = round(
      'write:ok@0-10 new:1; write:ok@0-50 new:2; read:ok@11-20 got=0; read:ok@12-90 got=2',
      from(0),
    );
    expect(judge(spec, history)).toEqual({
      verdict: 'violated',
      expected: 'register: some order of read and write explains every answer',
      measured: '0 was there before and after an instant at which 1 must have been',
      witness: [0, 2],
      because: 'the effect of every operation is known',
      details: [
        'This order fits the answers as far as it goes:',
        '  member 0 wrote 1',
        'Then the value is 1.',
        'Next would have to come:',
        '  member 2 read 0: no, the value is 1',
      ],
    });
  });

  test('shows two reads that saw two writes in two orders', () => {
    const history = round(
      'write:ok@0-100 new:1; write:ok@0-100 new:2; read:ok@10-20 got=1; read:ok@30-40 got=2; read:ok@50-60 got=1',
      from(0),
    );
    expect(judge(spec, history)).toMatchObject({ verdict: 'violated', witness: [0, 1, 2, 3, 4] });
  });

  test('shows a value that nobody wrote', () => {
    expect(judge(spec, round('read:ok got=7', from(0)))).toMatchObject({
      verdict: 'violated',
      measured: '7 was read, and nobody wrote it',
      witness: [0],
    });
  });

  test('shows a value that was read before it was written', () => {
    expect(judge(spec, round('read:ok@0-10 got=1; write:ok@11-20 new:1', from(0)))).toMatchObject({
      verdict: 'violated',
      measured: '1 was read before it was written',
      witness: [0, 1],
    });
  });

  test('lets a lost write take effect at any time, once somebody has read it', () => {
    const history = round('write:lost@0- new:1; read:ok@10-20 got=0; read:ok@30-40 got=1', from(0));
    expect(judge(spec, history).verdict).toBe('held');
    const back = round('write:lost@0- new:1; read:ok@10-20 got=1; read:ok@30-40 got=0', from(0));
    expect(judge(spec, back)).toMatchObject({
      verdict: 'violated',
      witness: [0, 1, 2],
      because: "1 unknown operation can't explain it, whatever took effect and when",
    });
  });

  test('is inconclusive when only a lost write with a value that others have too explains a read', () => {
    const twice = round('write:lost@0- new:1; write:ok@0-5 new:1; write:ok@6-8 new:2; read:ok@9-10 got=1', from(0));
    expect(judge(spec, twice)).toEqual({
      verdict: 'inconclusive',
      because: 'the answers fit an order only if an unknown operation took effect',
    });
  });

  test('is inconclusive when nobody knows what a lost write was to write', () => {
    const history = round('write:lost@0-; read:ok@10-20 got=3', from(0));
    expect(judge(spec, history)).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('member 0: write.value: `new` has no value'),
    });
  });

  test('takes an answer that matched no outcome for one that may have been anything', () => {
    const stray = round('write:unexpected#200@0-5 new:1; read:ok@10-20 got=1', from(0));
    const named = linearizable({
      model: 'register',
      initial: 0,
      write: { of: 'saved', value: 'new' },
      read: { of: 'read', value: 'got' },
    });
    expect(
      judge(named, { ...stray, operations: stray.operations.map((operation) => ({ ...operation, effect: 'ok' })) })
        .verdict,
    ).toBe('held');
  });

  test('is inconclusive when a read has no value, unless the others are wrong by themselves', () => {
    expect(judge(spec, round('read:ok got=0; read:ok', from(0)))).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('member 1: read.value: `got` has no value'),
    });
    expect(judge(spec, round('read:ok got=9; read:ok', from(0))).verdict).toBe('violated');
  });

  test('is inconclusive when an operation plays two roles', () => {
    const both = linearizable({
      model: 'register',
      initial: 0,
      write: { of: 'ok', value: 'new' },
      read: { of: 'read', value: 'got' },
    });
    expect(judge(both, round('read:ok got=0 new:0'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'member 0 plays both read and write',
    });
  });

  test('is inconclusive without the value before the burst', () => {
    expect(judge(spec, round('read:ok got=0'))).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringContaining('initial.value'),
    });
  });

  test('holds in an empty round', () => {
    expect(judge(spec, round('', from(0))).verdict).toBe('held');
  });

  test('takes what was observed in the end for one more read', () => {
    const withFinal = linearizable({
      model: 'register',
      initial: 0,
      final: 'final.value',
      write: { of: 'write', value: 'new' },
    });
    const writes = 'write:ok@0-10 new:1; write:ok@20-30 new:2';
    expect(judge(withFinal, round(writes, observed({}, { value: 2 }))).verdict).toBe('held');
    expect(judge(withFinal, round(writes, observed({}, { value: 1 })))).toMatchObject({
      verdict: 'violated',
      witness: [0, 1],
      details: expect.arrayContaining(['  what was observed in the end read 1: no, the value is 2']),
    });
    const moving = { ...round('write:lost@0- new:1', observed({}, { value: 3 })), unsettled: true };
    expect(judge(withFinal, moving).verdict).toBe('inconclusive');
  });

  test('judges each key by itself, from a value of its own', () => {
    const keyed = linearizable({
      model: 'register',
      key: 'id',
      initial: 'initial.values',
      write: { of: 'write', value: 'new' },
      read: { of: 'read', value: 'got' },
    });
    const values = { values: { a: 1, b: 2 } };
    const text = 'read:ok got=1 id:"a"; read:ok got=2 id:"b"';
    expect(judge(keyed, round(text, observed(values, {})))).toEqual({
      verdict: 'held',
      measured: 'an order explains 2 operations on 2 objects',
    });
    expect(judge(keyed, round('read:ok got=1 id:"a"; read:ok got=1 id:"b"', observed(values, {})))).toMatchObject({
      verdict: 'violated',
      expected: 'register: some order of read and write explains every answer of b',
      witness: [1],
    });
    expect(judge(keyed, round('read:ok got=1', observed(values, {}))).verdict).toBe('inconclusive');
  });
});

describe('linearizable: cas-register', () => {
  const spec = linearizable({
    model: 'cas-register',
    initial: 0,
    cas: { of: 'changed', conflict: 'refused', from: 'old', to: 'new' },
    read: { of: 'got', value: 'value' },
  });

  test('holds when one of two changes wins', () => {
    expect(judge(spec, round('changed old:0 new:1; refused old:0 new:2; got@200-300 value=1')).verdict).toBe('held');
  });

  test('shows two changes of the same value: a lost update', () => {
    const history = round('changed@0-50 old:0 new:1; changed@0-60 old:0 new:2; refused@0-90 old:0 new:3');
    expect(judge(spec, history)).toMatchObject({
      verdict: 'violated',
      measured: 'member 1 changed it from 0 to 2, but the value is 1',
      witness: [0, 1],
    });
  });

  test('shows a conflict that there was none of', () => {
    expect(judge(spec, round('refused@0-10 old:0 new:1'))).toMatchObject({
      verdict: 'violated',
      measured: 'member 0 was not let change it from 0 to 1, but the value is 0',
      witness: [0],
    });
  });

  test('lets a lost change explain a conflict, and then does not call it held', () => {
    expect(judge(spec, round('lost@0- old:0 new:1; refused@0-10 old:0 new:2')).verdict).toBe('inconclusive');
    expect(judge(spec, round('refused@0-10 old:0 new:2; lost@11- old:0 new:1')).verdict).toBe('violated');
  });
});

describe('linearizable: counter', () => {
  const spec = linearizable({
    model: 'counter',
    initial: 'initial.balance',
    final: 'final.balance',
    add: { of: 'deposit', by: 'amount', result: 'balance' },
    read: { of: 'look', value: 'balance' },
  });
  const deposits = (before: string | number, after: string | number) =>
    observed({ balance: before }, { balance: after });

  test('holds, to the last digit of money of any size', () => {
    const text = 'deposit:ok amount:"0.10" balance="90071992547409930.30"; look:ok balance="90071992547409930.20"';
    expect(judge(spec, round(text, deposits('90071992547409930.20', '90071992547409930.3'))).verdict).toBe('held');
  });

  test('shows an update that another one has overwritten', () => {
    const text = 'deposit:ok@0-50 amount:5 balance=15; deposit:ok@0-60 amount:7 balance=17';
    expect(judge(spec, round(text, deposits(10, 17)))).toMatchObject({
      verdict: 'violated',
      measured: 'member 1 added 7 and got 17, but the value is 15, so it would be 22',
      witness: [0, 1],
    });
  });

  test('shows an update that is missing in the end', () => {
    const silent = linearizable({ model: 'counter', initial: 0, final: 'final.n', add: { of: 'ok' } });
    expect(judge(silent, round('ok; ok', observed({}, { n: 1 })))).toMatchObject({
      verdict: 'violated',
      witness: [0, 1],
    });
    expect(judge(silent, round('ok; lost', observed({}, { n: 1 }))).verdict).toBe('held');
    expect(judge(silent, round('ok; lost', observed({}, { n: 2 }))).verdict).toBe('inconclusive');
    expect(judge(silent, round('ok; lost', observed({}, { n: 3 }))).verdict).toBe('violated');
  });

  test('refuses an amount and a start that are no numbers', () => {
    expect(judge(spec, round('deposit:ok amount:"much" balance=1', deposits(0, 1)))).toMatchObject({
      verdict: 'inconclusive',
      because: 'member 0: add.by is "much", expected a number',
    });
    expect(judge(spec, round('', deposits('none', 0)))).toMatchObject({
      verdict: 'inconclusive',
      because: 'initial is "none", expected a number',
    });
  });
});

describe('linearizable: set', () => {
  const spec = linearizable({
    model: 'set',
    initial: 'initial.names',
    add: { of: 'created', present: 'refused', value: 'name' },
    remove: { of: 'deleted', absent: 'missing', value: 'name' },
    contains: { of: 'found', absent: 'unfound', value: 'name' },
  });
  const names = (...list: readonly string[]) => observed({ names: list }, {});

  test('holds when one of two gets the name', () => {
    expect(judge(spec, round('created name:"a"; refused name:"a"; created name:"b"', names())).verdict).toBe('held');
  });

  test.each([
    ['two who got the same name', 'created@0-50 name:"a"; created@0-60 name:"a"', [0, 1]],
    ['one who was refused a free name', 'refused name:"a"', [0]],
    ['a name that was deleted and not there', 'deleted name:"a"', [0]],
    ['a name that is missing and was there', 'missing name:"b"', [0]],
    ['a name that was found and not there', 'found name:"a"', [0]],
    ['a name that was not found and is there', 'unfound name:"b"', [0]],
  ])('shows %s', (_, text, witness) => {
    expect(judge(spec, round(text, names('b')))).toMatchObject({ verdict: 'violated', witness });
  });

  test('without `present`, adding what is there already is no contradiction', () => {
    const idempotent = linearizable({ model: 'set', add: { of: 'created', value: 'name' } });
    expect(judge(idempotent, round('created name:"a"; created name:"a"')).verdict).toBe('held');
  });

  test('lets a lost request explain what was found', () => {
    expect(judge(spec, round('lost name:"a"; found@200-300 name:"a"', names())).verdict).toBe('held');
    expect(judge(spec, round('found@0-10 name:"a"; lost@11- name:"a"', names())).verdict).toBe('violated');
  });

  test('refuses a start that is no list', () => {
    expect(judge(spec, round('', observed({ names: 'a' }, {})))).toMatchObject({
      because: 'initial is "a", expected a list',
    });
  });
});

describe('linearizable: queue', () => {
  const spec = linearizable({
    model: 'queue',
    enqueue: { of: 'push', value: 'job' },
    dequeue: { of: 'got', empty: 'empty', value: 'job' },
  });

  test('holds when jobs come out in an order in which they may have gone in', () => {
    const text = 'push:ok job:"a"; push:ok job:"b"; got@200-250 job="b"; got@300-350 job="a"; empty@400-450';
    expect(judge(spec, round(text)).verdict).toBe('held');
  });

  test.each([
    ['nobody put in', 'got job="x"', '"x" was dequeued, and nobody enqueued it', [0]],
    [
      'came out twice',
      'push:ok job:"a"; got job="a"; got job="a"',
      '"a" was enqueued once and dequeued twice',
      [0, 1, 2],
    ],
    [
      'came out too early',
      'got@0-10 job="a"; push:ok@11-20 job:"a"',
      '"a" was dequeued before it was enqueued',
      [0, 1],
    ],
    [
      'overtook another one',
      'push:ok@0-10 job:"a"; push:ok@11-20 job:"b"; got@30-40 job="b"; got@50-60 job="a"',
      '"a" went in before "b" and came out after it',
      [0, 1, 2, 3],
    ],
    [
      'overtook one that never came out',
      'push:ok@0-10 job:"a"; push:ok@11-20 job:"b"; got@30-40 job="b"',
      '"a" went in before "b" and never came out',
      [0, 1, 2],
    ],
  ])('shows a job that %s', (_, text, measured, witness) => {
    expect(judge(spec, round(text))).toMatchObject({ verdict: 'violated', measured, witness });
  });

  test('shows an answer "empty" while jobs were waiting', () => {
    const text = 'push:ok@0-10 job:"a"; push:ok@20-30 job:"b"; got@40-50 job="a"; got@60-70 job="b"; empty@35-55';
    expect(judge(spec, round(text))).toMatchObject({
      verdict: 'violated',
      measured: 'the answer was "empty" while "b" was inside',
      witness: [1, 4, 3],
    });
  });

  test('lets a lost request take a job', () => {
    const text = 'push:ok@0-10 job:"a"; push:ok@11-20 job:"b"; lost@21-; got@30-40 job="b"';
    expect(judge(spec, round(text)).verdict).toBe('inconclusive');
  });
});

describe('linearizable: stock', () => {
  const spec = linearizable({
    model: 'stock',
    initial: 'initial.stock',
    buy: { of: 'sold', soldOut: 'refused', units: 'units' },
    restock: { of: 'cancelled', units: 'units' },
  });
  const stock = (units: number) => observed({ stock: units }, {});

  test('holds when a cancelled unit is sold again', () => {
    const text = 'sold units:1; refused units:1; cancelled@50-150 units:1; sold@120-200 units:1';
    expect(judge(spec, round(text, stock(1))).verdict).toBe('held');
  });

  test('shows the members that are one too many', () => {
    const text = 'sold@0-50 units:2; sold@0-60 units:2; refused@0-70 units:3; sold@0-80 units:1';
    expect(judge(spec, round(text, stock(4)))).toMatchObject({ verdict: 'violated', witness: [0, 1, 3] });
  });

  test('shows who was refused though there was enough', () => {
    expect(judge(spec, round('refused@0-10 units:2', stock(2)))).toMatchObject({
      verdict: 'violated',
      measured: 'member 0 asked for 2 and was told sold out, but 2 units are left',
      witness: [0],
    });
  });

  test('agrees with `inventory` on single units, and says of which kind the fault is', () => {
    const single = linearizable({ model: 'stock', initial: 2, buy: { of: 'sold', soldOut: 'refused' } });
    expect(judge(single, round('sold@0-20; sold@0-30; sold@0-40'))).toMatchObject({
      measured: '3 units were sold of 2',
      witness: [0, 1, 2],
    });
    expect(judge(single, round('sold@0-5; refused@0-10; sold@11-20'))).toMatchObject({
      measured: 'a unit was sold after somebody had been told that none is left',
      witness: [1, 2],
      details: expect.arrayContaining(['Next would have to come:']),
    });
    expect(judge(single, round('sold@0-5; refused@0-10'))).toMatchObject({
      measured: 'the answer was "sold out" while at most 1 of 2 could have been sold',
      witness: [1],
    });
    expect(judge(single, round('sold@0-5; lost@0-; refused@0-10')).verdict).toBe('inconclusive');
  });
});

describe('linearizable: lock', () => {
  const spec = linearizable({
    model: 'lock',
    acquire: { of: 'locked', busy: 'refused', owner: 'who' },
    release: { of: 'unlocked', owner: 'who' },
  });

  test('holds when one after the other has it', () => {
    const text = 'locked@0-10 who:"a"; refused@5-15 who:"b"; unlocked@20-30 who:"a"; locked@25-40 who:"b"';
    expect(judge(spec, round(text)).verdict).toBe('held');
  });

  test('shows two who have it at once', () => {
    expect(judge(spec, round('locked@0-50 who:"a"; locked@0-60 who:"b"; refused@0-70 who:"c"'))).toMatchObject({
      verdict: 'violated',
      measured: 'member 1 got the lock as "b", but "a" holds the lock',
      witness: [0, 1],
    });
  });

  test('shows who was told busy while it was free', () => {
    expect(judge(spec, round('refused@0-10 who:"a"; locked@11-20 who:"b"'))).toMatchObject({
      verdict: 'violated',
      witness: [0],
    });
  });

  test('shows who gave back what was not theirs', () => {
    expect(judge(spec, round('locked@0-10 who:"a"; unlocked@11-20 who:"b"'))).toMatchObject({
      verdict: 'violated',
      measured: expect.stringContaining('member 1 released the lock as "b", but'),
    });
  });

  test('lets a lost release free it, and does not call that held', () => {
    expect(judge(spec, round('locked@0-10 who:"a"; lost@11- who:"a"; locked@20-30 who:"b"')).verdict).toBe(
      'inconclusive',
    );
  });
});

describe('linearizable, beyond its budget', () => {
  test('is inconclusive, and shows how far it came', () => {
    const spec = linearizable({
      model: 'counter',
      initial: 0,
      add: { of: 'ok', by: 'by', result: 'sum' },
      budget: { steps: 100, megabytes: 1 },
    });
    const adds = Array.from({ length: 12 }, (_, member) => `ok by:${member + 1} sum=${member === 11 ? 999 : 77}`);
    expect(judge(spec, round(adds.join(';')))).toMatchObject({ verdict: 'violated' });
    const hard = Array.from({ length: 12 }, (_, member) => `ok by:${2 ** member} sum=${member === 11 ? 1 : 4095}`);
    const silent = linearizable({
      model: 'counter',
      initial: 0,
      final: 'final.n',
      add: { of: 'ok', by: 'by' },
      budget: { steps: 100 },
    });
    expect(judge(silent, round(hard.join(';'), observed({}, { n: 1 })))).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringMatching(/^no order was found within \d+ steps, and not all were tried; raise `budget`/),
      details: expect.arrayContaining(['Next would have to come:']),
    });
  });
});

describe('linearizable: what was observed', () => {
  const spec = linearizable({
    model: 'stock',
    key: 'sku',
    initial: 'initial.stock',
    final: 'final.stock',
    buy: { of: 'sold' },
  });

  test('is inconclusive when it is no number, or not there for an object', () => {
    const sold = 'sold sku="a"';
    expect(judge(spec, round(sold, observed({ stock: null }, { stock: 1 })))).toEqual({
      verdict: 'inconclusive',
      because: 'initial is null, expected a number',
    });
    expect(judge(spec, round(sold, observed({ stock: { b: 1 } }, { stock: 1 })))).toEqual({
      verdict: 'inconclusive',
      because: 'initial is not given for every object, expected a number',
    });
    expect(judge(spec, round(sold, observed({ stock: 1 }, { stock: null })))).toEqual({
      verdict: 'inconclusive',
      because: 'final is null, expected a number',
    });
  });
});
