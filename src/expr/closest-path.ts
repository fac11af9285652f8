import type { Answer } from '../history/operation.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { isList, isMap, type Json } from '../support/json.ts';
import { jsonBody } from './answer-parts.ts';

const deepest = 4;
const mostPaths = 500;

/** The path in a JSON body that somebody who wrote `path` may have meant; undefined where none is near. */
export function closestPath(path: string, answer: Answer): string | undefined {
  const body = jsonBody(answer);
  if ('problem' in body) return undefined;
  const paths: string[] = [];
  collect(body.value, '$', 0, paths);
  return didYouMean(path, paths);
}

function collect(value: Json, at: string, depth: number, paths: string[]): void {
  if (depth === deepest) return;
  const [first] = isList(value) ? value : [];
  if (first !== undefined) collect(first, `${at}[0]`, depth + 1, paths);
  if (!isMap(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (paths.length === mostPaths) return;
    const path = /^[A-Za-z_]\w*$/.test(key) ? `${at}.${key}` : `${at}[${JSON.stringify(key)}]`;
    paths.push(path);
    collect(member, path, depth + 1, paths);
  }
}
