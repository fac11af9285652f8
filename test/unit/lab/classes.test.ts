import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { services } from '../../../src/lab/index.ts';

const names = services.map(({ name }) => name);

describe('the table of the classes', () => {
  it('has a scenario and a file for every class, a class for every scenario, and no name twice', () => {
    const files = readdirSync('scenarios').filter((file) => file.endsWith('.race.yaml'));
    expect(files.toSorted()).toEqual(names.map((name) => `${name}.race.yaml`).toSorted());
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(existsSync(`src/lab/services/${name}.ts`)).toBe(true);
  });

  it('tells of each class in lines of plain words', () => {
    for (const { title, harm, bug, cure, observe } of services) {
      expect(title).toMatch(/^[A-Z][^.]+$/);
      for (const text of [harm, bug, cure, observe]) expect(text).toMatch(/^[a-zA-Z0-9][^\n]+[^.\n]$/);
    }
  });

  it('loads without the optional packages of the lab', () => {
    const files = readdirSync('src/lab/services').map((file) => readFileSync(`src/lab/services/${file}`, 'utf8'));
    expect(files.length).toBeGreaterThan(services.length);
    for (const text of files) expect(text).not.toMatch(/^import (?!type )[^;]*from '(?:pg|@redis\/client)'/m);
  });
});

describe('docs/classes.md', () => {
  const page = readFileSync('docs/classes.md', 'utf8');
  const sections = new Map(
    page.split(/^### /m).flatMap((section) => {
      const name = /^[^\n]* · `([\w-]+)`\n/.exec(section)?.[1];
      return name === undefined ? [] : [[name, section] as const];
    }),
  );

  it('has one section for every class, and for no other', () => {
    expect([...sections.keys()].toSorted()).toEqual(names.toSorted());
  });

  it.each(names)('says of %s what must hold, what to observe, and the cure', (name) => {
    for (const part of ['* **Invariant** ', '* **Observe** ', '* **Cure** '])
      expect(sections.get(name)).toContain(part);
  });
});
