/** `1 round`, `1200 rounds`, `12,000 rounds`, `2 tries`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  // Beside numbers of four digits stand others that are not grouped.
  return `${count.toLocaleString('en-US', { useGrouping: 'min2' })} ${count === 1 ? noun : many}`;
}
