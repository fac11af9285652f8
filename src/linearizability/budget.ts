/** How much a check may cost. A check that would cost more ends without an answer. */
export interface Budget {
  /** Applications of the model: a measure of time that is the same on every machine. */
  readonly steps: number;
  /** Bytes of remembered configurations, estimated. */
  readonly memoryBytes: number;
}

/** About a second, and no more memory than a browser's tab. */
export const defaultBudget: Budget = { steps: 500_000, memoryBytes: 64 * 1024 * 1024 };

export interface Effort {
  readonly steps: number;
  readonly memoryBytes: number;
}

/** Counts what a check costs. */
export interface Meter {
  readonly spent: Effort;
  /** Which part of the budget is used up. */
  readonly exhausted: keyof Budget | undefined;
  step(): void;
  /** A configuration is kept under a key of so many characters. */
  remember(keyLength: number): void;
  /** The memory of a finished search is free again. */
  forget(): void;
}

/** What V8 needs for an entry of a set beside the characters of its key. */
const bytesPerEntry = 64;

export function createMeter(budget: Budget): Meter {
  let steps = 0;
  let kept = 0;
  let most = 0;
  return {
    get spent() {
      return { steps, memoryBytes: most };
    },
    get exhausted() {
      return steps >= budget.steps ? 'steps' : kept >= budget.memoryBytes ? 'memoryBytes' : undefined;
    },
    step() {
      steps += 1;
    },
    remember(keyLength) {
      kept += keyLength + bytesPerEntry;
      most = Math.max(most, kept);
    },
    forget() {
      kept = 0;
    },
  };
}
