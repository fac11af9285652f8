import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { ScenarioCommit } from '../history/scenario-commit.ts';

/**
 * Where a scenario file stands in its git repository; undefined outside of one, or without git.
 *
 * The repository may be a stranger's, and its configuration can name programs (git-config: `core.fsmonitor`, filters, hooks, remote
 * helpers). `rev-parse` starts none of them: it reads no index and no working tree, and whatever it might want to fetch from elsewhere is
 * forbidden. So the file is compared here, by the id that git gives to its bytes.
 */
export function scenarioCommit(file: string): ScenarioCommit | undefined {
  const path = resolve(file);
  const revision = (name: string) => revParse(dirname(path), name);
  const id = revision('HEAD^{commit}');
  if (id === undefined) return undefined;
  const blob = revision(`HEAD:./${basename(path)}`);
  if (blob === undefined) return { id, file: 'untracked' };
  const bytes = readFileSync(path);
  const unixBytes = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  // A checkout may have turned line ends into those of its system.
  return { id, file: [bytes, unixBytes].some((each) => blobId(each, blob.length) === blob) ? 'same' : 'changed' };
}

const timeoutMs = 2000;

function revParse(folder: string, revision: string): string | undefined {
  try {
    const out = execFileSync('git', ['-C', folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', revision], {
      // Not in the repository: some systems look for programs in the working directory first.
      cwd: homedir(),
      env: { ...withoutGit(process.env), GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: timeoutMs,
    }).trim();
    const id = out.split('\n').at(-1) ?? '';
    return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

/** What a hook of git, for one, sets for its children would lead away from the folder. */
function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
}

/** As git names the bytes of a file (gitformat-pack, "object id"); SHA-256 repositories have longer names. */
function blobId(bytes: Buffer, length: number): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
