import { describe, expect, it } from 'vitest';
import { changedCommands, checkCommand, runCommand } from '../../../src/cli/commands.ts';
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

describe('the commands of a run that was judged by a changed scenario', () => {
  const checked = { scenario: 'new.race.yaml', only: 'the shop', target: 'http://127.0.0.1:1', var: { buyers: 5 } };

  it('judge it so again', () => {
    expect(checkCommand('results/1', { ...checked, environment: 'local' })).toBe(
      "racehound check results/1 --only 'the shop' --scenario new.race.yaml --target http://127.0.0.1:1 --environment local --var buyers=5",
    );
    expect(checkCommand('results/1', { var: {} })).toBe('racehound check results/1');
  });

  it('fire what the changed scenario says, with the settings of the recorded run', () => {
    const recorded = {
      file: 'a b.race.yaml',
      replay: runCommand(prepared, asked),
      replayRun: 'racehound replay results/1',
    };
    const given = ' --target http://127.0.0.1:1 --var buyers=5';
    expect(changedCommands(recorded, 'new.race.yaml', checked)).toEqual({
      replay: `racehound run new.race.yaml --seed 7 --rounds 3${given}`,
      replayRun: `racehound replay results/1 --scenario new.race.yaml --changed${given}`,
    });
  });
});
