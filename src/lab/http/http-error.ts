/** An answer that a handler gives by throwing. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** 404: `what` does not exist. */
export function notFound(what: string): HttpError {
  return new HttpError(404, `no such ${what}`);
}

/** 422: an idempotency key came with another body than before (IETF draft "The Idempotency-Key HTTP Header Field"). */
export function reusedKey(): HttpError {
  return new HttpError(422, 'this idempotency-key was sent with something else before');
}
