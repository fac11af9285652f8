import type { SetRecord } from '../../history/history.ts';
import { isMap } from '../../support/json.ts';
import { stringifyJson } from '../../support/lossless-json.ts';
import { shellWord } from '../../support/shell.ts';
import { harmless } from '../../support/visible-text.ts';
import type { RequestSpec } from '../reporter.ts';
import { neededFor, unmarked } from './curl-request.ts';
import { capturedVariable, filledTemplate, type Variables } from './fill-template.ts';

/** Assignments of what a step set, as it was recorded; what it made of earlier captures is made of the script's own. */
export function setCommands(
  { name: step, captured }: SetRecord,
  spec: RequestSpec | undefined,
  variables: Variables,
  label: string,
): { readonly commands: readonly string[]; readonly needs: ReadonlyMap<string, string> } {
  const templates = isMap(spec?.set) ? spec.set : {};
  const needs = new Map<string, string>();
  const assignments = Object.entries(captured).map(([name, value]) => {
    const text = typeof value === 'string' ? value : stringifyJson(value);
    const template = templates[name];
    const pieces = typeof template === 'string' ? filledTemplate(template, text, variables, 'plain') : undefined;
    const word = (pieces ?? [text]).flatMap((piece) =>
      typeof piece === 'string' ? unmarked(piece, name, needs, label) : [piece],
    );
    for (const piece of word) {
      const need = typeof piece === 'string' ? undefined : neededFor(piece.variable, variables);
      if (typeof piece !== 'string' && need !== undefined) needs.set(piece.variable, need);
    }
    return `${capturedVariable(name)}=${shellWord(word)}`;
  });
  const comment = `# ${harmless(step)}: as recorded, so the service has seen it; write something new where it must be new`;
  return { commands: [comment, ...assignments, ''], needs };
}
