import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, defaultOutcomes, type OutcomeRule } from '../../../src/expr/classify.ts';
import type { Exchange, Failure } from '../../../src/history/operation.ts';
import { randomFor } from '../../../src/support/random.ts';
import { answer } from './answers.ts';

const answered = (status: number, body?: string, headers?: [string, string][]): Exchange => ({
  member: 0,
  releasedAtNs: 5,
  answer: answer(status, body, headers),
});
const failed = (kind: Failure['kind'], more: Partial<Exchange> = {}): Exchange => ({
  member: 0,
  failure: { kind, code: 'E', message: 'm' },
  ...more,
});
const rules: readonly OutcomeRule[] = [
  { name: 'sold', request: 'buy', matcher: { status: [201] } },
  { name: 'made', matcher: { status: ['2xx'] } },
  { name: 'refused', matcher: { status: [409], json: { '$.why': 'sold out' } } },
  { name: 'queued', matcher: { status: [504] }, effect: 'ok' },
];

describe('an answer', () => {
  it('has the name of the first rule that matches it, of its own request or of any', () => {
    expect(classify(rules, 'buy', answered(201))).toEqual({ outcome: 'sold', effect: 'ok', limited: false });
    expect(classify(rules, 'refund', answered(201))).toEqual({ outcome: 'made', effect: 'ok', limited: false });
    expect(classify(rules, 'buy', answered(409, '{"why":"sold out"}'))).toEqual({
      outcome: 'refused',
      effect: 'fail',
      limited: false,
    });
  });

  it('is unexpected when no rule matches it', () => {
    expect(classify(rules, 'buy', answered(409, '{}'))).toEqual({
      outcome: 'unexpected',
      effect: 'fail',
      limited: false,
    });
  });

  it.each([
    [101, 'info'],
    [200, 'ok'],
    [303, 'ok'],
    [400, 'fail'],
    [408, 'info'],
    [429, 'fail'],
    [500, 'info'],
    [503, 'info'],
  ])('of status %i has the effect %s, unless its rule says otherwise', (status, effect) => {
    expect(classify([], 'buy', answered(status)).effect).toBe(effect);
    expect(classify([{ name: 'x', matcher: {}, effect: 'ok' }], 'buy', answered(status)).effect).toBe('ok');
  });

  it('of a rate limiter was not executed, unless the scenario has a name for it', () => {
    const limited = { outcome: 'unexpected', effect: 'fail', limited: true };
    expect(classify(rules, 'buy', answered(429))).toEqual(limited);
    expect(classify(rules, 'buy', answered(503, '', [['retry-after', '1']]))).toEqual(limited);
    expect(classify(rules, 'buy', answered(503))).toEqual({ outcome: 'unexpected', effect: 'info', limited: false });
    expect(classify([{ name: 'throttled', matcher: { status: [429] } }], 'buy', answered(429))).toEqual({
      outcome: 'throttled',
      effect: 'fail',
      limited: false,
    });
  });

  it('without outcomes in the scenario is ok or refused, also after the plan went through a copy', () => {
    for (const defaults of [defaultOutcomes, structuredClone(defaultOutcomes)]) {
      expect(classify(defaults, 'buy', answered(204)).outcome).toBe('ok');
      expect(classify(defaults, 'buy', answered(404)).outcome).toBe('refused');
      expect(classify(defaults, 'buy', answered(302)).outcome).toBe('unexpected');
      expect(classify(defaults, 'buy', answered(500))).toEqual({
        outcome: 'unexpected',
        effect: 'info',
        limited: false,
      });
      expect(classify(defaults, 'buy', answered(429))).toEqual({
        outcome: 'unexpected',
        effect: 'fail',
        limited: true,
      });
    }
  });

  it('that was cut short counts by what is known of it', () => {
    const cut = { ...answered(201), ...failed('truncated', { releasedAtNs: 5 }), answer: answer(201, '{"ti') };
    expect(classify(rules, 'buy', cut)).toEqual({ outcome: 'sold', effect: 'ok', limited: false });
    expect(classify(rules, 'buy', failed('truncated', { releasedAtNs: 5 }))).toEqual({
      outcome: 'lost',
      effect: 'info',
      limited: false,
    });
  });

  it('is lost where what is missing of its body would decide', () => {
    const whole: OutcomeRule = { name: 'whole', matcher: { json: { '$.items': 3 } } };
    const empty: OutcomeRule = { name: 'soldOut', matcher: { status: [200], body: 'sold out' } };
    const other: OutcomeRule = { name: 'other', matcher: { status: ['2xx'] } };
    const outcomeOf = (list: readonly OutcomeRule[], status: number, body: string) =>
      classify(list, 'buy', { ...answered(status), answer: { ...answer(status, body), bodyCut: true } }).outcome;
    expect(outcomeOf([whole, other], 200, '{"items":3')).toBe('lost');
    expect(outcomeOf([whole, other], 200, '3')).toBe('lost');
    expect(outcomeOf([empty, other], 200, 'we are so')).toBe('lost');
    expect(outcomeOf([empty, other], 200, 'we are sold out of')).toBe('soldOut');
    expect(outcomeOf([empty, other], 201, 'yo')).toBe('other');
    expect(outcomeOf([other, whole], 200, '{"it')).toBe('other');
  });

  it('is compared with values out of the scope', () => {
    const rule: OutcomeRule = { name: 'mine', matcher: { json: { '$.by': '{{ buyer }}' } } };
    const scope = { names: { buyer: 7 }, random: () => randomFor(1), nowMs: () => 0 };
    expect(classify([rule], 'buy', answered(200, '{"by":7}'), scope).outcome).toBe('mine');
    expect(classify([rule], 'buy', answered(200, '{"by":8}'), scope).outcome).toBe('unexpected');
  });
});

