import { parseArgs } from 'node:util';
import { didYouMean } from '../support/did-you-mean.ts';
import { RacehoundError, type Source, type Span } from '../support/diagnostic.ts';
import { curlOptions, type CurlMeaning } from './curl-options.ts';
import type { CurlArgument } from './curl-argument.ts';
import { curlMessage } from './curl-message.ts';
import { curlNotes } from './curl-notes.ts';
import { draftOfMessages } from './draft-messages.ts';
import type { Importer } from './importer.ts';
import { shellCommands, type Word } from './shell-words.ts';

/** One or more curl commands, as browsers and API documentation have them; several collide in one burst. */
export const curl: Importer = {
  reads: 'curl commands',
  read(source) {
    const commands = shellCommands(source.text);
    if ('message' in commands) throw curlError(source, commands.message, commands.span);
    const own = commands.filter(({ piped }) => !piped).map(({ words }) => withoutPrompt(words));
    if (own.length === 0)
      throw curlError(
        source,
        'there is no command',
        undefined,
        "paste one, such as curl -X POST 'http://127.0.0.1:8080/orders'",
      );
    const read = own.map((words) => argumentsOf(source, words));
    const draft = draftOfMessages(read.map(({ program, args }) => message(source, program, args)));
    return {
      kind: 'draft',
      draft: { ...draft, notes: [...draft.notes, ...notesOn(read.flatMap(({ args }) => args))] },
    };
  },
};

interface Command {
  readonly program: Word;
  readonly args: readonly CurlArgument[];
}

function message(source: Source, program: Word, args: readonly CurlArgument[]) {
  return curlMessage(args, (text, span, help) => curlError(source, text, span ?? program.span, help));
}

function notesOn(args: readonly CurlArgument[]): readonly string[] {
  const notes = args.flatMap(({ meaning, name }) =>
    meaning === 'noted' ? [`--${name} of the command is not in this file: ${curlNotes[name]}.`] : [],
  );
  return [...new Set(notes)];
}

/** `$ curl ...`, as documentation prints it. */
function withoutPrompt(words: readonly Word[]): readonly Word[] {
  return /^[$%>]$/.test(words[0]?.text ?? '') ? words.slice(1) : words;
}

const options = Object.fromEntries(
  Object.entries(curlOptions).map(([name, { short, takesValue }]) => [
    name,
    {
      type: takesValue ? ('string' as const) : ('boolean' as const),
      multiple: true,
      ...(short !== undefined && { short }),
    },
  ]),
);

function argumentsOf(source: Source, [program, ...words]: readonly Word[]): Command {
  if (program === undefined || !/(^|\/)curl(\.exe)?$/.test(program.text)) {
    const windows = source.text.includes('^"');
    throw curlError(
      source,
      `expected curl, found ${JSON.stringify(program?.text ?? '')}`,
      program?.span,
      windows ? 'copy the request as cURL (bash), not as cURL (cmd)' : 'paste the command from its word curl on',
    );
  }
  const { tokens } = parseArgs({
    args: words.map(({ text }) => text),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const args = tokens.flatMap((token): CurlArgument[] => {
    const span = words[token.index]?.span ?? { start: 0, end: 0 };
    if (token.kind === 'positional')
      return [{ meaning: 'url', name: 'url', option: token.value, value: token.value, span }];
    if (token.kind === 'option-terminator') return [];
    const { name, rawName, value } = token;
    const known = Object.hasOwn(curlOptions, name) ? curlOptions[name] : undefined;
    if (known === undefined) {
      const meant = didYouMean(name, Object.keys(curlOptions));
      throw curlError(
        source,
        `the option ${rawName} is not known here`,
        span,
        meant === undefined ? 'leave it out, if it says nothing about the request itself' : `did you mean --${meant}?`,
      );
    }
    if (known.takesValue && value === undefined)
      throw curlError(source, `${rawName} needs a value`, span, 'complete the command');
    return [{ meaning: known.meaning satisfies CurlMeaning, name, option: rawName, value: value ?? '', span }];
  });
  return { program, args };
}

function curlError(source: Source, title: string, span?: Span, help?: string): RacehoundError {
  return new RacehoundError('usage', [
    {
      code: 'RH511',
      title,
      ...(help !== undefined && { help }),
      ...(span !== undefined && { source, span }),
    },
  ]);
}
