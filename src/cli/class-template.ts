import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Service } from '../lab/index.ts';

type About = Pick<Service, 'name' | 'title' | 'harm' | 'bug' | 'cure' | 'observe'>;

/** Lines to put in the place of some others, or before them; lines are counted from 0. */
interface Edit {
  readonly from: number;
  /** First line that stays; equal to `from` when nothing is taken out. */
  readonly to: number;
  readonly lines: readonly string[];
}

const width = 110;
const firstInstancePort = 8081;

/**
 * A scenario for a service of one's own, made of the scenario that hunts this class in the lab: the lab's addresses are
 * replaced, it tells of the class instead of the lab's service, and everything that is likely to be different is marked CHANGE.
 */
export function classTemplate(about: About, scenario: string, target: string): string {
  const lines = scenario.trimEnd().split('\n');
  const counter = new LineCounter();
  const { contents } = parseDocument(scenario, { lineCounter: counter });
  if (!isMap(contents)) throw new Error(`the scenario of ${about.name} is no map`);
  const lineOf = (offset: number) => counter.linePos(offset).line - 1;
  const edits = contents.items.flatMap((pair) => editsOf(pair, about, lines, lineOf, target));
  const body = apply(edits, lines).filter((line) => !/^\s*#.*\btwins?\b|^# yaml-language-server/.test(line));
  return `${[...header(about), ...body].join('\n')}\n`;
}

function header({ name, title, cure, observe }: About): readonly string[] {
  return [
    `# ${title}: from \`racehound init --class ${name}\`.`,
    '#',
    ...folded(`The cure: ${cure}.`, '# '),
    ...folded(`What to observe: ${observe}.`, '# '),
    '#',
    '# What is marked CHANGE is that of an example: put the requests, answers and figures of your service there. A login goes into',
    '# `auth` or `headers` of a request, and its secret into `secrets: { token: { env: TOKEN } }`.',
    '# `racehound validate` tells what does not fit, `racehound plan` what would be sent.',
    '',
  ];
}

function editsOf(
  { key, value }: Pair,
  { bug, harm }: About,
  lines: readonly string[],
  lineOf: (offset: number) => number,
  target: string,
): readonly Edit[] {
  if (!isScalar(key) || key.range == null) return [];
  const from = lineOf(key.range[0]);
  switch (key.value) {
    case 'target':
      return [{ from, to: from + 1, lines: [`target: ${address(target)} # CHANGE: the base URL of your service`] }];
    case 'tags':
      return [{ from, to: from + 1, lines: [(lines[from] ?? '').replace('smoke, ', '')] }];
    case 'description': {
      const to = from + 1 + lines.slice(from + 1).findIndex((line) => /^\S/.test(line));
      return [{ from, to, lines: ['description: >-', ...folded(`The bug: ${bug}. The harm: ${harm}.`, '  ')] }];
    }
    case 'instances':
      return isMap(value) ? instances(value, lineOf, target) : [];
    case 'variables':
      return [marked(from, lines, exampleFigures)];
    case 'invariants':
      return invariants(value, lines, lineOf);
    case 'outcomes':
      return [marked(from, lines, 'how your service answers')];
    case 'setup':
    case 'prepare':
    case 'observe':
    case 'teardown':
      return steps(value, lines, lineOf);
    case 'burst':
      return isMap(value) ? steps(value.get('requests'), lines, lineOf) : [];
    default:
      return [];
  }
}

function instances(map: YAMLMap, lineOf: (offset: number) => number, target: string): readonly Edit[] {
  return map.items.flatMap(({ key }, index) => {
    if (!isScalar(key) || key.range == null) return [];
    const from = lineOf(key.range[0]);
    const instance = `{ url: ${address(target)}, connectTo: "127.0.0.1:${firstInstancePort + index}" }`;
    const note = index === 0 ? ' # CHANGE: the name that all of them have, and host:port of each' : ' # CHANGE';
    return [{ from, to: from + 1, lines: [`  ${String(key.value)}: ${instance}${note}`] }];
  });
}

/** As YAML, also between braces: the brackets of an IPv6 address would begin a list. */
function address(url: string): string {
  return /^[\w:./-]+$/.test(url) ? url : JSON.stringify(url);
}

/** Marks each step that sends a request. */
function steps(value: unknown, lines: readonly string[], lineOf: (offset: number) => number): readonly Edit[] {
  if (!isSeq<Node>(value)) return [];
  return value.items.flatMap((step) => {
    if (!isMap(step) || !step.has('request') || step.range == null) return [];
    const when = step.has('at') || step.has('every') ? ', when it is sent' : '';
    const where = step.has('capture') ? ', and where its answer has the values' : '';
    return [marked(lineOf(step.range[0]), lines, `your request${when}${where}`)];
  });
}

const exampleFigures = 'the figures of the example';

/** Marks each invariant that names a figure, or a list of texts, of the example. 0 and 1 mean the same for every service. */
function invariants(value: unknown, lines: readonly string[], lineOf: (offset: number) => number): readonly Edit[] {
  if (!isSeq<Node>(value)) return [];
  return value.items.flatMap((invariant) => {
    if (invariant.range == null) return [];
    const [from, last] = [lineOf(invariant.range[0]), lineOf(invariant.range[1] - 1)];
    const demand = lines.slice(from, last + 1).filter((line) => !/^\s*(?:- )?(?:name|message):|^\s*#/.test(line));
    const isOfExample = demand.some((line) =>
      /(?<![\w.])(?:[2-9]|\d{2,})(?:us|ms|s|m)?\b|\["/.test(line.replace(/ #.*/, '')),
    );
    return isOfExample ? [marked(from, lines, exampleFigures)] : [];
  });
}

function marked(from: number, lines: readonly string[], what: string): Edit {
  const indent = /^\s*/.exec(lines[from] ?? '')?.[0] ?? '';
  return { from, to: from, lines: [`${indent}# CHANGE: ${what}`] };
}

/** From the last to the first, so that the places of the others stay. */
function apply(edits: readonly Edit[], lines: readonly string[]): readonly string[] {
  const result = [...lines];
  for (const { from, to, lines: put } of edits.toSorted((a, b) => b.from - a.from))
    result.splice(from, to - from, ...put);
  return result;
}

/** Words in lines that are not too long, each behind the indent. */
function folded(text: string, indent: string): readonly string[] {
  const result: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = result.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) result.push(`${indent}${word}`);
    else result[result.length - 1] = `${line} ${word}`;
  }
  return result;
}
