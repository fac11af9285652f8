import { interruptedCode } from './exit-codes.ts';

/** Ctrl-C, SIGTERM, a closed terminal, or nobody who reads: the first asks everything to come to a clean end, a second signal ends at once. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly received: () => NodeJS.Signals | undefined;
  /** Stops listening. */
  dispose(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `announce` is called at the first signal, `leave` before the second one ends the process. */
export function onInterruption(closed: AbortSignal, announce: () => void, leave: () => void = () => {}): Interruption {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const listen = (signal: NodeJS.Signals) => {
    if (received !== undefined && received !== 'SIGPIPE') {
      // Of a terminal that closes both the system and the shell tell, and neither is in a hurry.
      if (signal === 'SIGHUP') return;
      leave();
      process.exit(interruptedCode(signal));
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
  for (const signal of signals) process.on(signal, listen);
  if (closed.aborted) close();
  else closed.addEventListener('abort', close);
  return {
    signal: controller.signal,
    received: () => received,
    dispose() {
      for (const signal of signals) process.off(signal, listen);
      closed.removeEventListener('abort', close);
    },
  };
}
