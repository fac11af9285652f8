interface Entry<Value> {
  readonly value: Value;
  /** On the clock of `performance.now()`. */
  readonly expiresAtMs: number;
}

/** A cache of one process, whose entries run out. */
export class ExpiringMap<Value> {
  readonly #keptForMs: number;
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(keptForMs: number) {
    this.#keptForMs = keptForMs;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || performance.now() < entry.expiresAtMs) return entry?.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.set(key, { value, expiresAtMs: performance.now() + this.#keptForMs });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
