import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inlineBurster } from '../../../src/engine/burster.ts';
import type { Clock } from '../../../src/engine/clock.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import { createGuard } from '../../../src/engine/guard.ts';
import { createTracing } from '../../../src/engine/tracing.ts';
import { hunt, type HuntEnd } from '../../../src/engine/hunt.ts';
import type { Lesson } from '../../../src/engine/portfolio.ts';
import type { Delivery } from '../../../src/history/delivery.ts';
import type { RoundHistory } from '../../../src/history/history.ts';
import { compilePlan, planRound } from '../../../src/plan/index.ts';
import { loadScenario } from '../../../src/scenario/index.ts';
import { exchangeWith, type FakeService, fakeTransport, virtualTime } from '../../../src/transports/fake.ts';

export interface FakeHunt {
  readonly rounds: readonly RoundHistory[];
  readonly end: HuntEnd;
  readonly secrets: readonly string[];
  readonly sent: number;
}

export interface FakeHuntOptions {
  readonly seed?: number;
  /** Name of the run, for trace marks; without it there are none. */
  readonly run?: string;
  readonly replayed?: EngineContext['replayed'];
  readonly gapNs?: number;
  readonly maxRequests?: number;
  readonly signal?: AbortSignal;
  readonly outOfTime?: (nowNs: number) => string | undefined;
  readonly onRound?: (history: RoundHistory) => 'continue' | 'stop';
  /** Told what each round taught about its delivery. */
  readonly onLesson?: (lesson: Lesson) => void;
}

const delivery: Delivery = {
  method: 'last-byte',
  protocol: 'http/1.1',
  hold: 'headers',
  threads: 1,
  connections: 'warm',
};

/** Loads a scenario text as a user's file would be. */
export function loadText(text: string, env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'racehound-unit-'));
  const file = join(folder, 'test.race.yaml');
  writeFileSync(file, text);
  try {
    return loadScenario(file, { env, variables: {}, requireSecrets: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Hunts on virtual time against a scripted server: exact, and over at once. */
export async function fakeHunt(text: string, service: FakeService, options: FakeHuntOptions = {}): Promise<FakeHunt> {
  const plan = compilePlan(loadText(text), { seed: options.seed ?? 1 });
  const time = virtualTime();
  const clock: Clock = {
    nowNs: time.nowNs,
    wallMs: () => time.nowNs() / 1e6,
    async sleep(ms) {
      time.advanceToNs(time.nowNs() + ms * 1e6);
    },
  };
  const guard = createGuard([], options.maxRequests ?? 100_000);
  const rounds: RoundHistory[] = [];
  const secrets: string[] = [];
  const end = await hunt(
    {
      plan,
      planRound: (round) => planRound(plan, round),
      burster: inlineBurster(fakeTransport(service, time, options.gapNs ?? 1000), clock, 0n),
      async send(request) {
        const atNs = time.nowNs();
        const exchange = exchangeWith(service(request, atNs), atNs);
        time.advanceToNs((exchange.doneAtNs ?? atNs) + 1);
        return { ...exchange, member: 0, stagedAtNs: atNs };
      },
      portfolio: { next: () => delivery, learn: (_, lesson) => options.onLesson?.(lesson) },
      ...(options.run !== undefined && { tracing: createTracing(options.run, 0) }),
      run: options.run ?? 'run',
      ...(options.replayed !== undefined && { replayed: options.replayed }),
      clock,
      guard,
      outOfTime: () => options.outOfTime?.(time.nowNs()),
      signal: options.signal ?? new AbortController().signal,
      onSecret: (value) => secrets.push(value),
    },
    (history) => {
      rounds.push(history);
      return { stop: options.onRound?.(history) === 'stop', violated: false };
    },
  );
  return { rounds, end, secrets, sent: guard.sent() };
}
