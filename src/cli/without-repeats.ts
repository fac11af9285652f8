/** Of equal lines in a row the first is written, and how many more there were once another one comes, or at the end. */
export interface Lines {
  add(line: string): void;
  end(): void;
}

export function withoutRepeats(write: (text: string) => void): Lines {
  let last: string | undefined;
  let more = 0;
  const end = () => {
    if (more > 0) write(`  (${more} more of these)\n`);
    more = 0;
  };
  return {
    add(line) {
      if (line === last) {
        more += 1;
        return;
      }
      end();
      last = line;
      write(`${line}\n`);
    },
    end,
  };
}
