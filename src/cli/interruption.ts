import { exitCodes } from './exit-codes.ts';

/** Ctrl-C and SIGTERM: the first asks everything to come to a clean end, the second ends at once. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly received: () => NodeJS.Signals | undefined;
  /** Stops listening. */
  dispose(): void;
}

/** `announce` is called at the first signal, `leave` before the second one ends the process. */
export function onInterruption(announce: () => void, leave: () => void = () => {}): Interruption {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const listen = (signal: NodeJS.Signals) => {
    if (received !== undefined) {
      leave();
      process.exit(signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted);
    }
    received = signal;
    announce();
    controller.abort();
  };
  process.on('SIGINT', listen).on('SIGTERM', listen);
  return {
    signal: controller.signal,
    received: () => received,
    dispose: () => process.off('SIGINT', listen).off('SIGTERM', listen),
  };
}
