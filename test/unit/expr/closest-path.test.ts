import { expect, it } from 'vitest';
import { closestPath } from '../../../src/expr/closest-path.ts';
import type { Answer } from '../../../src/history/operation.ts';

const answer = (body: string): Answer => ({ status: 200, headers: [], body, bodyBytes: Buffer.byteLength(body) });

it.each([
  ['$.holdId', '{"hold":7}', '$.hold'],
  ['$.item.ids', '{"item":{"id":7}}', '$.item.id'],
  ['$.items[0].idd', '{"items":[{"id":7}]}', '$.items[0].id'],
  ['$.holdId', '{"user":7}', undefined],
  ['$.holdId', 'not JSON', undefined],
])('takes %s in %s for %s', (path, body, meant) => {
  expect(closestPath(path, answer(body))).toBe(meant);
});
