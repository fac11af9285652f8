import type { ScenarioReport } from '../analysis/run-report.ts';
import type { Operation } from '../history/operation.ts';
import { shorten } from './words.ts';

/** Of a body, what a glance takes in. */
const mostCharacters = 120;

/** One of the answers that no outcome describes, with what was asked: often a wrong path tells itself so. Missing where none was kept. */
export function unexpectedSample({ kept }: ScenarioReport): string | undefined {
  const unexpected = kept.flatMap(({ operations }) => operations.filter(({ outcome }) => outcome === 'unexpected'));
  const operation = unexpected.find(({ answer }) => answer !== undefined && answer.body !== '') ?? unexpected[0];
  return operation && sampleText(operation);
}

function sampleText({ request, sent, answer }: Operation): string | undefined {
  if (answer === undefined) return undefined;
  const asked = sent === undefined ? request : `${sent.method} ${sent.url}`;
  const body = shorten(answer.body.replace(/\s+/g, ' ').trim(), mostCharacters);
  return `such as ${asked}: ${answer.status}${body === '' ? '' : ` ${body}`}`;
}
