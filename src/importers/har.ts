import { z } from 'zod';
import { RacehoundError } from '../support/diagnostic.ts';
import { messageOf } from '../support/message-of.ts';
import type { Draft } from './draft.ts';
import { draftOfMessages } from './draft-messages.ts';
import type { HttpMessage } from './http-message.ts';
import type { Importer } from './importer.ts';
import { formType } from './message-body.ts';
import { tokensIn } from './secret-signs.ts';

const pair = z.object({ name: z.string(), value: z.string().default('') });

/** The part of HTTP Archive 1.2 that says what was sent, and what came back in a word. */
const archive = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({
          method: z.string(),
          url: z.string(),
          headers: z.array(pair).default([]),
          cookies: z.array(pair).default([]),
          postData: z
            .object({
              mimeType: z.string().default(''),
              text: z.string().optional(),
              params: z.array(pair.extend({ fileName: z.string().optional() })).optional(),
            })
            .optional(),
        }),
        response: z.object({ status: z.number() }).optional(),
      }),
    ),
  }),
});

type Entry = z.output<typeof archive>['log']['entries'][number];

/** A recording of a browser or a proxy; entries are chosen by their number, from 1. */
export const har: Importer = {
  reads: 'an HTTP Archive that a browser saved',
  option: '--entry',
  read({ path, text }, chosen) {
    const entries = entriesOf(path, text);
    if (entries.length === 0) throw harError(`${path} has no entries`, 'record the requests, then export the archive');
    const [only] = entries;
    if (chosen.length === 0 && entries.length === 1 && only !== undefined)
      return { kind: 'draft', draft: draftOf([only]) };
    if (chosen.length === 0) return { kind: 'choices', choices: choices(entries) };
    return {
      kind: 'draft',
      draft: draftOf(
        chosen.map((number) => {
          const entry = /^\d+$/.test(number) ? entries[Number(number) - 1] : undefined;
          if (entry === undefined)
            throw harError(
              `--entry ${number}: ${path} has no such entry`,
              `a number from 1 to ${entries.length}; without --entry they are listed`,
            );
          return entry;
        }),
      ),
    };
  },
};

function entriesOf(path: string, text: string): readonly Entry[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw harError(`${path} is not JSON: ${messageOf(error)}`, 'export it again, as HAR');
  }
  const { success, data, error } = archive.safeParse(value);
  if (success) return data.log.entries;
  const [issue] = error.issues;
  throw harError(
    `${path} is no HTTP Archive: ${issue?.path.join('.') || 'the whole file'}: ${(issue?.message ?? '').toLowerCase()}`,
    'export the recording as HAR, as the network tab of a browser does',
  );
}

/** What a page loads to show itself comes last: nobody races it. */
function choices(entries: readonly Entry[]): readonly (readonly [value: string, text: string])[] {
  const lines = entries.map(({ request, response }, place) => ({
    asset:
      request.method === 'GET' &&
      /\.(css|js|mjs|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|mp4)(\?|$)/i.test(request.url),
    line: [
      String(place + 1),
      `${request.method} ${harmlessAddress(request.url)}${response === undefined ? '' : `  ${response.status}`}`,
    ] as const,
  }));
  return [...lines.filter(({ asset }) => !asset), ...lines.filter(({ asset }) => asset)].map(({ line }) => line);
}

/** Without what may be secret in it: the list is an output. */
function harmlessAddress(url: string): string {
  const [address = ''] = url.replace(/\/\/[^/?#]*@/, '//').split(/[?#]/);
  const clean = tokensIn(address).reduce((text, token) => text.replace(token, '…'), address);
  return `${clean.slice(0, 120)}${url.includes('?') ? '?…' : ''}`;
}

function draftOf(entries: readonly Entry[]): Draft {
  const draft = draftOfMessages(entries.map(message));
  // By the names of the requests: their addresses may hold secrets.
  const answers = entries.flatMap(({ response }, place) =>
    response === undefined
      ? []
      : [`In the recording \`${draft.requests[place]?.name}\` was answered with ${response.status}.`],
  );
  const bare = entries.every(
    ({ request }) => !request.headers.some(({ name }) => /^(cookie|authorization)$/i.test(name)),
  );
  return {
    ...draft,
    notes: [
      ...draft.notes,
      ...new Set(answers),
      ...(bare
        ? ['The recording has no cookies and no Authorization; if the service wants some, add them under `secrets`.']
        : []),
    ],
  };
}

const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

function message({ request }: Entry): HttpMessage {
  const { method, cookies, postData } = request;
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || !methods.test(method))
    throw harError(
      `${method} ${harmlessAddress(request.url)} can't be raced`,
      'choose an entry with an http or https URL, and a usual method',
    );
  url.hash = '';
  const headers = request.headers.map(({ name, value }) => [name, value] as const);
  const sent = new Set(headers.map(([name]) => name.toLowerCase()));
  const body = postData === undefined ? undefined : textOf(postData);
  return {
    method,
    url,
    headers: [
      ...headers,
      ...(sent.has('content-type') || !postData?.mimeType ? [] : [['content-type', postData.mimeType] as const]),
      ...(sent.has('cookie') || cookies.length === 0
        ? []
        : [['cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; ')] as const]),
    ],
    ...(body !== undefined && { body: { text: body } }),
  };
}

function textOf({ text, params = [], mimeType }: NonNullable<Entry['request']['postData']>): string | undefined {
  if (text !== undefined && text !== '') return text;
  if (params.length === 0) return undefined;
  if (!mimeType.startsWith(formType))
    throw harError(
      `the recording does not hold the body, which was ${mimeType || 'of no type'}`,
      'choose another entry, or write its body by hand',
    );
  return new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value])).toString();
}

function harError(title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH512', title, help }]);
}
