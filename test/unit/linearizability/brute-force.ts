import type { Answer, Sequential } from './objects.ts';

/** An operation as the oracles know it. An unknown answer fits every one. */
export interface Observed<Request> {
  readonly request: Request;
  readonly answer: Answer | undefined;
  readonly startNs: number;
  readonly endNs: number;
  /** It may never have happened. */
  readonly optional: boolean;
}

/** Tries every order, by running the object. Remembers nothing, leaves nothing out. */
export function explained<State, Request>(
  { run }: Pick<Sequential<State, Request, unknown>, 'run'>,
  state: State,
  left: readonly Observed<Request>[],
): boolean {
  let deadlineNs = Infinity;
  let done = true;
  for (const { optional, endNs } of left) {
    if (optional) continue;
    done = false;
    if (endNs < deadlineNs) deadlineNs = endNs;
  }
  if (done) return true;
  return left.some((next) => {
    if (next.startNs > deadlineNs) return false;
    const [after, answer] = run(state, next.request);
    if (next.answer !== undefined && next.answer !== answer) return false;
    return explained(
      { run },
      after,
      left.filter((other) => other !== next),
    );
  });
}

/** Is this order a proof: every required operation once, each inside its interval after those before it, each answer right? */
export function proves<State, Request>(
  { run, initial }: Sequential<State, Request, never>,
  history: readonly Observed<Request>[],
  order: readonly Observed<Request>[],
): boolean {
  if (new Set(order).size !== order.length) return false;
  if (history.some((operation) => !operation.optional && !order.includes(operation))) return false;
  let state = initial;
  let atNs = -Infinity;
  for (const { request, answer, startNs, endNs } of order) {
    atNs = Math.max(atNs, startNs);
    if (atNs > endNs) return false;
    const [after, actual] = run(state, request);
    if (answer !== undefined && answer !== actual) return false;
    state = after;
  }
  return true;
}