describe('no answer', () => {
  it.each<[string, Exchange]>([
    ['never connected', failed('connect')],
    ['never connected, though already let go', failed('connect', { releasedAtNs: 5 })],
    ['lost before the release', failed('hold', { stagedAtNs: 1 })],
    ['interrupted before the release', failed('aborted', { stagedAtNs: 1 })],
    ['never begun', { member: 3 }],
  ])('is unsent, without effect, for a member that was %s', (_, exchange) => {
    expect(classify(rules, 'buy', exchange)).toEqual({ outcome: 'unsent', effect: 'fail', limited: false });
  });

  it.each<Failure['kind']>(['timeout', 'reset', 'truncated', 'aborted'])(
    'is lost, with an unknown effect, after %s',
    (kind) => {
      expect(classify(rules, 'buy', failed(kind, { releasedAtNs: 5 }))).toEqual({
        outcome: 'lost',
        effect: 'info',
        limited: false,
      });
    },
  );

  it('is lost when the answer had begun but time ran out', () => {
    expect(classify(rules, 'buy', failed('timeout', { releasedAtNs: 5, answer: answer(201) })).outcome).toBe('lost');
  });
});

it('classifies every exchange, and calls nothing certain that was released and not answered', () => {
  const exchange = fc.record(
    {
      member: fc.constant(0),
      releasedAtNs: fc.nat(),
      answer: fc.tuple(fc.integer({ min: 100, max: 599 }), fc.string()).map(([status, body]) => answer(status, body)),
      failure: fc
        .constantFrom<Failure['kind'][]>('connect', 'hold', 'timeout', 'reset', 'truncated', 'aborted')
        .map((kind) => ({ kind, code: '', message: '' })),
    },
    { requiredKeys: ['member'] },
  );
  fc.assert(
    fc.property(exchange, fc.constantFrom(rules, defaultOutcomes, []), (given, chosen) => {
      const { outcome, effect, limited } = classify(chosen, 'buy', given);
      expect(outcome).not.toBe('');
      expect(['ok', 'fail', 'info']).toContain(effect);
      expect(limited || outcome === 'unsent' ? effect : 'fail').toBe('fail');
      expect(outcome === 'lost' ? effect : 'info').toBe('info');
      expect(given.answer === undefined ? ['lost', 'unsent'] : [outcome]).toContain(outcome);
    }),
  );
});
