/** The name itself, or with a number behind it where it is taken. */
export function unusedName(name: string, used: ReadonlySet<string>): string {
  for (let number = 2, free = name; ; number += 1) {
    if (!used.has(free)) return free;
    free = `${name}${number}`;
  }
}
