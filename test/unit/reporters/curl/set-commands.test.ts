import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { setCommands } from '../../../../src/reporters/curl/set-commands.ts';

const variables = { captured: { id: 7 }, secrets: { key: 'SHOP_KEY' } };
const step = { place: 0, name: 'set order' };

describe('a step that sets values, in a script', () => {
  it('assigns what was recorded, and makes what came of a capture anew', () => {
    const captured = { order: "it's", count: 5, label: 'order 7' };
    const set = { order: '{{ uuid() }}', count: '{{ int(1, 9) }}', label: 'order {{ id }}' };
    const { commands, needs } = setCommands({ ...step, captured }, { set }, variables, 'prepare-1');
    expect(needs.size).toBe(0);
    const show = 'echo "$captured_order|$captured_count|$captured_label"';
    const script = ['captured_id=8', ...commands, show].join('\n');
    expect(execFileSync('sh', ['-c', script]).toString()).toBe("it's|5|order 8\n");
  });

  it('asks for what was hidden, and for the secrets of the scenario', () => {
    const captured = { token: '[redacted 2]', both: 'a [redacted 1]' };
    const set = { token: '{{ uuid() }}', both: 'a {{ secrets.key }}' };
    const { commands, needs } = setCommands({ ...step, captured }, { set }, variables, 'prepare-1');
    expect([...needs.keys()]).toEqual(['SECRET_2', 'SHOP_KEY']);
    expect(commands.slice(1, 3)).toEqual(['captured_token="${SECRET_2}"', 'captured_both=\'a \'"${SHOP_KEY}"']);
  });
});
