import { harmless } from '../support/visible-text.ts';
import type { Draft, DraftRequest } from './draft.ts';
import { yamlEntry } from './yaml-entry.ts';

const copies = 10;
const exampleTarget = 'http://127.0.0.1:8080';

/** A draft as a scenario file with comments that say what to do with it. `origin` says in a few words where it comes from. */
export function scenarioText(draft: Draft, origin: string): string {
  const { target, secrets, variables, requests, outcomes, notes } = draft;
  const names = requests.map(({ name }) => name).join(' and ');
  const writes = requests.some(({ request }) => !/^(GET|HEAD|OPTIONS) /.test(request));
  return `${[
    ...comment(`Written by \`racehound init\` from ${origin}.`),
    ...notes.flatMap(comment),
    ...yamlEntry('name', `${names} at the same time`, 0),
    ...(target === undefined
      ? ['# The address of your service. `racehound run --target URL` overrides it.']
      : remote(target)),
    ...yamlEntry('target', target ?? exampleTarget, 0),
    '',
    ...(Object.keys(secrets).length === 0 ? [] : [...secretLines(secrets), '']),
    ...(Object.keys(variables).length === 0 ? [] : [...variableLines(variables), '']),
    ...prepareHint,
    'burst: # what collides',
    '  requests:',
    ...requests.flatMap((request) => [...requestLines(request, requests.length === 1), '']).slice(0, -1),
    '',
    ...(outcomes === undefined ? outcomesHint : outcomeLines(outcomes)),
    '',
    ...invariantLines(draft, writes),
  ].join('\n')}\n`;
}

function comment(text: string): readonly string[] {
  return [`# ${harmless(text)}`];
}

function remote(target: string): readonly string[] {
  const { hostname } = new URL(target.includes('{{') ? exampleTarget : target);
  return /^(localhost|127\.|\[::1\])/.test(hostname)
    ? []
    : [
        `# Not loopback: only test what is yours. Allow it with \`--allow-host ${hostname}\`, or with`,
        `# guard: { allowHosts: [${hostname}] } in a racehound.yaml beside this file.`,
      ];
}

function secretLines(secrets: Draft['secrets']): readonly string[] {
  return [
    'secrets: # read from the environment; they appear in no output',
    ...Object.entries(secrets).map(([name, variable]) => `  ${name}: { env: ${variable} }`),
  ];
}

function variableLines(variables: Draft['variables']): readonly string[] {
  return [
    'variables: # values that you must choose; `--var name=value` overrides them',
    ...Object.entries(variables).flatMap(([name, value]) => yamlEntry(name, value, 2)),
  ];
}

const prepareHint = [
  '# Before every round: give it something fresh to fight over, so that no round disturbs the next one.',
  '# prepare:',
  '#   - request: POST /items',
  '#     json: { stock: 1 }',
  '#     capture: { item: $.id } # {{ item }} from here on',
  '# Read before the burst (initial.stock) and after it (final.stock):',
  '# observe:',
  '#   - request: GET /items/{{ item }}',
  '#     capture: { stock: $.stock }',
  '',
];

function requestLines({ name, request, ...rest }: DraftRequest, alone: boolean): readonly string[] {
  return [
    `    - name: ${name}`,
    `      count: ${copies}${alone ? ' # so many at the same time' : ''}`,
    ...yamlEntry('request', request, 6),
    ...Object.entries(rest).flatMap(([key, value]) => yamlEntry(key, value, 6)),
  ];
}

const outcomesHint = [
  '# Your names for the answers. Without them a 2xx is `ok` and a 4xx is `refused`.',
  '# outcomes:',
  '#   done: { status: 201 }',
  '#   refused: { status: 409 }',
];

function outcomeLines(outcomes: NonNullable<Draft['outcomes']>): readonly string[] {
  return [
    'outcomes: # names for the answers that the document tells of; any other answer is `unexpected`',
    ...Object.entries(outcomes).map(([name, statuses]) => `  ${name}: { status: [${statuses.join(', ')}] }`),
  ];
}

function invariantLines({ requests, outcomes }: Draft, writes: boolean): readonly string[] {
  const success = Object.keys(outcomes ?? { ok: [] })[0] ?? 'ok';
  const { name } = requests[0] ?? { name: 'send' };
  return [
    '# What must still be true? Only you know. Take what fits, and say it in your words.',
    'invariants:',
    '  - name: no errors',
    '    noErrors: true',
    ...(outcomes === undefined
      ? []
      : ['  - name: only answers that the document tells of', '    count: { of: unexpected, exactly: 0 }']),
    ...(writes
      ? [
          '  # - name: one of them wins # of each round: so each round needs something new to win, made in `prepare`',
          `  #   count: { of: ${success}, exactly: 1 }`,
          '  # - name: no two get the same',
          `  #   unique: { of: ${success}, value: id } # with capture: { id: $.id } at the request`,
          '  # - name: the books agree with the answers',
          `  #   conserved: { before: initial.stock, after: final.stock, change: { ${success}: -1 } }`,
        ]
      : [
          '  # - name: everybody sees the same',
          `  #   identical: { of: ${name}, value: version } # with capture: { version: $.version } at the request`,
        ]),
  ];
}
