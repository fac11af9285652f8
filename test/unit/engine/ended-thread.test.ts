import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { endOf } from '../../../src/engine/ended-thread.ts';

const thread = (source: string) => new Worker(source, { eval: true });

it('tells what a thread threw', async () => {
  expect((await endOf(thread('throw new TypeError("broken")'))).message).toBe('broken');
  expect((await endOf(thread('throw "no error at all"'))).message).toBe('no error at all');
});

it('tells that a thread ended without a word', async () => {
  expect((await endOf(thread('process.exit(3)'))).message).toBe('a firing thread ended with exit code 3');
});
