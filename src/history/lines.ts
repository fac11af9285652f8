import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1024 * 1024;
const newline = 0x0a;

/** The lines of a UTF-8 file, read bit by bit: a history may be longer than a text can be. Throws the errors of `node:fs`. */
export function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    let rest: Buffer[] = [];
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const read = readSync(file, chunk);
      if (read === 0) break;
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1 && end < read; end = chunk.indexOf(newline, start)) {
        yield Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8');
        rest = [];
        start = end + 1;
      }
      rest.push(chunk.subarray(start, read));
    }
    const last = Buffer.concat(rest).toString('utf8');
    if (last !== '') yield last;
  } finally {
    closeSync(file);
  }
}
