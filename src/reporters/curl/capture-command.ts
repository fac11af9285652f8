import type { Json } from '../../support/json.ts';
import { isMap } from '../../support/json.ts';
import { shellQuoted } from '../../support/shell.ts';

/** Where the answer to a step of the script lies: its head and its body. */
export interface AnswerFiles {
  readonly head: string;
  readonly body: string;
}

/** A shell command that prints what a capture takes from an answer; undefined when a script can't do it with standard tools and jq. */
export function captureCommand(spec: Json, { head, body }: AnswerFiles): string | undefined {
  const rule = typeof spec === 'string' ? { jsonpath: spec } : isMap(spec) ? spec : {};
  if (typeof rule['jsonpath'] === 'string') {
    const filter = jqFilter(rule['jsonpath']);
    return filter === undefined ? undefined : `jq -r ${shellQuoted(filter)} "${body}"`;
  }
  if (typeof rule['header'] === 'string') return headerCommand(rule['header'], head);
  if (typeof rule['cookie'] === 'string' && /^[\w-]+$/.test(rule['cookie']))
    return `tr -d '\\r' < "${head}" | sed -n ${shellQuoted(`s/^[Ss]et-[Cc]ookie: *${rule['cookie']}=\\([^;]*\\).*/\\1/p`)} | tail -n 1`;
  if (rule['status'] === true) return `sed -n '1s/^[^ ]* \\([0-9]*\\).*/\\1/p' "${head}"`;
  return rule['body'] === true ? `cat "${body}"` : undefined;
}

function headerCommand(name: string, head: string): string | undefined {
  if (!/^[\w-]+$/.test(name)) return undefined;
  return `tr -d '\\r' < "${head}" | awk -F ': *' -v name=${name.toLowerCase()} 'tolower($1) == name { sub(/^[^:]*: */, ""); print; exit }'`;
}

/** A singular JSONPath (RFC 9535) as a jq filter: names and indexes only; anything else has another meaning there, or none. */
export function jqFilter(path: string): string | undefined {
  const parts = [...path.matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]|\['([^'\\]*)'\]|\["([^"\\]*)"\]/g)];
  if (`$${parts.map(([whole]) => whole).join('')}` !== path) return undefined;
  const steps = parts.map(([, name, index, single, double]) =>
    index === undefined ? `[${JSON.stringify(name ?? single ?? double)}]` : `[${index}]`,
  );
  return `.${steps.join('')}`;
}
