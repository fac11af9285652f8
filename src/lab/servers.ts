import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labCertificate, type LabCertificate } from './certificate.ts';
import { startChild } from './child-process.ts';
import { startKeeper } from './keeper.ts';
import { postgresNotStarted, redisUnusable } from './lab-errors.ts';
import type { Log } from './log.ts';
import { isInstalled, missingPostgres } from './peers.ts';
import { locateBinaries } from './postgres/locate-binaries.ts';
import type { RedisAddress } from './redis/twin-redis.ts';

/** Where to stop what was started; the last thing first. */
export type Undo = (() => Promise<void>)[];

/** Starts a PostgreSQL that lives as long as the lab, and gives back its URL. */
export async function startPostgres(undo: Undo, onLog: Log): Promise<string> {
  const native = locateBinaries();
  if (native === undefined) throw missingPostgres();
  const keeper = await startKeeper<string>('./postgres/keeper.js', 'PostgreSQL', { native }, onLog).catch(
    postgresNotStarted,
  );
  undo.push(() => keeper.stop());
  return keeper.ready;
}

/** A Redis and the place of this lab's keys there; or why there is none. */
export type RedisFound = RedisAddress | { readonly missing: string };

/** Takes the Redis that it is given, or starts one where `redis-server` is installed. */
export async function findRedis(given: string | undefined, undo: Undo, onLog: Log): Promise<RedisFound> {
  // Several labs may share one server.
  const prefix = `racehound-lab:${randomBytes(4).toString('hex')}`;
  if (!isInstalled('@redis/client')) {
    if (given !== undefined) throw redisUnusable('the package @redis/client is missing; `npm install @redis/client`');
    return { missing: '`npm install @redis/client`' };
  }
  if (given === undefined) {
    const url = await startRedis(undo, onLog);
    return url === undefined
      ? { missing: 'install `redis-server`, or give one with --redis redis://...' }
      : { url, prefix };
  }
  const address = { url: given, prefix };
  const keeper = await startChild<null>('./redis/keys-keeper.js', address, {
    onLog,
    onLost: (how) =>
      onLog(`the process that removes the lab's keys from Redis ended unasked (${how}); remove ${prefix}:* by hand`),
  }).catch((error: Error) => {
    throw redisUnusable(error.message);
  });
  undo.push(() => keeper.stop());
  return address;
}

/** Starts a Redis that lives as long as the lab, and gives back its URL; undefined when none is installed. */
export async function startRedis(undo: Undo, onLog: Log): Promise<string | undefined> {
  const keeper = await startKeeper<string | null>('./redis/keeper.js', 'Redis', {}, onLog);
  undo.push(() => keeper.stop());
  return keeper.ready ?? undefined;
}

/** Makes a certificate, and puts it (not its key) where clients find it as long as the lab runs. */
export async function layOutCertificate(undo: Undo, onLog: Log): Promise<LabCertificate & { readonly path: string }> {
  const certificate = await labCertificate();
  const keeper = await startKeeper<null>('./folder-keeper.js', 'the certificate', {}, onLog);
  undo.push(() => keeper.stop());
  const path = join(keeper.folder, 'certificate.pem');
  await writeFile(path, certificate.cert);
  return { ...certificate, path };
}
