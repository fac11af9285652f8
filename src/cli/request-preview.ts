import { renderJson, renderRequest, type RequestTemplate } from '../expr/request-template.ts';
import type { Scope } from '../expr/scope.ts';
import { RenderError } from '../expr/template.ts';
import type { Json } from '../support/json.ts';

export interface RequestPreview {
  /** Method and path, query included. */
  readonly line: string;
  readonly body?: string;
}

/** A request as it will be sent; what waits for an answer, or for the clock, stays as the scenario spells it. */
export function requestPreview(template: RequestTemplate, scope: Omit<Scope, 'nowMs'>): RequestPreview {
  const pending: string[] = [];
  const shown = (text: string) => text.replace(pendingMark, (_, place) => `{{ ${pending[Number(place)] ?? ''} }}`);
  const { path: asWritten, method } = template;
  const [first] = asWritten.parts;
  try {
    const request = renderRequest(template, {
      ...scope,
      nowMs: notYet,
      standIn: (expression) => `racehoundpending${pending.push(expression) - 1}x`,
    });
    // What a path begins with may be a whole URL: nobody knows what will be put before it.
    const isOpen = typeof first === 'object' && pending.includes(first.expression);
    return {
      line: `${method} ${isOpen ? asWritten.source : shown(request.path)}`,
      ...(request.body !== undefined && { body: shown(Buffer.from(request.body).toString('utf8')) }),
    };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { line: `${method} ${asWritten.source}` };
  }
}

function notYet(): never {
  throw new RenderError('now()', 'nothing is sent yet');
}

/** Letters and digits alone: neither JSON nor a URL spells them otherwise. */
const pendingMark = /racehoundpending(\d+)x/g;

/** Those values of a member that wait for nothing. */
export function knownValues(
  values: Readonly<Record<string, Json>>,
  scope: Omit<Scope, 'nowMs'>,
): Readonly<Record<string, Json>> {
  const known = Object.entries(values).flatMap(([name, value]) => {
    try {
      return [[name, renderJson(value, { ...scope, nowMs: notYet }, `values.${name}`)] as const];
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      return [];
    }
  });
  return Object.fromEntries(known);
}
