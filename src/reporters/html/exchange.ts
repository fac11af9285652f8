import type { Answer, Operation } from '../../history/operation.ts';
import type { SentRequest } from '../../history/sent-request.ts';
import { indentJson } from '../../support/indent-json.ts';
import { type Content, element, type Markup } from '../../support/markup.ts';
import { plural } from '../words.ts';

/** What one member sent and what it was told, in the form of HTTP messages. */
export interface Exchange {
  readonly member: number;
  readonly title: string;
  /** Missing in histories of older versions. */
  readonly sent?: Message;
  readonly answered?: Message;
  /** Why there is no full answer. */
  readonly failure?: string;
}

export interface Message {
  readonly startLine: string;
  /** `name: value`, one for each. */
  readonly headers: readonly string[];
  readonly body: string;
  /** How much there was of the body, and whether all of it is shown. */
  readonly bodyNote: string;
}

export function exchangeOf(operation: Operation): Exchange {
  const { member, request, sent, answer, failure } = operation;
  return {
    member,
    title: `#${member} ${request}`,
    ...(sent !== undefined && { sent: sentMessage(sent) }),
    ...(answer !== undefined && { answered: answerMessage(answer) }),
    ...(failure !== undefined && { failure: `${failure.message} (${failure.code})` }),
  };
}

function sentMessage({
  method,
  url,
  connectTo,
  headers,
  body = '',
  bodyBytes,
  bodyCut,
  bodyEncoding,
}: SentRequest): Message {
  return {
    startLine: `${method} ${url}${connectTo === undefined ? '' : ` (dialled ${connectTo})`}`,
    headers: headers.map(([name, value]) => `${name}: ${value}`),
    body: bodyEncoding === undefined ? laidOut(body) : body,
    bodyNote: `${plural(bodyBytes, 'byte')}${bodyEncoding === undefined ? '' : ', not text'}${bodyCut ? ', the rest left out' : ''}`,
  };
}

function answerMessage({ status, headers, body, bodyBytes }: Answer): Message {
  return {
    startLine: String(status),
    headers: headers.map(([name, value]) => `${name}: ${value}`),
    body: laidOut(body),
    bodyNote: `${plural(bodyBytes, 'byte')}${body.endsWith('…') ? ', the rest left out' : ''}`,
  };
}

/** JSON over several lines, anything else as it came. */
function laidOut(body: string): string {
  return /^\s*[{[]/.test(body) ? indentJson(body) : body;
}

/** Request and answer side by side. */
export function exchangeView({ title, sent, answered, failure }: Exchange): Markup {
  return element(
    'article',
    { class: 'exchange' },
    element('h4', {}, title),
    element(
      'div',
      { class: 'pair' },
      side('Sent', sent, 'not recorded by this version'),
      side('Answered', answered, failure === undefined ? 'no answer' : `no full answer: ${failure}`),
    ),
  );
}

function side(name: string, message: Message | undefined, missing: string): Markup {
  if (message === undefined)
    return element('div', { class: 'side' }, element('h5', {}, name), element('p', { class: 'note' }, missing));
  const { startLine, headers, body, bodyNote } = message;
  const lines: readonly Content[] = [
    element('strong', {}, startLine),
    ...headers.map((header) => `\n${header}`),
    body !== '' && `\n\n${body}`,
  ];
  return element(
    'div',
    { class: 'side' },
    element('h5', {}, name, ' ', element('span', { class: 'note' }, `body of ${bodyNote}`)),
    element('pre', { tabindex: 0, 'aria-label': `${name}: ${startLine}` }, lines),
  );
}
