import type { Complain, CurlArgument } from './curl-argument.ts';
import { curlForm } from './curl-form.ts';
import type { CurlMeaning } from './curl-options.ts';
import type { HttpMessage } from './http-message.ts';
import { formType, jsonType } from './message-body.ts';

/** The request that curl would send (curl's manual page, version 8). */
export function curlMessage(args: readonly CurlArgument[], complain: Complain): HttpMessage {
  const of = (...meanings: readonly CurlMeaning[]) => args.filter(({ meaning }) => meanings.includes(meaning));
  const [refused] = of('refused');
  if (refused !== undefined)
    throw complain(
      `${refused.option} can't be written as a scenario`,
      refused.span,
      'leave it out, or write that part by hand',
    );
  const [address, second] = of('url');
  if (address === undefined) throw complain('the command has no URL', undefined, 'paste the whole command');
  if (second !== undefined)
    throw complain(
      'the command has two URLs',
      second.span,
      'one command, one URL; several commands become several requests',
    );

  const parts = of('data', 'data-raw', 'data-urlencode', 'json');
  const fields = of('form', 'form-string');
  const asQuery = of('get').length > 0;
  const body = fields.length > 0 ? curlForm(fields, complain) : asQuery ? undefined : dataBody(parts, complain);
  const url = urlOf(address, of('globoff').length > 0, complain);
  const added = [...of('url-query'), ...(asQuery ? parts : [])].map((part) => dataText(part, complain));
  if (added.length > 0) url.search = [url.search.slice(1), ...added].filter(Boolean).join('&');
  return {
    method: methodOf(of('method').at(-1), body !== undefined, of('head').length > 0, complain),
    url,
    headers: headersOf(args, body?.type, complain),
    ...(body !== undefined && { body: body.content }),
  };
}

function urlOf({ value, span }: CurlArgument, literal: boolean, complain: Complain): URL {
  // Brackets around an IPv6 address are no glob, nor is what has a backslash before it.
  const glob = /(?<!\\)[[\]{}]/.exec(value.replace(/^([a-z]+:\/\/)?([^/@]*@)?\[[\da-f:.%]+\]/i, ''));
  if (glob !== null && !literal)
    throw complain(
      `curl takes ${glob[0]} in a URL for a pattern, and would send a request for each match`,
      span,
      'write one URL, or add --globoff when it is meant as it stands',
    );
  const meant = literal ? value : value.replace(/\\([[\]{}])/g, '$1');
  // Without a scheme curl guesses http.
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(meant) ? meant : `http://${meant}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw complain(
      `expected an http or https URL, found ${JSON.stringify(value)}`,
      span,
      'such as http://127.0.0.1:8080/orders',
    );
  return url;
}

const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

function methodOf(given: CurlArgument | undefined, hasBody: boolean, head: boolean, complain: Complain): string {
  if (given === undefined) return head ? 'HEAD' : hasBody ? 'POST' : 'GET';
  if (!methods.test(given.value))
    throw complain(
      `the method ${JSON.stringify(given.value)} can't be raced`,
      given.span,
      'one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    );
  return given.value;
}

interface Body {
  readonly content: NonNullable<HttpMessage['body']>;
  readonly type: string;
}

function dataBody(parts: readonly CurlArgument[], complain: Complain): Body | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const type = parts.some(({ meaning }) => meaning === 'json') ? jsonType : formType;
  if (
    parts.length === 1 &&
    first.meaning !== 'data-raw' &&
    first.meaning !== 'data-urlencode' &&
    first.value.startsWith('@')
  ) {
    const file = first.value.slice(1);
    if (file === '' || file === '-' || file.startsWith('/'))
      throw complain(
        `the body comes from ${file === '-' ? 'standard input' : file || 'no file'}`,
        first.span,
        'put it into a file beside the scenario, and name that',
      );
    return { content: { file }, type };
  }
  // curl joins the parts of --json as they are, and all others with an ampersand.
  return { content: { text: parts.map((part) => dataText(part, complain)).join(type === jsonType ? '' : '&') }, type };
}

function dataText({ meaning, value, span, option }: CurlArgument, complain: Complain): string {
  if (meaning === 'data-raw') return value;
  const isFile = meaning === 'data-urlencode' ? /^[^=]*@/.test(value) : value.startsWith('@');
  if (isFile)
    throw complain(
      `${option} joins a file with other parts`,
      span,
      'put the whole body into one file, or paste its text',
    );
  if (meaning !== 'data-urlencode') return value;
  const equals = value.indexOf('=');
  if (equals === -1) return encodeURIComponent(value);
  return `${equals === 0 ? '' : `${value.slice(0, equals)}=`}${encodeURIComponent(value.slice(equals + 1))}`;
}

/** In curl's order: what -H says wins over what other options imply. */
function headersOf(
  args: readonly CurlArgument[],
  bodyType: string | undefined,
  complain: Complain,
): HttpMessage['headers'] {
  const headers: (readonly [string, string])[] = [];
  const removed = new Set<string>();
  const implied: [string, string][] = [];
  if (bodyType !== undefined) implied.push(['content-type', bodyType]);
  for (const { meaning, value, span } of args) {
    if (meaning === 'header') {
      const header = /^([^:;]+)(?::\s*(.*)|;\s*)$/s.exec(value);
      if (header === null || /[\r\n]/.test(value))
        throw complain(`${JSON.stringify(value)} is no header`, span, "write -H 'name: value'");
      const [, name = '', text] = header;
      if (text === '') removed.add(name.toLowerCase());
      else headers.push([name.trim(), (text ?? '').trim()]);
    } else if (meaning === 'json') {
      implied.push(['accept', jsonType]);
    } else if (meaning === 'user') {
      implied.push([
        'authorization',
        `Basic ${Buffer.from(value.includes(':') ? value : `${value}:`).toString('base64')}`,
      ]);
    } else if (meaning === 'bearer') {
      implied.push(['authorization', `Bearer ${value}`]);
    } else if (meaning === 'cookie') {
      if (!value.includes('='))
        throw complain(`the cookies come from the file ${value}`, span, "paste them, as in -b 'session=...'");
      implied.push(['cookie', value]);
    } else if (meaning === 'agent') {
      implied.push(['user-agent', value]);
    } else if (meaning === 'referer') {
      implied.push(['referer', value]);
    }
  }
  const given = new Set([...headers.map(([name]) => name.toLowerCase()), ...removed]);
  return [
    ...headers,
    ...implied.filter(
      ([name], place) =>
        !given.has(name) && (name === 'cookie' || implied.findIndex(([other]) => other === name) === place),
    ),
  ];
}
