import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../src/cli/commands.ts';
import { type RunOptions, variable } from '../../../src/cli/options.ts';
import type { PreparedPlan } from '../../../src/cli/prepare-plan.ts';
import type { Json } from '../../../src/support/json.ts';

const asked: RunOptions = {
  var: {},
  tag: [],
  allowHost: [],
  bail: false,
  json: false,
  reporter: [],
  results: 'racehound-results',
  insecure: false,
  waitFor: [],
  waitTimeout: 0,
  progress: 'none',
  quiet: true,
};
const prepared = { loaded: { file: 'a b.race.yaml' }, plan: { seed: 7, rounds: 3 } } as unknown as PreparedPlan;

/** The command without its beginning, which is the same for all. */
function options(more: Partial<RunOptions>): string {
  return runCommand(prepared, { ...asked, ...more }).replace("racehound run 'a b.race.yaml' --seed 7 --rounds 3", '');
}

describe('the command that fires a plan again', () => {
  it('has everything that decides what is sent, and how', () => {
    expect(options({})).toBe('');
    expect(options({ allowHost: ['*.a'], maxRequests: 9, workers: 2, insecure: true, cacert: 'my ca.pem' })).toBe(
      " --allow-host '*.a' --max-requests 9 --workers 2 --insecure --cacert 'my ca.pem'",
    );
  });

  it('spells a variable so that it is read back the same', () => {
    const values: readonly Json[] = [
      ...['plain', '123', '"quoted"', 'true', '', '{', 'a b'],
      ...[5, 12345678901234567890n, { a: ['1', 1] }],
    ];
    for (const value of values) {
      const [, argument = ''] = /^ --var (.*)$/s.exec(options({ var: { x: value } })) ?? [];
      const word = argument.startsWith("'") ? argument.slice(1, -1) : argument;
      expect(variable(word, {})).toEqual({ x: value });
    }
  });

  it('has no value of a variable that is named like a credential', () => {
    expect(options({ var: { adminToken: 'hunter2secret', who: { password: 'hunter2secret' } } })).toBe(
      ' --var adminToken=... --var who=...',
    );
  });
});
