import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { outputClosed } from '../../../src/cli/output-closed.ts';

it.each(['EPIPE', 'EIO'])('tells by %s that nobody reads the output any more', (code) => {
  const output = new PassThrough();
  const closed = outputClosed([output]);
  output.emit('error', Object.assign(new Error('write'), { code }));
  expect(closed.aborted).toBe(true);
});

it('lets other trouble with the output through', () => {
  const output = new PassThrough();
  outputClosed([output]);
  expect(() => output.emit('error', Object.assign(new Error('disk full'), { code: 'ENOSPC' }))).toThrow('disk full');
});
