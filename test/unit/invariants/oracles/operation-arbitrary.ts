import * as fc from 'fast-check';

/** An operation of the mini-language of `round`, with a short interval on a small grid. */
export function operationText(
  outcome: fc.Arbitrary<string>,
  own: fc.Arbitrary<string>,
  { lastStart = 6, longest = 3 }: { readonly lastStart?: number; readonly longest?: number } = {},
): fc.Arbitrary<string> {
  return fc
    .tuple(outcome, fc.nat(lastStart), fc.integer({ min: 1, max: longest }), own)
    .map(([name, begin, length, rest]) =>
      `${name}@${begin}-${name.endsWith('lost') ? '' : begin + length} ${rest}`.trim(),
    );
}

/** Every way to choose one of each list. */
export function* choices<Value>(lists: readonly (readonly Value[])[]): Generator<readonly Value[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const value of first) for (const others of choices(rest)) yield [value, ...others];
}

/** The whole numbers from one to the other, both included. */
export function span(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
}

/** Tells how often an oracle found an impossible history, and how often the checker saw it. */
export interface Agreement {
  runs: number;
  impossible: number;
  violated: number;
}

export function agreementText(name: string, { runs, impossible, violated }: Agreement): string {
  return `${name}: ${runs} histories, ${impossible} that no correct server explains, ${violated} of them called violated`;
}
