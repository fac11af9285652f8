import type { Span } from '../support/diagnostic.ts';

/** A word of a command, without its quotes, and where it stood. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** Why a command can't be taken apart, and where. */
export interface ShellProblem {
  readonly message: string;
  readonly span: Span;
}

/** The words of one command; `piped` where it gets the output of the one before. */
export interface ShellCommand {
  readonly words: readonly Word[];
  readonly piped: boolean;
}

/**
 * The simple commands of a script and their words, as a POSIX shell splits them (IEEE 1003.1, "Token Recognition" and
 * "Quoting"), with `$'...'` of bash, in which browsers copy requests. Nothing is expanded: what a shell would run, look up or
 * write to is a problem.
 */
export function shellCommands(script: string): readonly ShellCommand[] | ShellProblem {
  const commands: ShellCommand[] = [];
  let piped = false;
  let words: Word[] = [];
  let at = 0;
  let text = '';
  let start: number | undefined;
  const endWord = () => {
    if (start !== undefined) words.push({ text, span: { start, end: at } });
    text = '';
    start = undefined;
  };
  const endCommand = (separator: string) => {
    endWord();
    if (words.length > 0) commands.push({ words, piped });
    if (words.length > 0 || separator !== '\n') piped = separator === '|';
    words = [];
  };
  while (at < script.length) {
    const character = script.charAt(at);
    const separator = /^(?:\|\|?|&&?|;|\r?\n)/.exec(script.slice(at, at + 2))?.[0];
    const continuation = /^\\\r?\n/.exec(script.slice(at, at + 3))?.[0];
    if (separator !== undefined) {
      endCommand(separator.trim() === '' ? '\n' : separator);
      at += separator.length;
    } else if (/\s/.test(character)) {
      endWord();
      at += 1;
    } else if (character === '#' && start === undefined) {
      const newline = script.indexOf('\n', at);
      at = newline === -1 ? script.length : newline;
    } else if (continuation !== undefined) {
      at += continuation.length;
    } else if (/[<>()`]/.test(character) || (character === '$' && /[\w{(]/.test(script.charAt(at + 1)))) {
      return {
        message: `a shell gives ${character} a meaning of its own; leave it out, or put it in single quotes`,
        span: { start: at, end: at + 1 },
      };
    } else {
      start ??= at;
      const part = ansiC(script, at) ?? singleQuoted(script, at) ?? doubleQuoted(script, at) ?? bare(script, at);
      if (part.end === -1) return { message: 'this quote is not closed', span: { start: at, end: script.length } };
      if (part.expands !== undefined)
        return {
          message: 'a shell would fill this in; paste the value itself',
          span: { start: part.expands, end: part.expands + 1 },
        };
      text += part.text;
      at = part.end;
    }
  }
  endCommand(';');
  return commands;
}

function bare(script: string, at: number): Quoted {
  return script[at] === '\\' ? { text: script.charAt(at + 1), end: at + 2 } : { text: script.charAt(at), end: at + 1 };
}

/** A quoted part: its text and the offset behind it, -1 when it is not closed; `expands` where a shell would fill something in. */
interface Quoted {
  readonly text: string;
  readonly end: number;
  readonly expands?: number;
}

function singleQuoted(command: string, at: number): Quoted | undefined {
  if (command[at] !== "'") return undefined;
  const close = command.indexOf("'", at + 1);
  return { text: command.slice(at + 1, close), end: close === -1 ? -1 : close + 1 };
}

function doubleQuoted(command: string, at: number): Quoted | undefined {
  if (command[at] !== '"') return undefined;
  let text = '';
  let expands: number | undefined;
  for (let place = at + 1; place < command.length; place += 1) {
    const character = command.charAt(place);
    if (character === '"') return { text, end: place + 1, ...(expands !== undefined && { expands }) };
    if (character === '\\' && /["\\$`\n]/.test(command.charAt(place + 1))) {
      place += 1;
      if (command[place] !== '\n') text += command.charAt(place);
    } else {
      if (character === '`' || (character === '$' && /[\w{(]/.test(command.charAt(place + 1)))) expands ??= place;
      text += character;
    }
  }
  return { text, end: -1 };
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** `$'...'` with the escapes of the bash manual, "ANSI-C Quoting". */
function ansiC(command: string, at: number): Quoted | undefined {
  if (!command.startsWith("$'", at)) return undefined;
  let text = '';
  for (let place = at + 2; place < command.length; place += 1) {
    const character = command.charAt(place);
    if (character === "'") return { text, end: place + 1 };
    if (character !== '\\') {
      text += character;
      continue;
    }
    const code = /^(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3}))/.exec(
      command.slice(place + 1, place + 10),
    );
    if (code === null) {
      place += 1;
      text += escapes[command.charAt(place)] ?? command.charAt(place);
    } else {
      const [whole, x, u, long, octal] = code;
      const point = octal === undefined ? Number.parseInt(x ?? u ?? long ?? '', 16) : Number.parseInt(octal, 8);
      text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
      place += whole.length;
    }
  }
  return { text, end: -1 };
}
