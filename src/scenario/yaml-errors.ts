import type { YAMLError } from 'yaml';
import type { Diagnostic, Source } from '../support/diagnostic.ts';
import { codes } from './finding.ts';

type Wording = Pick<Diagnostic, 'title' | 'help'>;

const longestLine = 200;

/** A syntax error of the YAML library in words that say what to do. */
export function syntaxDiagnostic(source: Source, error: YAMLError): Diagnostic {
  const [from, to] = error.pos;
  const end = source.text.length;
  const start = Math.min(from, Math.max(0, end - 1));
  return {
    code: codes.syntax,
    ...wording(source.text, start, error),
    source,
    span: { start, end: Math.min(Math.max(to, start + 1), Math.max(end, start)) },
  };
}

function wording(text: string, at: number, { code, message }: YAMLError): Wording {
  switch (code) {
    case 'TAB_AS_INDENT':
      return { title: 'a tab is used for indentation', help: 'indent with spaces; YAML knows no tabs there' };
    case 'BAD_SCALAR_START': {
      const value = restOfLine(text, at);
      return {
        title: `a value can't begin with ${text.charAt(at)} in YAML`,
        help: `put it in quotes: ${quoted(value)}`,
      };
    }
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /:(\s|$)/.test(restOfLine(text, at))
        ? {
            title: 'a second ": " on one line',
            help: 'put the value in quotes when the colon is part of it, or begin a new line',
          }
        : {
            title: 'the line below is indented as if it belonged to this value',
            help: 'keys of one map begin in the same column',
          };
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        title: 'this line has no ": " after its key',
        help: 'write key: value, or indent the line to continue the value above',
      };
    case 'MISSING_CHAR':
      if (message.startsWith('Sequence item without'))
        return {
          title: 'the indentation of this line fits neither the list above it nor the keys of its entry',
          help: 'indent it like the keys of the entry; an entry of its own begins with "- "',
        };
      return {
        title: lowerFirst(message),
        help: message.includes('quote') ? 'close the quote on the same line' : 'add it here',
      };
    case 'BAD_INDENT':
      return /end with a/.test(message)
        ? { title: 'a [ or { is not closed', help: bracketHelp(text, at) ?? 'add the ] or }' }
        : { title: lowerFirst(message), help: bracketHelp(text, at) ?? 'keys of one map begin in the same column' };
    case 'UNEXPECTED_TOKEN':
      return {
        title: 'this does not continue the YAML before it',
        help: bracketHelp(text, at) ?? 'check the indentation, and put values with special characters in quotes',
      };
    default:
      return {
        title: lowerFirst(message),
        help: bracketHelp(text, at) ?? 'check the indentation and the quotes near here',
      };
  }
}

function bracketHelp(text: string, at: number): string | undefined {
  const line = restOfLine(text, text.lastIndexOf('\n', at - 1) + 1);
  if (!line.includes('{{')) return undefined;
  return /"[^"]*\{\{/.test(line)
    ? 'within double quotes, write the texts of an expression in single ones: "{{ row[\'id\'] }}"'
    : 'put a value with {{ }} in quotes: "{{ ... }}"';
}

/** The text from an offset to the end of its line, without a comment; the beginning of it when the line is long. */
export function restOfLine(text: string, from: number): string {
  const [line = ''] = text.slice(from, from + longestLine).split(/[\r\n]/, 1);
  return (line.split(/\s#/, 1)[0] ?? '').trimEnd();
}

/** The text as a quoted YAML value. */
export function quoted(text: string): string {
  if (!text.includes('"') && !text.includes('\\')) return `"${text}"`;
  return `'${text.replaceAll("'", "''")}'`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
