import { describe, expect, test } from 'vitest';
import { judge, round } from './history-builder.ts';

const lock = { acquire: 'lock.granted', release: 'unlock.ok', owner: 'who' };
const plain = { mutualExclusion: lock };

describe('mutualExclusion', () => {
  test('holds when each grant follows what was sent to give the lock back', () => {
    const text =
      'lock:granted@0-10 who:1; unlock:ok@20-30 who:1; lock:granted@5-40 who:2; lock:refused@0-9 who:3; unlock:ok@50-60 who:2';
    expect(judge(plain, round(text))).toEqual({ verdict: 'held', measured: '2 grants, no two at once' });
  });

  test('shows two owners that both hold it for certain', () => {
    const text = 'lock:granted@0-10 who:1; unlock:ok@2000-3000 who:1; lock:granted@5-1000 who:2';
    expect(judge(plain, round(text))).toEqual({
      verdict: 'violated',
      expected: 'one owner at a time holds what lock.granted grants',
      measured: '1 (member 0) and 2 (member 2) both held it from 1 µs to 2 µs',
      witness: [0, 2],
      because: 'both were told so, before anything was sent that may have freed it, and within the lease',
      details: ['member 0 (owner 1): held from 0 µs to 2 µs for certain', 'member 2 (owner 2): held from 1 µs on'],
    });
  });

  test('counts a release that was held back at its headers from the instant at which it was let go', () => {
    const { operations, ...rest } = round('lock:granted@0-10 who:1; unlock:ok@0-3000 who:1; lock:granted@5-1000 who:2');
    const late = operations.map((each) => (each.request === 'unlock' ? { ...each, releasedAtNs: 2000 } : each));
    const held = { ...rest, operations: late };
    const headers = {
      method: 'last-byte',
      protocol: 'http/1.1',
      hold: 'headers',
      threads: 1,
      connections: 'warm',
    } as const;
    expect(judge(plain, { ...held, delivery: headers })).toMatchObject({ verdict: 'violated', witness: [0, 2] });
    expect(judge(plain, { ...held, delivery: { ...headers, hold: 'end' } }).verdict).toBe('held');
  });

  test('finds the two among many, also behind a long hold of one of them', () => {
    const text =
      'lock:granted@0-1 who:1; lock:granted@3-4 who:1; unlock:ok@5-6 who:1; lock:granted@7-8 who:2; unlock:ok@9-10 who:2; lock:granted@10-12 who:3; lock:granted@11-13 who:4';
    expect(judge(plain, round(text))).toMatchObject({ verdict: 'violated', witness: [5, 6] });
  });

  test('does not blame holds that share a single instant', () => {
    expect(judge(plain, round('lock:granted@0-10 who:1; unlock:ok@20-30 who:1; lock:granted@5-20 who:2')).verdict).toBe(
      'held',
    );
  });

  test('ends a hold where a release of unknown outcome was sent, or one of an unknown owner', () => {
    expect(judge(plain, round('lock:granted@0-10 who:1; unlock:lost@20- who:1; lock:granted@5-40 who:2')).verdict).toBe(
      'held',
    );
    expect(judge(plain, round('lock:granted@0-10 who:1; unlock:lost@20-; lock:granted@5-40 who:2')).verdict).toBe(
      'held',
    );
    expect(
      judge(plain, round('lock:granted@0-10 who:1; unlock:limited@20-30 who:1; lock:granted@5-40 who:2')).verdict,
    ).toBe('held');
    expect(
      judge(plain, round('lock:granted@0-10 who:1; unlock:refused@20-30 who:1; lock:granted@5-40 who:2')).verdict,
    ).toBe('violated');
  });

  test('makes no hold of a grant whose owner had sent a release that may come after it', () => {
    expect(judge(plain, round('unlock:ok@0-10 who:1; lock:granted@5-20 who:1; lock:granted@5-40 who:2')).verdict).toBe(
      'held',
    );
    expect(judge(plain, round('unlock:lost@0- who:1; lock:granted@15-20 who:1; lock:granted@5-40 who:2')).verdict).toBe(
      'held',
    );
    expect(judge(plain, round('unlock:ok@0-10 who:1; lock:granted@15-20 who:1; lock:granted@5-40 who:2')).verdict).toBe(
      'violated',
    );
  });

  test('lets a lease run out, from the earliest instant at which it may have begun', () => {
    const leased = { mutualExclusion: { ...lock, lease: '1us' } };
    expect(judge(leased, round('lock:granted@0-10 who:1; lock:granted@20-990 who:2')).verdict).toBe('held');
    expect(judge(leased, round('lock:granted@0-10 who:1; lock:granted@20-989 who:2')).verdict).toBe('violated');
  });

  test('lets an owner have it twice', () => {
    expect(judge(plain, round('lock:granted@0-10 who:1; lock:granted@5-20 who:1')).verdict).toBe('held');
  });

  test('tells locks apart', () => {
    const spec = { mutualExclusion: { ...lock, lock: 'room' } };
    expect(judge(spec, round('lock:granted who:1 room:"a"; lock:granted who:2 room:"b"')).verdict).toBe('held');
    expect(judge(spec, round('lock:granted who:1 room:"a"; lock:granted who:2 room:"a"')).verdict).toBe('violated');
  });

  test('shows a fencing token that did not grow, and one that two owners have', () => {
    const spec = { mutualExclusion: { ...lock, token: 'fence' } };
    const turns = (one: number, other: number) =>
      `lock:granted@0-10 who:1 fence=${one}; unlock:ok@12-13 who:1; lock:granted@14-20 who:2 fence=${other}`;
    expect(judge(spec, round(turns(7, 8))).verdict).toBe('held');
    expect(judge(spec, round(turns(8, 7)))).toMatchObject({
      verdict: 'violated',
      expected: 'fencing tokens grow from grant to grant',
      measured: 'members 0 and 2 were granted one after the other with 8 and 7',
      witness: [0, 2],
    });
    expect(judge(spec, round(turns(7, 7)))).toMatchObject({ measured: 'members 0 and 2 both have 7', witness: [0, 2] });
    const overlapping = 'lock:granted@0-10 who:1 fence=8; unlock:ok@9-13 who:1; lock:granted@9-20 who:2 fence=7';
    expect(judge(spec, round(overlapping)).verdict).toBe('held');
    expect(judge(spec, round('lock:granted who:1'))).toMatchObject({ verdict: 'inconclusive' });
  });

  test('blames no "busy" while somebody may have the lock of whom nobody knows who it is', () => {
    const spec = { mutualExclusion: { acquire: 'lock.granted', owner: 'owner', busy: 'lock.refused' } };
    for (const unreadable of ['lock:granted', 'lock:lost'])
      expect(judge(spec, round(`${unreadable}@0-10; lock:refused@20-30 owner="b"`)).verdict).not.toBe('violated');
    expect(judge(spec, round('lock:granted@40-50; lock:refused@20-30 owner="b"')).verdict).toBe('violated');
  });

  test('shows who was told that it is busy while it was free', () => {
    const spec = { mutualExclusion: { ...lock, busy: 'lock.refused' } };
    const taken = 'lock:granted@0-10 who:1; unlock:ok@20-30 who:1';
    expect(judge(spec, round(`${taken}; lock:refused@30-40 who:2`)).verdict).toBe('held');
    expect(judge(spec, round(`${taken}; lock:refused@31-40 who:2`))).toEqual({
      verdict: 'violated',
      expected: 'nobody is told lock.refused while the lock is free',
      measured: 'member 2 was told lock.refused, and nobody can have held the lock from its start to its end',
      witness: [2],
      because: 'every acquire that was sent in time is known to have failed, or to be given back before',
      details: ['member 0 (owner 1): held from 0 µs to 0 µs for certain'],
    });
    expect(judge(spec, round(`${taken}; lock:refused@31-40 who:2; lock:lost@40- who:3`)).verdict).toBe('held');
    expect(judge(spec, round(`${taken}; lock:refused@31-40 who:2; lock:limited@40-50 who:3`)).verdict).toBe('held');
    expect(judge(spec, round(`${taken}; lock:refused@31-40 who:2; lock:lost@41- who:3`))).toMatchObject({
      because: '1 unknown acquire began after it was over',
    });
    expect(judge(spec, round('lock:granted@0-10 who:1; unlock:lost@20- who:1; lock:refused@31-40 who:2')).verdict).toBe(
      'held',
    );
    expect(
      judge(
        spec,
        round('lock:granted@0-10 who:1; lock:granted@0-10 who:1; unlock:ok@20-30 who:1; lock:refused@31-40 who:2'),
      ).verdict,
    ).toBe('held');
  });

  test('is undecided where an unknown acquire would have to share the lock', () => {
    expect(judge(plain, round('lock:granted@0-10 who:1; lock:lost@0- who:2'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'nobody knows whether 1 acquire of unknown outcome got the lock too, the first by member 1',
    });
    expect(judge(plain, round('lock:granted@0-10 who:1; unlock:ok@20-30 who:1; lock:lost@0- who:2')).verdict).toBe(
      'held',
    );
    expect(judge(plain, round('lock:lost@0- who:1; lock:lost@0- who:2')).verdict).toBe('held');
  });

  test('is inconclusive without an owner, unless the others suffice', () => {
    expect(judge(plain, round('lock:granted@0-10'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'member 0 was granted the lock, but its owner or its lock is not known',
    });
    expect(judge(plain, round('lock:granted@0-10; lock:granted who:1; lock:granted who:2')).verdict).toBe('violated');
  });

  test('takes a lost release for no acquire where outcomes alone are named', () => {
    const spec = { mutualExclusion: { acquire: 'granted', release: 'unlock', owner: 'who' } };
    expect(judge(spec, round('lock:granted@0-10 who:1; unlock:lost@20- who:1')).verdict).toBe('held');
  });

  test('holds in an empty round', () => {
    expect(judge(plain, round('')).verdict).toBe('held');
  });
});
