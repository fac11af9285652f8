/** A pipe that nobody reads (write(2)), and a terminal that was closed. */
const closed: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

/**
 * Aborts when nobody reads the output any more, as in `racehound ... | head`. From then on what is written is lost without a word;
 * other trouble with the output is an error that nobody catches.
 */
export function outputClosed(streams: readonly NodeJS.WritableStream[]): AbortSignal {
  const controller = new AbortController();
  for (const stream of streams) {
    stream.on('error', (error: Error & { readonly code?: string }) => {
      if (!closed.includes(error.code)) throw error;
      controller.abort();
    });
  }
  return controller.signal;
}
