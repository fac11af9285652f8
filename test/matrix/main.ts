import { parseArgs } from 'node:util';
import { services } from '../../src/lab/index.ts';
import { seldomHit, telling } from './caught.ts';
import { type Column, huntTwin } from './hunt.ts';
import { startLabProcess } from './lab-process.ts';
import { explained, matrixTable, sum, valid } from './table.ts';

/*
 * npm run matrix: every class against both twins, then `--repeat N` times the mended column alone, which nothing may ever violate.
 * `--rounds N` sets the rounds of each hunt, `--only a,b` takes some classes; `--tls` and `--http2` are those of the lab. Ends with 1
 * when a twin is not what it should be.
 */

const { values } = parseArgs({
  options: {
    repeat: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
    tls: { type: 'boolean', default: false },
    http2: { type: 'boolean', default: false },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const rounds = Number(values.rounds);
const repeat = Number(values.repeat);
const only = values.only?.split(',');

const lab = await startLabProcess(
  ...(['tls', 'http2'] as const).filter((name) => values[name]).map((name) => `--${name}`),
);
try {
  const classes = services
    .map(({ name }) => name)
    .filter((name) => !lab.leftOut.includes(name) && (only?.includes(name) ?? true));
  const racy = await huntTwin('racy', classes, lab, rounds);
  const mended = await huntTwin('mended', classes, lab, rounds);
  say(matrixTable(racy, mended));
  for (const line of seldomHit(racy)) say(line);
  const wrong = [...escaped(racy), ...notHeld(mended, 'mended')];
  let validRounds = validRoundsOf(mended);
  for (let repetition = 2; repetition <= repeat; repetition += 1) {
    const column = await huntTwin('mended', classes, lab, rounds);
    const open = notHeld(column, `repetition ${repetition}: mended`);
    const again = [...column].filter(([, { hunts }]) => hunts.length > 1).map(([name]) => name);
    validRounds += validRoundsOf(column);
    wrong.push(...open);
    say(
      `repetition ${repetition} of ${repeat}: ${column.size - open.length} of ${column.size} held` +
        (again.length === 0 ? '' : `, hunted again after an inconclusive hunt: ${again.join(', ')}`),
    );
  }
  if (wrong.length === 0)
    say(
      `every racy twin was caught; nothing in the mended column was violated in ${repeat === 1 ? 'one run' : `${repeat} repetitions`}, ${validRounds} valid rounds`,
    );
  for (const line of wrong) say(line);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await lab.stop();
}

/** A line for every racy twin whose bug no hunt has shown. */
function escaped(column: Column): string[] {
  return [...column]
    .filter(([name, { last }]) => telling(name, last.invariants).length === 0)
    .map(([name, hunted]) => `racy ${name}: ${explained(hunted)}`);
}

/** A line for every mended twin that did not hold. */
function notHeld(column: Column, prefix: string): string[] {
  return [...column]
    .filter(([, { last }]) => last.verdict !== 'held')
    .map(([name, hunted]) => `${prefix} ${name}: ${explained(hunted)}`);
}

function validRoundsOf(column: Column): number {
  return [...column.values()].reduce((total, hunted) => total + sum(hunted, valid), 0);
}
