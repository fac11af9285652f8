import type { RoundHistory } from '../history/history.ts';
import type { Operation } from '../history/operation.ts';

/** Watches for a target that answered once and then no more: a service that died, as a rule under a burst. */
export interface SilenceWatch {
  add(history: RoundHistory): void;
  /** Undefined for a target that never answered, or answered to the end. */
  report(): Silence | undefined;
}

/** In words: that the target is silent and since when, and how that showed. */
export interface Silence {
  readonly since: string;
  readonly shown: string;
}

export function createSilenceWatch(): SilenceWatch {
  let answered = false;
  let began: RoundHistory | undefined;
  /** Members that go without an answer may have been dropped on purpose; a target that can't be reached is gone. */
  let gone: string | undefined;

  return {
    add(history) {
      const { prepared = [], operations } = history;
      const reached = prepared.length > 0;
      const unreachable = whyUnreachable(history);
      const silent = unreachable !== undefined || (operations.length > 0 && operations.every(isUnanswered));
      if (reached || !silent) began = gone = undefined;
      answered ||= reached || operations.some((operation) => !isUnanswered(operation));
      if (!silent || !answered) return;
      began ??= history;
      gone ??= unreachable;
    },
    report() {
      if (began === undefined || gone === undefined) return undefined;
      const { round, operations } = began;
      const lost = operations.filter(isUnanswered).length;
      const members = lost === 0 ? '' : `${lost} of ${operations.length} members without an answer, then `;
      return {
        since: `the target stopped answering in ${round === 0 ? 'the baseline' : `round ${round}`}`,
        shown: `${members}${gone}`,
      };
    },
  };
}

function whyUnreachable({ trouble, operations }: RoundHistory): string | undefined {
  if (trouble?.unreachable) return trouble.message;
  const refused = operations.length > 0 && operations.every(({ failure }) => failure?.kind === 'connect');
  return refused ? operations[0]?.failure?.message : undefined;
}

function isUnanswered({ answer }: Operation): boolean {
  return answer === undefined;
}
