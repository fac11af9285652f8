import type { Json } from '../../support/json.ts';
import { stringifyJson } from '../../support/lossless-json.ts';
import type { ShellPiece } from '../../support/shell.ts';

/** What the placeholders of a template may become in a script. */
export interface Variables {
  /** Values that the script takes from the answers of its own `prepare`, by capture name: as they were when recorded. */
  readonly captured: Readonly<Record<string, Json>>;
  /** Names of the environment variables that hold the scenario's secrets. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Names of the environment variables for what `setup` captured, which the script does not repeat. */
  readonly fromSetup?: Readonly<Record<string, string>> | undefined;
}

/** How a value is spelt where it stands: as it is, percent-encoded, or in a JSON text. */
export type Spelling = 'plain' | 'url' | 'json';

/** The variable of the script that holds a captured value. */
export function capturedVariable(name: string): string {
  return `captured_${name}`;
}

const placeholder = /("?)\{\{\s*(.*?)\s*\}\}("?)/gs;

/**
 * A recorded text with variables where its template has lone captures and secrets. The texts between the placeholders find the
 * values; a value that is not the recorded one means that they were found in the wrong place. Undefined when template and text
 * do not fit: then the text can only be sent as it was.
 */
export function filledTemplate(
  template: string,
  text: string,
  variables: Variables,
  spelling: Spelling,
): readonly ShellPiece[] | undefined {
  const expressions: string[] = [];
  let pattern = '^';
  let last = 0;
  for (const match of template.matchAll(placeholder)) {
    const [whole, open = '', expression = '', close = ''] = match;
    pattern += escaped(template.slice(last, match.index));
    last = match.index + whole.length;
    expressions.push(expression);
    // In JSON a lone placeholder keeps its type: the quotes around it stand only where the value is a text.
    if (spelling === 'json' && open !== '' && close !== '') pattern += '(?:"((?:[^"\\\\]|\\\\.)*)"|([^",\\]}]+))';
    else pattern += `${escaped(open)}(.*?)()${escaped(close)}`;
  }
  const found = new RegExp(`${pattern}${escaped(template.slice(last))}$`, 'sd').exec(text);
  const spans = found?.indices;
  if (found === null || spans === undefined) return undefined;
  const pieces: ShellPiece[] = [];
  let at = 0;
  for (const [place, expression] of expressions.entries()) {
    const which = found[2 * place + 1] === undefined ? 2 * place + 2 : 2 * place + 1;
    const [start, end] = spans[which] ?? [at, at];
    const variable = variableOf(expression, found[which] ?? '', variables, spelling);
    if (variable === undefined) return undefined;
    pieces.push(text.slice(at, start), variable);
    at = end;
  }
  return [...pieces, text.slice(at)];
}

/** The pieces of a template alone, for a text that is hidden as a whole; undefined when it holds more than captures, those of `setup` too, and secrets. */
export function templatePieces(template: string, variables: Variables): readonly ShellPiece[] | undefined {
  const pieces: ShellPiece[] = [];
  let last = 0;
  for (const match of template.matchAll(/\{\{\s*(.*?)\s*\}\}/gs)) {
    const name = match[1] ?? '';
    const own = Object.hasOwn(variables.captured, name) ? { variable: capturedVariable(name) } : undefined;
    const piece = secretVariable(name, variables) ?? own ?? setupVariable(name, variables);
    if (piece === undefined) return undefined;
    pieces.push(template.slice(last, match.index), piece);
    last = match.index + match[0].length;
  }
  return [...pieces, template.slice(last)];
}

/** The variable for a placeholder, or the recorded value; undefined when the value that was found is not the one that was captured. */
function variableOf(
  expression: string,
  found: string,
  variables: Variables,
  spelling: Spelling,
): ShellPiece | undefined {
  const secret = secretVariable(expression, variables);
  if (secret !== undefined) return secret;
  if (!Object.hasOwn(variables.captured, expression))
    return found.includes('[redacted') ? (setupVariable(expression, variables) ?? found) : found;
  const value = variables.captured[expression] ?? null;
  const plain = typeof value === 'string' ? value : stringifyJson(value);
  if (spelled(plain, spelling) !== found) return undefined;
  // The script puts values in as they are: one that is spelt otherwise here can only be sent as it was recorded.
  return plain === found ? { variable: capturedVariable(expression) } : found;
}

function secretVariable(expression: string, { secrets }: Variables): ShellPiece | undefined {
  const name = /^secrets\.(\w+)$/.exec(expression)?.[1];
  const variable = name === undefined || !Object.hasOwn(secrets, name) ? undefined : secrets[name];
  return variable === undefined ? undefined : { variable };
}

function setupVariable(name: string, { fromSetup = {} }: Variables): ShellPiece | undefined {
  const variable = Object.hasOwn(fromSetup, name) ? fromSetup[name] : undefined;
  return variable === undefined ? undefined : { variable };
}

function spelled(value: string, spelling: Spelling): string {
  if (spelling === 'url') return encodeURIComponent(value);
  return spelling === 'json' ? JSON.stringify(value).slice(1, -1) : value;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
