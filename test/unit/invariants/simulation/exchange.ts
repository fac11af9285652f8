import type { Effect, Operation } from '../../../../src/history/operation.ts';
import type { Random } from '../../../../src/support/random.ts';
import type { EventQueue } from './event-queue.ts';
import { ms, type Reply, type SimulatedMember, type SimulatedService } from './service.ts';
import { type Fate, fateOf, type Weather } from './weather.ts';

/** How long before the release a member may be staged, nanoseconds. */
export const headstartNs = 2 * ms;

/** What carries a member to the service and back. */
export interface Surroundings {
  readonly service: SimulatedService;
  readonly queue: EventQueue;
  readonly weather: Weather;
  readonly random: Random;
}

/** One request on its way. */
export interface SimulatedExchange {
  /** The client gives up then, nanoseconds. */
  readonly deadlineNs: number;
  /** What the client knows of it after the deadline. */
  operation(): Operation;
}

/** Sends one member; the queue brings it to the service, and the answer back. */
export function send(
  member: SimulatedMember,
  place: number,
  { service, queue, weather, random }: Surroundings,
): SimulatedExchange {
  const { request, values, instance, offsetNs = 0 } = member;
  const releasedAtNs = headstartNs + offsetNs + random.int(0, 0.1 * ms);
  const stagedAtNs = random.int(Math.max(0, releasedAtNs - headstartNs), releasedAtNs);
  const deadlineNs = releasedAtNs + weather.timeoutNs;
  const fate = fateOf(weather, random);
  let answer: { readonly atNs: number; readonly reply: Reply } | undefined;

  const way = () => random.int(1, weather.latencyNs);
  const happens = (chance: number) => random.int(1, 1000) <= chance;

  /** The first thing that reaches the client counts; nothing does that was lost, or comes too late. */
  const receive = (atNs: number, reply: Reply | undefined) => {
    if (reply === undefined || fate === 'answerLost' || atNs >= deadlineNs) return;
    if (answer !== undefined && answer.atNs <= atNs) return;
    answer = { atNs: Math.max(atNs, releasedAtNs), reply };
  };

  const deliver = (arrivalNs: number) =>
    queue.at(arrivalNs, (startNs) => {
      const handling = service.handle(member, startNs);
      const goOn = (nowNs: number) => {
        const step = handling.next(nowNs);
        if (step.done === true) receive(nowNs + way(), insteadOfAnswer[fate] ?? step.value);
        else queue.at(nowNs + step.value, goOn);
      };
      goOn(startNs);
    });

  if (fate === 'requestLost' || fate === 'gatewayBefore' || fate === 'redirectedBefore' || fate === 'limited') {
    receive(releasedAtNs + way() + way(), insteadOfAnswer[fate]);
  } else {
    const late = fate === 'zombie' ? random.int(0, 500 * ms) : 0;
    const arrivalNs = happens(weather.early) ? random.int(stagedAtNs, releasedAtNs) : releasedAtNs + way() + late;
    deliver(arrivalNs);
    if (happens(weather.duplicate)) deliver(arrivalNs + random.int(0, 10 * ms));
  }

  return {
    deadlineNs,
    operation: () => ({
      member: place,
      request,
      offsetNs,
      ...(values !== undefined && { values }),
      ...(instance !== undefined && { instance }),
      stagedAtNs,
      releasedAtNs,
      ...seen(answer, fate, deadlineNs),
      missing: {},
    }),
  };
}

const insteadOfAnswer: Partial<Record<Fate, Reply>> = {
  limited: { outcome: 'unexpected', status: 429 },
  gatewayBefore: { outcome: 'unexpected', status: 502 },
  gatewayAfter: { outcome: 'unexpected', status: 502 },
  redirectedBefore: { outcome: 'unexpected', status: 302 },
  redirectedAfter: { outcome: 'unexpected', status: 302 },
};

type Seen = Pick<Operation, 'doneAtNs' | 'outcome' | 'effect' | 'limited' | 'captures'> &
  Partial<Pick<Operation, 'answer' | 'failure'>>;

function seen(
  answer: { readonly atNs: number; readonly reply: Reply } | undefined,
  fate: Fate,
  deadlineNs: number,
): Seen {
  if (answer === undefined) {
    const failure = { kind: 'timeout', code: 'ETIMEDOUT', message: 'no answer in time' } as const;
    return { doneAtNs: deadlineNs, failure, outcome: 'lost', effect: 'info', limited: false, captures: {} };
  }
  const { outcome, status, captures = {}, headers = [] } = answer.reply;
  return {
    doneAtNs: answer.atNs,
    answer: { status, headers, body: '', bodyBytes: 0 },
    outcome,
    effect: effectOf(status),
    limited: fate === 'limited',
    captures: fate === 'cut' ? {} : captures,
  };
}

function effectOf(status: number): Effect {
  if (status === 408 || status >= 500) return 'info';
  return status < 400 ? 'ok' : 'fail';
}
