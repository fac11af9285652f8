import { constants } from 'node:fs';
import { chmod, cp, lchown, readdir, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** A system user by its numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Copies the binaries (60 MB, a fifth of a second) rather than running them where they lie: npm packs neither symbolic links nor
 * all file modes, an install without scripts has not mended that, and a checkout beneath /root is closed to the
 * user that PostgreSQL must run as there.
 */
export async function copyBinaries(native: string, folder: string, owner: Owner | undefined): Promise<void> {
  await cp(native, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  for (const { source, target } of await symlinks(native)) {
    await symlink(basename(source), join(folder, '..', target)).catch(unlessThere);
  }
  for (const program of await readdir(join(folder, 'bin'))) await chmod(join(folder, 'bin', program), 0o755);
  if (owner === undefined) return;
  for (const path of ['.', ...(await readdir(folder, { recursive: true }))]) {
    await lchown(join(folder, path), owner.uid, owner.gid);
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Paths in the list are relative to the package, so they begin with `native/`. */
async function symlinks(native: string): Promise<z.output<typeof links>> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return links.parse(JSON.parse(text));
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
