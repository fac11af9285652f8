import { Chalk } from 'chalk';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Channel, Console } from '../../../src/cli/console.ts';
import { validate } from '../../../src/cli/validate.ts';
import { shortest, temporaryProject } from '../scenario/temporary-project.ts';

function recording(): { readonly console: Console; readonly written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  const channel = (name: 'out' | 'err'): Channel => ({
    write(text) {
      written[name] += text;
    },
    paint: new Chalk({ level: 0 }),
    width: 100,
    columns: 100,
    onResize: () => () => undefined,
    live: false,
  });
  const console = { out: channel('out'), err: channel('err'), closed: new AbortController().signal, complain() {} };
  return { console, written };
}

it('a valid scenario whose host a run would refuse is valid, with that word on stderr', () => {
  const file = join(temporaryProject({ 's.race.yaml': shortest }), 's.race.yaml');
  const { console, written } = recording();
  expect(validate([file], { var: {}, tag: [], target: 'http://10.255.255.1' }, console)).toBe(0);
  expect(written.out).toContain('✓');
  expect(written.err).toMatch(
    /a run is refused: the host 10\.255\.255\.1 is neither .*--allow-host 10\.255\.255\.1\n$/,
  );
  expect(validate([file], { var: {}, tag: [] }, console)).toBe(0);
  expect(written.err.match(/refused/g)).toHaveLength(1);
});
