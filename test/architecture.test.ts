import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** For each room the rooms that it may import; `T` allows types only. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  support: [],
  history: ['support'],
  linearizability: ['support'],
  expr: ['history', 'support'],
  invariants: ['linearizability', 'expr', 'history', 'support'],
  scenario: ['invariants', 'expr', 'support', 'history'],
  plan: ['scenario', 'expr', 'history T', 'support'],
  transports: ['plan T', 'history', 'support'],
  engine: ['transports', 'plan T', 'expr', 'history', 'support'],
  analysis: ['invariants', 'history', 'plan T', 'support'],
  reporters: ['analysis T', 'history T', 'support'],
  importers: ['scenario', 'support'],
  lab: ['support'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const source = resolve(import.meta.dirname, '../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = files.flatMap(importsOf);

/** Every import or re-export of a file of ours, as paths below `src`. */
function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'";]*?)from\s+'(\.[^']+)'/g;
  return [...text.matchAll(statement)].map(([, type, names = '', target = '']) => ({
    from: file,
    to: relative(source, resolve(source, dirname(file), target)),
    typeOnly: type !== undefined || onlyTypes(names),
  }));
}

/** `{ type A, type B }` brings in nothing that runs. */
function onlyTypes(names: string): boolean {
  const listed = names
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return listed.length > 0 && listed.every((name) => name.startsWith('type '));
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

describe('architecture', () => {
  it('reads imports from every room', () => {
    expect(new Set(imports.map(({ from }) => roomOf(from)))).toEqual(
      new Set([...Object.keys(allowed).filter((room) => room !== 'support'), 'support', 'cli']),
    );
  });

  it('lets rooms import only the rooms of the table', () => {
    const offences = imports.filter(({ from, to, typeOnly }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      if (room === other || room === 'cli') return false;
      const may = allowed[room] ?? [];
      return !may.includes(other) && !(typeOnly && may.includes(`${other} T`));
    });
    expect(offences.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('has no circles among files', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file) || path.includes(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('touches standard streams, arguments and exit codes in the command line and the entries of child processes only', () => {
    const offenders = files.filter((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      return !['cli', 'lab'].includes(roomOf(file)) && /process\.(exit|stdout|stderr|env|argv)|console\./.test(text);
    });
    expect(offenders).toEqual([]);
  });

  it('keeps every file below the hard limit of lines', () => {
    const long = files
      .map((file) => ({ file, lines: readFileSync(join(source, file), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });
});
