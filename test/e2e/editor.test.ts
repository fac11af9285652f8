import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findScenarios } from '../../src/scenario/index.ts';
import { fixture, racehound } from './cli.ts';
import { LanguageServer, type Place } from './language-server.ts';

const { inFolder } = fixture();
const server = new LanguageServer();
let schema = '';
beforeAll(async () => {
  await server.start();
  schema = (await racehound(['schema'], '.')).stdout;
});
afterAll(() => server.stop());

/** Opens a scenario beside the schema that the tool prints; the place of `|` in it, which is taken out. */
async function opened(
  marked: string,
): Promise<{ readonly path: string; readonly place: Place; readonly complaints: readonly string[] }> {
  const folder = inFolder({ 'scenario.schema.json': schema });
  const path = join(folder, 's.race.yaml');
  const text = `# yaml-language-server: $schema=scenario.schema.json\n${marked}`;
  const before = text.slice(0, text.indexOf('|')).split('\n');
  const place = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const diagnostics = await server.open(path, text.replace('|', ''));
  return { path, place, complaints: diagnostics.map(({ message }) => message) };
}

describe('an editor with the YAML language server', () => {
  it.each(findScenarios(['scenarios']))('finds nothing wrong with %s', async (path) => {
    expect(readFileSync(path, 'utf8')).toMatch(/^# yaml-language-server: \$schema=/);
    expect(await server.open(path)).toEqual([]);
    // That it says nothing is worth something only where it would say something.
    const mistaken = await server.open(
      path.replace('.race.', '.typo.race.'),
      `${readFileSync(path, 'utf8')}\nburts: {}\n`,
    );
    expect(mistaken).toMatchObject([{ message: expect.stringContaining('burts') as string }]);
  });

  it('finds nothing wrong with what init writes', async () => {
    const { stdout } = await racehound(['init', '-'], inFolder({}));
    expect((await opened(`${stdout}|`)).complaints).toEqual([]);
  });

  it.each([
    ['at the top', '|', ['name', 'burst', 'invariants', 'prepare']],
    ['in the burst', 'burst:\n  |', ['window', 'sync', 'requests']],
    [
      'in a request of the burst',
      'burst:\n  requests:\n    - name: buy\n      |',
      ['count', 'request', 'json', 'capture'],
    ],
    ['in a step', 'prepare:\n  - request: GET /\n    |', ['expect', 'capture', 'retry']],
    ['for a choice', 'burst:\n  sync: |', ['auto', 'single-packet', 'last-byte', 'barrier']],
    ['in an invariant', 'invariants:\n  - |', ['count', 'unique', 'conserved', 'assert']],
    ['in one kind of it', 'invariants:\n  - count:\n      |', ['of', 'exactly', 'atMost']],
  ])('completes %s', async (_, text, expected) => {
    const { path, place } = await opened(text);
    const labels = (await server.complete(path, place)).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    ['of the top', 'roun|ds: 3', 'how often the burst is fired'],
    ['of the burst', 'burst:\n  win|dow: 1ms', 'a wider measured spread makes the round inconclusive'],
    ['of a step', 'prepare:\n  - req|uest: GET /', 'HTTP request line'],
    ['of an invariant', 'invariants:\n  - cou|nt: { of: ok, exactly: 1 }', 'outcome'],
    ['of an outcome', 'outcomes:\n  sold: { sta|tus: 201 }', 'status'],
  ])('explains a key %s, with an example', async (_, text, expected) => {
    const { path, place } = await opened(text);
    const hover = await server.hover(path, place);
    expect(hover).toContain(expected);
    expect(hover).toMatch(/Example/i);
  });

  it('marks an unknown key', async () => {
    const { complaints } = await opened('burts: {}|\n');
    expect(complaints.join('\n')).toMatch(/burts/);
  });
});
