import type { Operation } from '../history/operation.ts';
import type { Json } from '../support/json.ts';
import { identityOf, type Reading } from './reading.ts';

/** A write between two versions; one that is not known is missing. */
export interface Write {
  readonly operation: Operation;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const entityTag = /^(?:W\/)?"(.*?)(?:[-;](?:gzip|br|deflate|zstd))?"$/;

/**
 * What a version is recognised by. Entity tags are compared without `W/`, the quotes, and the suffix that a compressing
 * server adds: RFC 9110, section 8.8.3, and the `-gzip` of Apache's mod_deflate.
 */
export function versionText(reading: Reading<Json>): string | undefined {
  const text = identityOf(reading);
  return text === undefined ? undefined : (entityTag.exec(text)?.[1] ?? text);
}

/** How often each version was made and replaced. */
export interface VersionCounts {
  readonly made: number;
  readonly replaced: number;
}

/** Versions in the order in which they first occur, with the ends of the chain: the first was made, the last is replaced by nobody. */
export function countVersions(
  writes: readonly Write[],
  { initial, final }: { readonly initial?: string; readonly final?: string },
): ReadonlyMap<string, VersionCounts> {
  const counts = new Map<string, { made: number; replaced: number }>();
  const add = (version: string | undefined, key: keyof VersionCounts) => {
    if (version === undefined) return;
    const known = counts.get(version) ?? { made: 0, replaced: 0 };
    known[key] += 1;
    counts.set(version, known);
  };
  add(initial, 'made');
  for (const { from, to } of writes) {
    add(from, 'replaced');
    add(to, 'made');
  }
  add(final, 'replaced');
  return counts;
}

/** In how many pieces, which no write links, the versions lie. */
export function pieces(writes: readonly Write[], versions: Iterable<string>): number {
  const parents = new Map<string, string>([...versions].map((version) => [version, version]));
  const rootOf = (version: string): string => {
    let at = version;
    for (let parent = parents.get(at) ?? at; parent !== at; parent = parents.get(at) ?? at) {
      parents.set(at, parents.get(parent) ?? parent);
      at = parent;
    }
    return at;
  };
  let count = parents.size;
  for (const { from, to } of writes) {
    if (from === undefined || to === undefined) continue;
    const [one, other] = [rootOf(from), rootOf(to)];
    if (one === other) continue;
    parents.set(one, other);
    count -= 1;
  }
  return count;
}
