import type { SentRequest } from '../../history/sent-request.ts';
import { isMap, type Json } from '../../support/json.ts';
import { stringifyJson } from '../../support/lossless-json.ts';
import { printfBytes, type ShellPiece, shellQuoted, shellWord, variableName } from '../../support/shell.ts';
import type { RequestSpec } from '../reporter.ts';
import { filledTemplate, type Spelling, templatePieces, type Variables } from './fill-template.ts';

/** One request as curl's options, and what the script has to do and to ask for before. */
export interface CurlRequest {
  /** One shell word or option with its value each; the URL last. */
  readonly options: readonly string[];
  /** Commands that must run before, such as one that writes a body into a file. */
  readonly before: readonly string[];
  /** Environment variables that somebody must set, with what they stand for. */
  readonly needs: ReadonlyMap<string, string>;
}

/** Headers of the recorded run: sent again they would lead a search in the traces to the wrong requests. */
const ofTheRun = /^(traceparent$|x-racehound-)/i;
/** What stands where a secret was: the n-th of the run, or a credential that was known by its name. */
const mark = /\[redacted(?: (\d+))?\]/g;

/** `label` tells requests apart in the names of files and variables. */
export function curlRequest(
  sent: SentRequest,
  spec: RequestSpec | undefined,
  variables: Variables,
  label: string,
): CurlRequest {
  const needs = new Map<string, string>();
  const before: string[] = [];
  const word = (pieces: readonly ShellPiece[], what: string) => shellWord(withoutMarks(pieces, what));
  const withoutMarks = (pieces: readonly ShellPiece[], what: string): readonly ShellPiece[] =>
    pieces.flatMap((piece) => {
      if (typeof piece !== 'string') {
        const need = neededFor(piece.variable, variables);
        if (need !== undefined) needs.set(piece.variable, need);
        return [piece];
      }
      return unmarked(piece, what, needs, label);
    });
  const filled = (template: string | undefined, text: string, spelling: Spelling) =>
    (template === undefined ? undefined : filledTemplate(template, text, variables, spelling)) ?? [text];

  const options = ['--globoff', ...methodOptions(sent)];
  if (sent.connectTo !== undefined) options.push(`--connect-to ${shellWord([`::${sent.connectTo}`])}`);
  for (const [name, value] of sent.headers) {
    if (ofTheRun.test(name)) continue;
    const template = headerTemplate(spec, name);
    const hidden = value === '[redacted]' && template !== undefined ? templatePieces(template, variables) : undefined;
    const pieces = hidden ?? filled(template, value, 'plain');
    options.push(`--header ${word(value === '' ? [`${name};`] : [`${name}: `, ...pieces], name)}`);
  }
  options.push(...bodyOptions());
  return { options: [...options, word(urlPieces(sent.url, spec, variables), 'url')], before, needs };

  function bodyOptions(): readonly string[] {
    const { body, bodyEncoding, bodyCut, bodyBytes } = sent;
    if (body === undefined) return [];
    if (bodyCut === true) {
      const variable = `BODY_OF_${variableName(label)}`;
      needs.set(variable, `a file with the whole body of ${label} (${bodyBytes} bytes, more than what was recorded)`);
      return [`--data-binary "@\${${variable}}"`];
    }
    if (bodyEncoding === undefined && !body.includes('\0')) {
      const json = spec?.json === undefined ? undefined : stringifyJson(spec.json);
      const pieces = json === undefined ? filled(bodyTemplate(spec), body, 'plain') : filled(json, body, 'json');
      return [`--data-raw ${word(pieces, 'body')}`];
    }
    const bytes = Buffer.from(body, bodyEncoding ?? 'utf8');
    before.push(`printf ${printfBytes(bytes)} > "$work/body-${label}"`);
    return [`--data-binary "@$work/body-${label}"`];
  }
}

function methodOptions({ method, body }: SentRequest): readonly string[] {
  if (method === 'HEAD') return ['--head'];
  return method === 'GET' && body === undefined ? [] : [`--request ${shellQuoted(method)}`];
}

