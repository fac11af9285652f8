import type { ScenarioReport } from '../analysis/run-report.ts';
import type { Operation } from '../history/operation.ts';
import { shorten } from './words.ts';

/** Of a body, what a glance takes in. */
const mostCharacters = 120;

/** One answer, with what was asked: often a wrong path or a missing right tells itself so. */
export interface AnswerSample {
  readonly label: string;
  readonly text: string;
}

/** Of the answers that no outcome describes, or of those that nobody succeeded with. Missing where there is none to wonder at. */
export function answerSample({ kept }: ScenarioReport): AnswerSample | undefined {
  const operations = kept.flatMap((round) => round.operations);
  const unexpected = sampleOf(operations.filter(({ outcome }) => outcome === 'unexpected'));
  if (unexpected !== undefined) return { label: 'unexpected', text: unexpected };
  const text = operations.every(({ effect }) => effect !== 'ok') ? sampleOf(operations) : undefined;
  return text === undefined ? undefined : { label: 'answers', text };
}

function sampleOf(operations: readonly Operation[]): string | undefined {
  const answered = operations.filter(({ answer }) => answer !== undefined);
  const [sample] = [...answered.filter(({ answer }) => answer?.body !== ''), ...answered];
  if (sample?.answer === undefined) return undefined;
  const { request, sent, answer } = sample;
  const asked = sent === undefined ? request : `${sent.method} ${sent.url}`;
  const body = shorten(answer.body.replace(/\s+/g, ' ').trim(), mostCharacters);
  return `such as ${asked}: ${answer.status}${body === '' ? '' : ` ${body}`}`;
}
