import type { FailureReport } from '../analysis/run-report.ts';

/** `60 × other side closed (UND_ERR_SOCKET)`: why members had no full answer. */
export function failureText({ operations, code, message }: FailureReport): string {
  // The tool's own codes, and names of errors that have none, tell a person nothing.
  const telling = /^[A-Z][A-Z\d_]+$/.test(code) && !code.startsWith('RACEHOUND_') && !message.includes(code);
  return `${operations} × ${message}${telling ? ` (${code})` : ''}`;
}
