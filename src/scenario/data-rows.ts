import { CsvError, parse } from 'csv-parse/sync';
import type { Json } from '../support/json.ts';
import { codes } from './finding.ts';
import type { Path } from './path.ts';
import type { Problems } from './problems.ts';
import type { ProjectFiles } from './project-files.ts';
import type { Scenario } from './schema.ts';

export type Row = Readonly<Record<string, Json>>;
export type Rows = Readonly<Record<string, readonly Row[]>>;

const maxCsvBytes = 16 * 1024 * 1024;

/** Rows of every entry of `data`, from the CSV file that it names or from the scenario itself. */
export function readRows(data: Scenario['data'], files: ProjectFiles, problems: Problems): Rows {
  return Object.fromEntries(
    Object.entries(data).map(([name, { file, rows }]) => {
      if ((file === undefined) === (rows === undefined)) {
        problems.add({
          code: codes.data,
          path: ['data', name],
          title: `data.${name} has ${file === undefined ? 'neither' : 'both'} file ${file === undefined ? 'nor' : 'and'} rows`,
          help: 'name a CSV file with a header line, or write the rows out: one of the two',
        });
      }
      return [name, file === undefined ? (rows ?? []) : readCsv(file, ['data', name, 'file'], files, problems)];
    }),
  );
}

function readCsv(named: string, path: Path, files: ProjectFiles, problems: Problems): readonly Row[] {
  const reading = files.text(named, maxCsvBytes);
  if ('trouble' in reading) {
    problems.add({ code: codes.file, path, title: `${named} ${reading.trouble}`, help: reading.help });
    return [];
  }
  try {
    const rows: Row[] = parse(reading.content, { columns: header, skip_empty_lines: true, trim: true });
    if (rows.length === 0) {
      problems.add({ code: codes.data, path, title: `${named} has no rows`, help: 'write them below the header line' });
    }
    return rows;
  } catch (error) {
    problems.add({ code: codes.data, path, title: `${named}: ${csvTrouble(error)}`, help: 'mend the CSV file' });
    return [];
  }
}

/** The names in the first line: the fields that templates use. */
function header(names: readonly string[]): string[] {
  const empty = names.findIndex((name) => name === '');
  if (empty !== -1) throw new HeaderError(`column ${empty + 1} has no name in the header line`);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new HeaderError(`two columns are named ${twice}`);
  const refused = names.find((name) => name === '__proto__' || name === 'constructor' || name === 'prototype');
  if (refused !== undefined) throw new HeaderError(`a column can't be named ${refused}`);
  return [...names];
}

class HeaderError extends Error {}

function csvTrouble(error: unknown): string {
  if (error instanceof HeaderError) return error.message;
  if (!(error instanceof CsvError)) throw error;
  return error.message.charAt(0).toLowerCase() + error.message.slice(1);
}
