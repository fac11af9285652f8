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
