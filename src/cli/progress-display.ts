import type { RoundHistory } from '../history/history.ts';
import { type Progress, progressLine } from '../reporters/index.ts';
import { plural } from '../support/plural.ts';
import { harmless } from '../support/visible-text.ts';
import type { Channel } from './console.ts';

/** Shows where a hunt stands. */
export interface ProgressDisplay {
  /** `place` of `scenarios`, from 1. */
  start(name: string, planned: number, place: number, scenarios: number): void;
  round(history: Pick<RoundHistory, 'round' | 'timing' | 'operations'>, violated: boolean): void;
  /** Takes the live line away. */
  end(): void;
  /** A line that stays. */
  note(text: string): void;
}

/** `live` is a line that is rewritten, `lines` one line for each scenario, `auto` is live where a person watches. */
export const progressModes = ['auto', 'live', 'lines', 'none'] as const;
export type ProgressMode = (typeof progressModes)[number];

const redrawEveryMs = 100;
/** While a round takes long, the line is drawn again this often. Seldom: a burst may be on its way, and wants the machine to itself. */
const idleRedrawMs = 1_000;

export function progressDisplay(channel: Channel, mode: ProgressMode, nowMs: () => number): ProgressDisplay {
  if (mode === 'none')
    return { start() {}, round() {}, end() {}, note: (text) => channel.write(`${harmless(text)}\n`) };
  return mode === 'live' || (mode === 'auto' && channel.live) ? liveLine(channel, nowMs) : lines(channel);
}

function lines(channel: Channel): ProgressDisplay {
  return {
    start(name, planned, place, scenarios) {
      const which = scenarios > 1 ? ` ${place} of ${scenarios}` : '';
      channel.write(`hunting${which}: ${harmless(name)} (${plural(planned, 'round')})\n`);
    },
    round() {},
    end() {},
    note: (text) => channel.write(`${harmless(text)}\n`),
  };
}

type State = Omit<Progress, 'leftMs'> & {
  /** When the first round of the race began, and when the last one ended. */
  readonly beganAtMs: number;
  readonly roundAtMs: number;
};

/** From the cursor to the end of the screen (ECMA-48, ED). */
const eraseBelow = '\u001b[J';

function liveLine(channel: Channel, nowMs: () => number): ProgressDisplay {
  let state: State | undefined;
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;

  // In one write, and over what is there: a line that is erased first flickers. The cursor waits at its beginning, where it
  // stays when a terminal that becomes narrower breaks the line, and where the echo of Ctrl-C does no harm.
  const draw = () => {
    if (state === undefined) return;
    const line = progressLine({ ...state, ...left(state, nowMs()) }, channel.columns - 1, channel.paint);
    channel.write(`${line}${eraseBelow}\r`);
    drawnAtMs = nowMs();
  };
  const erase = () => state !== undefined && channel.write(`\r${eraseBelow}`);
  const rest = () => {
    clearInterval(timer);
    stopListening?.();
    timer = undefined;
    stopListening = undefined;
    erase();
    state = undefined;
  };
  return {
    start(name, planned, place, scenarios) {
      rest();
      const now = nowMs();
      state = { name, place, scenarios, planned, done: 0, violated: 0, beganAtMs: now, roundAtMs: now };
      draw();
      timer = setInterval(() => nowMs() - drawnAtMs >= idleRedrawMs && draw(), idleRedrawMs).unref();
      stopListening = channel.onResize(draw);
    },
    round({ round, timing, operations }, violated) {
      if (state === undefined) return;
      const now = nowMs();
      state = {
        ...state,
        // Round 0 is the baseline.
        ...(round === 0 ? { beganAtMs: now } : { done: Math.max(state.done, round) }),
        violated: state.violated + (violated && round > 0 ? 1 : 0),
        roundAtMs: now,
        ...(round > 0 && operations.length > 0 && { spreadNs: timing.spreadNs }),
      };
      if (now - drawnAtMs >= redrawEveryMs) draw();
    },
    end: rest,
    note(text) {
      erase();
      channel.write(`${harmless(text)}\n`);
      draw();
    },
  };
}

/** The time that the rounds took so far tells of those to come; between two of them it runs down. */
function left({ done, planned, beganAtMs, roundAtMs }: State, nowMs: number): Pick<Progress, 'leftMs'> {
  if (done === 0) return {};
  const eachMs = (roundAtMs - beganAtMs) / done;
  return { leftMs: Math.max(0, eachMs * (planned - done) - (nowMs - roundAtMs)) };
}
