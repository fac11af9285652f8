import { describe, expect, test } from 'vitest';
import { judge, observed, round } from './history-builder.ts';

const chain = { versionChain: { of: 'ok', from: 'base', to: 'made' } };
const whole = {
  versionChain: { of: 'ok', from: 'base', to: 'made', initial: 'initial.version', final: 'final.version' },
};
const versions = (initial: number | string, final: number | string) =>
  observed({ version: initial }, { version: final });

describe('versionChain', () => {
  test('holds when the writes are one chain, in whatever order they came', () => {
    expect(judge(whole, round('ok base:2 made=3; ok base:1 made=2; refused base:1', versions(1, 3)))).toEqual({
      verdict: 'held',
      measured: '2 writes in one chain',
    });
    expect(judge(chain, round('ok base:2 made=3; ok base:1 made=2')).verdict).toBe('held');
  });

  test('shows the two earliest writes that replaced one version', () => {
    const text = 'ok@3-9 base:1 made=2; ok@1-9 base:1 made=2; ok@2-9 base:1 made=3';
    expect(judge(chain, round(text))).toEqual({
      verdict: 'violated',
      expected: 'every version is replaced by one ok at most',
      measured: 'version 1 was replaced by members 1, 2',
      witness: [1, 2],
      because: 'the effect of every operation is known',
      details: ['member 1: 1 → 2', 'member 2: 1 → 3', 'member 0: 1 → 2'],
    });
  });

  test('shows a version that was replaced though nobody made it', () => {
    expect(judge(whole, round('ok base:1 made=2; ok base:7 made=8', versions(1, 2)))).toMatchObject({
      verdict: 'violated',
      measured: 'version 7 was replaced by member 1, but nobody made it',
      witness: [1],
    });
  });

  test('shows a last version that nobody made, and one that was replaced though it is the last', () => {
    expect(judge(whole, round('ok base:1 made=2', versions(1, 9)))).toMatchObject({
      verdict: 'violated',
      measured: 'the last version 9 was made by no ok',
      witness: [],
    });
    expect(judge(whole, round('ok base:1 made=2', versions(1, 1)))).toMatchObject({
      verdict: 'violated',
      measured: 'version 1 was replaced by member 0, and it is the last one',
      witness: [0],
    });
  });

  test('shows writes that go round in a circle far from the first version', () => {
    expect(judge(whole, round('ok base:1 made=2; ok base:5 made=6; ok base:6 made=5', versions(1, 2)))).toMatchObject({
      verdict: 'violated',
      measured: '2 chains that no write links',
    });
  });

  test('shows a write that was done before the one that it follows in the chain was sent', () => {
    const early = round('ok@0-10 base:2 made=3; ok@20-30 base:1 made=2', versions(1, 3));
    expect(judge(whole, early)).toMatchObject({
      verdict: 'violated',
      measured: 'member 0 had replaced version 2 before member 1, which made it, was sent',
      witness: [0, 1],
    });
    const far = round('ok@0-10 base:3 made=4; ok@5-40 base:2 made=3; ok@20-30 base:1 made=2', versions(1, 4));
    expect(judge(whole, far)).toMatchObject({
      verdict: 'violated',
      measured: 'member 0 was done before member 2 was sent, but stands behind it in the chain',
      witness: [0, 2],
    });
  });

  test('allows versions to come back, as hashes of contents do', () => {
    const text = 'ok base:"a" made="b"; ok base:"b" made="a"; ok base:"a" made="c"; ok base:"c" made="c"';
    expect(judge(whole, round(text, versions('a', 'c'))).verdict).toBe('held');
  });

  test('compares entity tags without what servers and proxies add to them', () => {
    const text = String.raw`ok base:"\"v1-gzip\"" made="\"v2\""; ok base:"W/\"v2\"" made="\"v3\""`;
    expect(judge(whole, round(text, versions('W/"v1"', '"v3-gzip"'))).verdict).toBe('held');
    expect(judge(whole, round('ok base:1 made="2"; ok base:"2" made=3', versions('1', 3))).verdict).toBe('held');
  });

  test('lets an unknown write bridge one gap, from a version that is left over', () => {
    expect(judge(whole, round('ok base:1 made=2; ok base:3 made=4; lost', versions(1, 4))).verdict).toBe(
      'inconclusive',
    );
    expect(judge(whole, round('ok base:1 made=2; ok base:3 made=4; lost base:2', versions(1, 4))).verdict).toBe(
      'inconclusive',
    );
    expect(judge(whole, round('ok base:1 made=2; ok base:3 made=4; lost base:1', versions(1, 4)))).toMatchObject({
      verdict: 'violated',
      because: "1 unknown operation can't fill the gaps",
    });
    expect(
      judge(whole, round('ok base:1 made=2; ok base:3 made=4; ok base:7 made=8; lost', versions(1, 8))),
    ).toMatchObject({
      verdict: 'violated',
      witness: [1, 2],
    });
    expect(judge(chain, round('ok base:1 made=2; ok base:1 made=3; limited')).verdict).toBe('inconclusive');
    expect(judge(chain, round('ok base:1 made=2; ok base:1 made=3; lost base:1')).verdict).toBe('violated');
  });

  test('holds in spite of an unknown write when the first and the last version leave it no part', () => {
    expect(judge(whole, round('ok base:1 made=2; lost base:1', versions(1, 2))).verdict).toBe('held');
    expect(judge(chain, round('ok base:1 made=2; lost base:1'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'nobody knows whether member 1 wrote a version; initial and final would tell',
    });
  });

  test('is inconclusive without a version, unless the others suffice', () => {
    expect(judge(chain, round('ok base:1; ok base:2 made=3'))).toMatchObject({
      verdict: 'inconclusive',
      because: 'member 0 has no version to read as `to`',
    });
    expect(judge(chain, round('ok made=2; ok base:2 made=3')).verdict).toBe('inconclusive');
    expect(judge(chain, round('ok base:1; ok base:1 made=3; ok base:1 made=4')).verdict).toBe('violated');
    expect(judge(whole, round('ok base:1 made=2')).verdict).toBe('inconclusive');
  });

  test('holds in an empty round whose version did not change', () => {
    expect(judge(whole, round('', versions(1, 1))).verdict).toBe('held');
    expect(judge(whole, round('', versions(1, 2)))).toMatchObject({ verdict: 'violated', witness: [] });
    expect(judge(chain, round('')).verdict).toBe('held');
  });
});
