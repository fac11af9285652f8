import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { createProgram } from '../../src/cli/program.ts';
import { systemConsole } from '../../src/cli/console.ts';

const root = resolve(import.meta.dirname, '../..');
const pages = ['.', 'docs', 'src', 'test', 'scenarios'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file)),
);

/** Text without code, in which brackets mean something else. */
function prose(page: string): string {
  return readFileSync(join(root, page), 'utf8')
    .replace(/```.*?```/gs, '')
    .replace(/`[^`\n]*`/g, '');
}

/** The anchors that GitHub and GitLab give to headings. */
function anchors(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8').replace(/```.*?```/gs, '');
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

/** What is wrong with the links of a page. */
function brokenLinks(page: string): readonly string[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return [`${page}: ${link}: there is no ${target}`];
    if (anchor === undefined || statSync(join(root, target)).isDirectory()) return [];
    return anchors(target).includes(anchor) ? [] : [`${page}: ${link}: no heading makes #${anchor}`];
  });
}

describe('the documentation', () => {
  it.each(pages)('%s links to what is there', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('has no page in docs that the front page, or a page that it links to, does not lead to', () => {
    const reached = new Set<string>();
    const visit = (page: string) => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const [, link = ''] of prose(page).matchAll(/\]\(([^)#\s]+\.md)[^)]*\)/g))
        if (!/^[a-z]+:/.test(link)) visit(relative(root, resolve(root, dirname(page), link)));
    };
    visit('README.md');
    expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
  });

  it('explains every exit code', () => {
    const page = readFileSync(join(root, 'docs/exit-codes.md'), 'utf8');
    for (const code of Object.values(exitCodes)) expect(page).toMatch(new RegExp(`^\\| ${code} \\| `, 'm'));
  });

  it('shows only commands and flags that there are', () => {
    const program = createProgram(
      (color) => systemConsole(color, new AbortController().signal),
      () => undefined,
    );
    const wrong = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/racehound (\w+)((?:[^\n`|;&]|\\\n)*)/g)].flatMap(
        ([, name = '', rest = '']) => {
          const command = program.commands.find((each) => each.name() === name);
          if (command === undefined) return name === 'help' ? [] : [`${page}: racehound ${name}`];
          const known = [...command.options, ...program.options].flatMap(({ long, short }) => [long, short]);
          const flags = [
            ...rest
              .replace(/ #.*/, '')
              .replace(/"[^"]*"/g, '')
              .matchAll(/(?<=\s)--?[a-z][a-z\d-]*/g),
          ].map(([flag]) => flag);
          return flags
            .filter((flag) => flag !== '--help' && !known.includes(flag))
            .map((flag) => `${page}: racehound ${name} ${flag}`);
        },
      ),
    );
    expect(wrong).toEqual([]);
  });
});
