import { describe, expect, test } from 'vitest';
import { judge, round } from './history-builder.ts';

describe('noErrors', () => {
  test('holds when every answer is below 500', () => {
    expect(judge({ noErrors: true }, round('sold; refused; unexpected#418'))).toEqual({
      verdict: 'held',
      measured: '3 answers, no error',
    });
  });

  test('shows the earliest failure and counts the kinds', () => {
    expect(judge({ noErrors: true }, round('sold; unexpected#503@20-30; lost@10-; unexpected#503'))).toEqual({
      verdict: 'violated',
      expected: 'no errors',
      measured: '2 × status 503, 1 × reset (ECONNRESET)',
      witness: [3],
      because: 'it is about what the client saw, whatever took effect',
      details: ['member 3 (buy): status 503', 'member 2 (buy): reset (ECONNRESET)', 'member 1 (buy): status 503'],
    });
  });

  test('counts half an answer as an error', () => {
    const history = round('sold');
    const cut = history.operations.map((operation) => ({
      ...operation,
      failure: { kind: 'truncated', code: 'UND_ERR_SOCKET', message: 'other side closed' } as const,
    }));
    expect(judge({ noErrors: true }, { ...history, operations: cut }).verdict).toBe('violated');
  });

  test('allows the statuses that it is told to, and no others', () => {
    expect(judge({ noErrors: { allow: [503] } }, round('busy#503')).verdict).toBe('held');
    expect(judge({ noErrors: { allow: [503] } }, round('busy#502'))).toMatchObject({ expected: 'no errors but 503' });
  });

  test('does not count what was never sent', () => {
    expect(judge({ noErrors: true }, round('sold; unsent')).verdict).toBe('held');
  });

  test('holds in an empty round', () => {
    expect(judge({ noErrors: true }, round('')).verdict).toBe('held');
  });
});
