import { isList, isMap, type Json } from '../support/json.ts';

const mention = /\benv\s*(?:\.\s*|\[\s*["'])([A-Za-z_][A-Za-z0-9_]*)/g;

/** Names of the environment variables that the expressions in a value read. The others never enter a plan or a record. */
export function environmentMentions(value: Json): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: Json) => {
    if (typeof part === 'string') {
      for (const [, name = ''] of part.matchAll(mention)) names.add(name);
    } else if (isList(part)) part.forEach(visit);
    else if (isMap(part)) Object.values(part).forEach(visit);
  };
  visit(value);
  return names;
}
