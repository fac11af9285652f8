import { stripVTControlCharacters } from 'node:util';
import { columnsOf, harmless } from '../support/visible-text.ts';
import { wrap } from './words.ts';

const same = (text: string): string => text;

/** A harmless text as lines that are indented by two columns. */
export function indented(text: string, width: number, colour = same): readonly string[] {
  return wrap(text, width - 2).map((line) => `  ${colour(line)}`);
}

/** A heading, which may be coloured, and a text behind it; below it where both do not fit in one line. */
export function headed(heading: string, text: string, width: number, colour = same): readonly string[] {
  const columns = columnsOf(`${stripVTControlCharacters(heading)}  ${text}`);
  return columns <= width ? [`${heading}  ${colour(harmless(text))}`] : [heading, ...indented(text, width, colour)];
}
