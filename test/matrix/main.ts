import { parseArgs } from 'node:util';
import { services } from '../../src/lab/index.ts';
import { huntTwin } from './hunt.ts';
import { startLabProcess } from './lab-process.ts';
import { explained, matrixTable } from './table.ts';

/*
 * npm run matrix: every class against both twins, then `--repeat N` times the mended column alone, which nothing may ever violate.
 * `--rounds N` sets the rounds of each hunt, `--only a,b` takes some classes. Ends with 1 when a twin is not what it should be.
 */

const { values } = parseArgs({
  options: {
    repeat: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const rounds = Number(values.rounds);
const repeat = Number(values.repeat);
const only = values.only?.split(',');

const lab = await startLabProcess();
try {
  const classes = services
    .map(({ name }) => name)
    .filter((name) => !lab.leftOut.includes(name) && (only?.includes(name) ?? true));
  const racy = await huntTwin('racy', classes, lab, rounds);
  const mended = await huntTwin('mended', classes, lab, rounds);
  say(matrixTable(racy, mended));
  const wrong = [
    ...[...racy]
      .filter(([, { verdict }]) => verdict !== 'violated')
      .map(([name, report]) => `racy ${name}: ${explained(report)}`),
    ...[...mended]
      .filter(([, { verdict }]) => verdict !== 'held')
      .map(([name, report]) => `mended ${name}: ${explained(report)}`),
  ];
  let validRounds = [...mended.values()].reduce((sum, report) => sum + report.rounds.valid, 0);
  for (let repetition = 2; repetition <= repeat; repetition += 1) {
    const column = await huntTwin('mended', classes, lab, rounds);
    const notHeld = [...column].filter(([, { verdict }]) => verdict !== 'held');
    validRounds += [...column.values()].reduce((sum, report) => sum + report.rounds.valid, 0);
    wrong.push(...notHeld.map(([name, report]) => `mended ${name}, repetition ${repetition}: ${explained(report)}`));
    say(`repetition ${repetition} of ${repeat}: ${column.size - notHeld.length} of ${column.size} held`);
  }
  if (wrong.length === 0)
    say(
      `every racy twin was caught; nothing in the mended column was violated in ${repeat} repetitions, ${validRounds} valid rounds`,
    );
  for (const line of wrong) say(line);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await lab.stop();
}
