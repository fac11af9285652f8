import { expectation, type Issue } from './schema-wording.ts';

/** What a failed union has to say for itself. */
export type Branch =
  | { readonly kind: 'one'; readonly issues: readonly Issue[] }
  | { readonly kind: 'several-maps' }
  | { readonly kind: 'none'; readonly expected: string };

/**
 * The member of a union that the user most likely meant. Members of another type (a list where there is a map) are out;
 * of the others the one with the fewest complaints is taken, if there is only one such.
 */
export function closestBranch(members: readonly (readonly Issue[])[]): Branch {
  const branches = members.flatMap(unnested);
  const sameType = branches.filter((issues) => !issues.some(isAboutTheValue));
  if (sameType.length === 0) return { kind: 'none', expected: joined(branches) };
  const fewest = Math.min(...sameType.map(complaints));
  const [closest, ...others] = sameType.filter((issues) => complaints(issues) === fewest);
  if (closest !== undefined && others.length === 0) return { kind: 'one', issues: closest };
  const misspelt = closest?.filter(({ code }) => code === 'unrecognized_keys') ?? [];
  const inAll = others.every((issues) => issues.some(({ code }) => code === 'unrecognized_keys'));
  return misspelt.length > 0 && inAll ? { kind: 'one', issues: misspelt } : { kind: 'several-maps' };
}

/** A union within a union is one union. */
function unnested(issues: readonly Issue[]): readonly (readonly Issue[])[] {
  const [first] = issues;
  if (issues.length === 1 && first?.code === 'invalid_union' && first.path.length === 0) {
    return (first.errors as readonly (readonly Issue[])[]).flatMap(unnested);
  }
  return [issues];
}

function isAboutTheValue({ code, path }: Issue): boolean {
  return path.length === 0 && code !== 'unrecognized_keys' && code !== 'custom';
}

function complaints(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

function joined(branches: readonly (readonly Issue[])[]): string {
  const all = branches.flatMap((issues) => issues.filter(isAboutTheValue).map(expectation));
  return [...new Set(all)].map((text, place) => (place === 0 ? text : text.replace(/^expected /, ''))).join(' or ');
}
