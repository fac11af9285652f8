import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '../../../src/cli/console.ts';
import { progressDisplay, type ProgressMode } from '../../../src/cli/progress-display.ts';
import { burstTiming } from '../../../src/engine/timing.ts';
import type { Operation } from '../../../src/history/operation.ts';

/** A terminal that keeps what was written to it. */
function terminal(live: boolean) {
  const written: string[] = [];
  const listeners = new Set<() => void>();
  const channel: Channel & { columns: number } = {
    write: (text) => written.push(text),
    paint: new Chalk({ level: 0 }),
    width: 100,
    columns: 100,
    onResize(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    live,
  };
  return {
    channel,
    written,
    resize(columns: number) {
      channel.columns = columns;
      for (const listener of listeners) listener();
    },
    listening: () => listeners.size,
  };
}

const operation = {} as Operation;
const round = (number: number) => ({ round: number, timing: burstTiming([]), operations: [operation] });

function shown(mode: ProgressMode, live: boolean) {
  const { channel, ...rest } = terminal(live);
  return { display: progressDisplay(channel, mode, Date.now), ...rest };
}

describe('the progress display', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('rewrites one line on a terminal, in one write each, and leaves nothing behind', () => {
    const { display, written, listening } = shown('auto', true);
    display.start('tickets', 10, 1, 1);
    vi.advanceTimersByTime(500);
    display.round(round(0), false);
    vi.advanceTimersByTime(500);
    display.round(round(1), true);
    expect(written).toHaveLength(3);
    for (const text of written) expect(text).toMatch(/^[^\r\n]*\u001b\[J\r$/);
    expect(stripVTControlCharacters(written[2] ?? '')).toContain(
      '1/10 rounds  1 violated  spread 0 µs  5 s left  tickets',
    );
    display.end();
    expect(written.at(-1)).toBe('\r\u001b[J');
    expect(vi.getTimerCount()).toBe(0);
    expect(listening()).toBe(0);
  });

  it('is not drawn more often than ten times a second, and runs down while a round takes long', () => {
    const { display, written } = shown('auto', true);
    display.start('tickets', 100, 1, 1);
    for (let number = 1; number <= 50; number += 1) {
      vi.advanceTimersByTime(20);
      display.round(round(number), false);
    }
    expect(written.length).toBeLessThanOrEqual(12);
    const before = written.length;
    vi.advanceTimersByTime(3_000);
    expect(written.length).toBeGreaterThan(before);
    expect(written.at(-1)).toContain('0 s left');
  });

  it('follows the size of the terminal at once', () => {
    const { display, written, resize } = shown('auto', true);
    display.start('tickets', 10, 1, 1);
    resize(30);
    expect(written).toHaveLength(2);
    expect(stripVTControlCharacters(written[1] ?? '').trimEnd().length).toBeLessThan(30);
  });

  it('keeps a note apart from the live line', () => {
    const { display, written } = shown('auto', true);
    display.start('tickets', 10, 1, 1);
    display.note('interrupted');
    expect(written.slice(1, 3)).toEqual(['\r\u001b[J', 'interrupted\n']);
    expect(written[3]).toContain('first the baseline');
  });

  it('writes one line for each scenario where nobody watches, or where lines are asked for', () => {
    for (const [mode, live] of [
      ['auto', false],
      ['lines', true],
    ] as const) {
      const { display, written } = shown(mode, live);
      display.start('tickets\u001b[2J', 10, 2, 3);
      display.round(round(1), true);
      display.end();
      expect(written).toEqual(['hunting 2 of 3: tickets<U+001B>[2J (10 rounds)\n']);
    }
  });

  it('can be asked for where nobody watches, and silenced where somebody does', () => {
    const forced = shown('live', false);
    forced.display.start('tickets', 10, 1, 1);
    expect(forced.written[0]).toContain('\u001b[J');
    forced.display.end();
    const silent = shown('none', true);
    silent.display.start('tickets', 10, 1, 1);
    silent.display.round(round(1), true);
    silent.display.note('interrupted');
    expect(silent.written).toEqual(['interrupted\n']);
  });
});
