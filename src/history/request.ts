/** Where a request is sent: the origin that the server is told, and the address that is dialled when they differ. */
export interface Origin {
  readonly protocol: 'http:' | 'https:';
  /** As it goes into `Host` and SNI, without the port. */
  readonly hostname: string;
  readonly port: number;
  /** `host:port` to dial instead (`connectTo`), like curl's option of that name. */
  readonly connectTo?: string;
}

/** One HTTP request, ready to send. Survives `structuredClone`, so that it can cross to a worker thread. */
export interface HttpRequest {
  readonly origin: Origin;
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly path: string;
  /** In the order of sending; names as the user wrote them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  /** From the release (or the sending) to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** `https://host:port`, the port always told. */
export function originUrl({ protocol, hostname, port }: Origin): string {
  return `${protocol}//${hostname}:${port}`;
}