/** The path and the query may hold captures; the origin is the one that was fired at. */
function urlPieces(url: string, spec: RequestSpec | undefined, variables: Variables): readonly ShellPiece[] {
  const path = spec?.request?.replace(/^\S+\s+/, '').trim();
  // A mark in the place of a secret host would make it no URL.
  const pathStart = /^\w+:\/\/[^/?#]*/.exec(url)?.[0].length ?? 0;
  if (path === undefined || !path.startsWith('/')) return [url];
  const query = isMap(spec?.query) ? Object.entries(spec.query) : [];
  const pairs = query.flatMap(([name, values]) =>
    [values].flat().map((value) => `${encoded(name)}=${encodedTemplate(value)}`),
  );
  const template = [path, ...(pairs.length > 0 ? [pairs.join('&')] : [])].join(path.includes('?') ? '&' : '?');
  // The base URL may have a path of its own, which stands before the template's.
  for (let start = pathStart; start !== -1 && start < url.length; start = url.indexOf('/', start + 1)) {
    const pieces = filledTemplate(template, url.slice(start), variables, 'url');
    if (pieces !== undefined) return [url.slice(0, start), ...pieces];
  }
  return [url];
}

function encoded(text: string): string {
  return encodeURIComponent(text);
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

function encodedTemplate(value: Json): string {
  return scalarText(value)
    .split(/(\{\{.*?\}\})/s)
    .map((part) => (part.startsWith('{{') ? part : encoded(part)))
    .join('');
}

/** What the scenario says of a header: under its name, or by way of `auth` and `cookies`. */
function headerTemplate(spec: RequestSpec | undefined, name: string): string | undefined {
  const lower = name.toLowerCase();
  const own = Object.entries(isMap(spec?.headers) ? spec.headers : {}).find(
    ([key]) => key.toLowerCase() === lower,
  )?.[1];
  const auth = isMap(spec?.auth) ? spec.auth : {};
  if (own !== undefined && lower !== 'cookie') return scalarText(own);
  if (lower === 'authorization' && typeof auth['bearer'] === 'string') return `Bearer ${auth['bearer']}`;
  if (lower !== 'cookie') return undefined;
  const cookies = Object.entries(isMap(spec?.cookies) ? spec.cookies : {}).map(
    ([key, value]) => `${key}=${scalarText(value)}`,
  );
  return [...(own === undefined ? [] : [scalarText(own)]), ...cookies].join('; ') || undefined;
}

function bodyTemplate(spec: RequestSpec | undefined): string | undefined {
  if (typeof spec?.body === 'string') return spec.body;
  if (!isMap(spec?.form)) return undefined;
  return Object.entries(spec.form)
    .map(([name, value]) => `${encoded(name)}=${encodedTemplate(value)}`)
    .join('&');
}

/** What somebody must set a variable to; undefined when the script sets it itself. */
export function neededFor(variable: string, { secrets, fromSetup = {} }: Variables): string | undefined {
  if (Object.values(secrets).includes(variable)) return 'a secret of the scenario';
  const captured = Object.keys(fromSetup).find((name) => fromSetup[name] === variable);
  return captured === undefined ? undefined : `what setup captures as ${captured}`;
}

/** Variables in place of the marks that a text still has; the same secret is the same variable everywhere. */
export function unmarked(text: string, what: string, needs: Map<string, string>, label: string): readonly ShellPiece[] {
  const pieces: ShellPiece[] = [];
  let last = 0;
  let nameless = 0;
  for (const match of text.matchAll(mark)) {
    const number = match[1];
    if (number === undefined) nameless += 1;
    const own = `${variableName(what)}_OF_${variableName(label)}${nameless > 1 ? `_${nameless}` : ''}`;
    const variable = number === undefined ? own : `SECRET_${number}`;
    needs.set(variable, number === undefined ? hiddenText(text, what, label) : `what the reports show as ${match[0]}`);
    pieces.push(text.slice(last, match.index), { variable });
    last = match.index + match[0].length;
  }
  return [...pieces, text.slice(last)];
}

/** Of a header that is hidden as a whole all is missing, its scheme too. */
function hiddenText(text: string, what: string, label: string): string {
  if (text !== '[redacted]') return `a credential in the ${what} of ${label}`;
  return `the whole ${what} of ${label}${/^authorization$/i.test(what) ? ', such as Bearer abc' : ''}`;
}
