/**
 * Remembers what `compute` gave for a text. Forgets everything when `capacity` texts are known: plain, and enough where the
 * texts are a scenario's own, while a hostile flow of new ones can't fill the memory.
 */
export function remembered<Value>(compute: (text: string) => Value, capacity = 1000): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    if (known.size >= capacity) known.clear();
    known.set(text, value);
    return value;
  };
}
