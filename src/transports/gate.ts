import type { Socket } from 'node:net';

/** What holds a member back: the last byte written to its socket while the gate is armed. */
export interface Gate {
  /** From now on the last byte written is kept back. */
  arm(): void;
  /** A byte is held, and everything ahead of it has been handed to the kernel. */
  isStaged(): boolean;
  /** Lets the held byte go; false when there is nothing to let go of. */
  release(): boolean;
  /** Forgets a held byte, for a member that is given up. */
  disarm(): void;
}

type Written = (error?: Error | null) => void;

/**
 * Puts a gate into a connected socket, plain or TLS, beneath whatever speaks HTTP on it. It passes on all but the last byte
 * written *so far*: a later chunk pushes the held byte out ahead of itself. So it needs no knowledge of HTTP, and
 * requests with and without a body, written in one piece or in several, are held alike.
 */
export function gateSocket(socket: Socket): Gate {
  const writeThrough = socket.write.bind(socket);
  const heldByte = Buffer.alloc(1);
  let armed = false;
  let holding = false;
  let unwritten = 0;

  const pass = (bytes: Uint8Array, written?: Written) => {
    unwritten += 1;
    return writeThrough(bytes, (error) => {
      unwritten -= 1;
      written?.(error);
    });
  };

  const hold = (bytes: Buffer, written?: Written) => {
    if (bytes.length === 0) return writeThrough(bytes, written);
    if (holding) pass(Buffer.from(heldByte));
    heldByte[0] = bytes[bytes.length - 1] ?? 0;
    holding = true;
    if (bytes.length > 1) return pass(bytes.subarray(0, -1), written);
    if (written) setImmediate(written);
    return true;
  };

  socket.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Written, written?: Written) => {
    const done = typeof encoding === 'function' ? encoding : written;
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8')
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    return armed ? hold(bytes, done) : writeThrough(bytes, done);
  };

  return {
    arm() {
      armed = true;
      holding = false;
    },
    isStaged: () => holding && unwritten === 0,
    release() {
      armed = false;
      if (!holding) return false;
      holding = false;
      writeThrough(heldByte);
      return true;
    },
    disarm() {
      armed = false;
      holding = false;
    },
  };
}
