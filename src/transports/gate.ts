import { Duplex } from 'node:stream';

type Done = (error?: Error | null) => void;

/**
 * What holds a burst back: a stream between whatever speaks (undici, node:http2, TLS) and the socket beneath it. It knows bytes
 * and no protocol. While it holds, everything written is kept; `passAllBut` sends ahead what may go, and `release` lets
 * the rest go in one write. What is written in between queues behind the held bytes and leaves with them.
 */
export class Gate extends Duplex {
  readonly #beneath: Duplex;
  #held: Buffer | undefined;
  #unwritten = 0;
  #offeredBytes = 0;

  /** `beneath`: a connected socket, plain or TLS. Destroying one end destroys the other. */
  constructor(beneath: Duplex) {
    super();
    this.#beneath = beneath;
    beneath.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) beneath.pause();
    });
    beneath.on('end', () => this.push(null));
    beneath.on('error', (error) => this.destroy(error));
    beneath.on('close', () => this.destroy());
  }

  /** Bytes that were written to the gate so far, held or passed. */
  get offeredBytes(): number {
    return this.#offeredBytes;
  }

  get heldBytes(): number {
    return this.#held?.length ?? 0;
  }

  /** What is being held, to look into it before any of it leaves. */
  get held(): Buffer {
    return this.#held ?? Buffer.alloc(0);
  }

  /** Everything ahead of the held bytes has been handed to the kernel. */
  get isAhead(): boolean {
    return this.#unwritten === 0;
  }

  /** From now on everything that is written is kept. */
  hold(): void {
    this.#held ??= Buffer.alloc(0);
  }

  /** Sends what is held ahead, but for its last `keepBytes`. */
  passAllBut(keepBytes: number): void {
    const held = this.held;
    const ahead = Math.max(0, held.length - keepBytes);
    if (ahead > 0) this.#pass(held.subarray(0, ahead), () => undefined);
    this.#held = held.subarray(ahead);
  }

  /** Lets go of everything in one write, and holds no longer; false when there was nothing to let go of. */
  release(): boolean {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined || held.length === 0) return false;
    this.#beneath.write(held);
    return true;
  }

  /** Forgets what is held. A stream with a gap is of no further use: destroy it when this gives true. */
  forget(): boolean {
    const gap = this.heldBytes > 0;
    this.#held = undefined;
    return gap;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#offer(chunk, done);
  }

  /** What a corked writer wrote in one turn stays one write. */
  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: Done): void {
    this.#offer(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.#beneath.end();
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#held = undefined;
    this.#beneath.destroy();
    done(error);
  }

  override _read(): void {
    this.#beneath.resume();
  }

  #offer(bytes: Buffer, done: Done): void {
    this.#offeredBytes += bytes.length;
    if (this.#held === undefined) return this.#pass(bytes, done);
    this.#held = Buffer.concat([this.#held, bytes]);
    done();
  }

  #pass(bytes: Buffer, done: Done): void {
    this.#unwritten += 1;
    this.#beneath.write(bytes, (error) => {
      this.#unwritten -= 1;
      done(error);
    });
  }
}
