import { exitCodes } from './exit-codes.ts';

/** Ctrl-C, SIGTERM, or nobody who reads: the first asks everything to come to a clean end, a second signal ends at once. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly received: () => NodeJS.Signals | undefined;
  /** Stops listening. */
  dispose(): void;
}

/** `announce` is called at the first signal, `leave` before the second one ends the process. */
export function onInterruption(closed: AbortSignal, announce: () => void, leave: () => void = () => {}): Interruption {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const listen = (signal: NodeJS.Signals) => {
    if (received !== undefined && received !== 'SIGPIPE') {
      leave();
      process.exit(signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted);
    }
    received = signal;
    announce();
    controller.abort();
  };
  const close = () => {
    if (received !== undefined) return;
    received = 'SIGPIPE';
    controller.abort();
  };
  process.on('SIGINT', listen).on('SIGTERM', listen);
  if (closed.aborted) close();
  else closed.addEventListener('abort', close);
  return {
    signal: controller.signal,
    received: () => received,
    dispose() {
      process.off('SIGINT', listen).off('SIGTERM', listen);
      closed.removeEventListener('abort', close);
    },
  };
}
