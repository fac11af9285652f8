import type { RoundHistory } from '../history/history.ts';
import { progressLine } from '../reporters/index.ts';
import { harmless } from '../support/visible-text.ts';
import type { Channel } from './console.ts';

/** Shows where a hunt stands: a line that is rewritten on a terminal, nothing between start and end elsewhere. */
export interface ProgressDisplay {
  start(name: string, planned: number): void;
  round(history: RoundHistory, violated: boolean): void;
  /** Takes the live line away. */
  end(): void;
  /** A line that stays. */
  note(text: string): void;
}

const refreshEveryMs = 100;

export function progressDisplay(channel: Channel, nowMs: () => number): ProgressDisplay {
  let state = { name: '', done: 0, planned: 0, violated: 0, spreadNs: 0, elapsedMs: 0 };
  let startedAtMs = 0;
  let shownAtMs = 0;
  const clear = () => channel.live && channel.write('\r\u001b[2K');
  return {
    start(name, planned) {
      startedAtMs = nowMs();
      shownAtMs = 0;
      state = { name, done: 0, planned, violated: 0, spreadNs: 0, elapsedMs: 0 };
      if (!channel.live) channel.write(`hunting: ${harmless(name)} (${planned} rounds)\n`);
    },
    round({ round, timing }, violated) {
      const now = nowMs();
      state = {
        ...state,
        done: Math.max(state.done, round),
        violated: state.violated + (violated ? 1 : 0),
        spreadNs: timing.spreadNs,
        elapsedMs: now - startedAtMs,
      };
      if (!channel.live || now - shownAtMs < refreshEveryMs) return;
      shownAtMs = now;
      channel.write(`\r\u001b[2K${progressLine(state, channel.width)}`);
    },
    end() {
      clear();
    },
    note(text) {
      clear();
      channel.write(`${harmless(text)}\n`);
    },
  };
}
