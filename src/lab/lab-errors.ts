import { RacehoundError } from '../support/diagnostic.ts';
import { ChildFailure } from './child-process.ts';

export const lastPort = 65_535;

/** Why the lab does not start. */
function labError(code: string, title: string, help: string): RacehoundError {
  return new RacehoundError('usage', [{ code, title, help }]);
}

export function streamsWithoutHttp2(): RacehoundError {
  return labError(
    'RH535',
    '--max-streams is a limit of HTTP/2 connections, and the lab speaks HTTP/1.1',
    'add --http2',
  );
}

export function postgresNotStarted(error: Error): never {
  throw labError(
    'RH534',
    `the lab's own PostgreSQL does not start: ${error.message}`,
    'use a database of your own with --database postgres://...',
  );
}

/** `needed`: connections that the lab takes at the least. */
export function tooFewConnections(free: number, needed: number): RacehoundError {
  return labError(
    'RH537',
    `the database takes ${Math.max(0, free)} more connections, and a lab with so many instances needs ${needed}`,
    'raise max_connections, close what holds connections there, or start fewer instances with --instances',
  );
}

export function redisUnusable(reason: string): RacehoundError {
  return labError(
    'RH536',
    `the Redis can't be used: ${reason}`,
    'expected --redis redis://user:password@127.0.0.1:6379/0, and the right to write there',
  );
}

export function beyondTheLastPort(port: number, instances: number): RacehoundError {
  return labError(
    'RH538',
    `--port ${port} and the ${instances} ports above it go beyond ${lastPort}, the last one that there is`,
    `give --port ${lastPort - instances} or a lower one, or --port 0 for any that are free`,
  );
}

/** Turns Node's error for a port that is taken into ours. */
export function unlessTaken(port: number, instances: number): (error: Error) => never {
  return (error) => {
    const code = error instanceof ChildFailure ? error.code : (error as NodeJS.ErrnoException).code;
    if (code !== 'EADDRINUSE') throw error;
    throw labError(
      'RH533',
      `port ${port} is in use; the lab needs a base port and the ${instances} ports above it`,
      'give another base port with --port, or --port 0 for any that are free',
    );
  };
}
