import type { Answer, Exchange, Failure } from '../history/operation.ts';
import type { HttpRequest } from '../history/request.ts';
import type { Collected, StagedMember, Transport } from './transport.ts';

/** What a scripted server does with a request: how long it takes, and the answer or the failure at the end of it. */
export interface FakeReaction {
  readonly afterNs: number;
  readonly status?: number;
  readonly body?: string;
  readonly failure?: Failure;
  /** Answers this long before the release instead: a server that does not wait for the held byte. */
  readonly earlyNs?: number;
}

/** A server in memory. Called once for each request, in the order of arrival. */
export type FakeService = (request: HttpRequest, atNs: number) => FakeReaction;

/** Time that passes only when somebody says so. */
export interface VirtualTime {
  nowNs(): number;
  advanceToNs(atNs: number): void;
}

export function virtualTime(): VirtualTime {
  let current = 0;
  return {
    nowNs: () => current,
    advanceToNs(atNs) {
      current = Math.max(current, atNs);
    },
  };
}

/** A transport without a wire: members are released `gapNs` apart on virtual time, and a scripted server reacts. For tests. */
export function fakeTransport(service: FakeService, time: VirtualTime, gapNs: number): Transport {
  let members: readonly StagedMember[] = [];
  let stagedAtNs = 0;
  let exchanges: readonly Exchange[] = [];
  return {
    async open(staged) {
      members = staged;
    },
    async arm() {
      stagedAtNs = time.nowNs();
    },
    async release(releaseAtNs) {
      exchanges = members.map((member, place) => {
        const releasedAtNs = Number(releaseAtNs) + member.offsetNs + place * gapNs;
        return {
          ...exchangeWith(service(member.request, releasedAtNs), releasedAtNs),
          member: member.member,
          stagedAtNs,
        };
      });
    },
    async collect(): Promise<Collected> {
      time.advanceToNs(Math.max(...exchanges.map(({ doneAtNs }) => doneAtNs ?? 0)));
      return { exchanges, warmUps: 0 };
    },
    abort() {
      members = [];
    },
    async close() {
      members = [];
    },
  };
}

/** What a client would have measured of a reaction. */
export function exchangeWith(reaction: FakeReaction, releasedAtNs: number): Omit<Exchange, 'member'> {
  const doneAtNs = releasedAtNs + reaction.afterNs;
  const firstByteAtNs = reaction.earlyNs === undefined ? doneAtNs : releasedAtNs - reaction.earlyNs;
  if (reaction.failure !== undefined) return { releasedAtNs, doneAtNs, failure: reaction.failure };
  return { releasedAtNs, firstByteAtNs, doneAtNs, answer: answerOf(reaction) };
}

function answerOf({ status = 200, body = '{}' }: FakeReaction): Answer {
  return { status, headers: [['content-type', 'application/json']], body, bodyBytes: Buffer.byteLength(body) };
}
