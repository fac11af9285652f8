import { isMap } from '../support/json.ts';
import type { DraftRequest } from './draft.ts';
import { jsonTemplate } from './json-template.ts';
import { formType, isHoldable, jsonType } from './message-body.ts';
import { escaped } from './literal.ts';
import type { OpenApiDocument, Part } from './openapi-document.ts';
import type { DraftNames } from './openapi-operation.ts';
import { exampleOf } from './openapi-sample.ts';

type Body = Pick<DraftRequest, 'json' | 'form' | 'body'> & {
  /** The content type, where the body does not imply it. */
  readonly type?: string;
};

/** The request body of an operation: JSON before a form before any other type. */
export function openApiBody(document: OpenApiDocument, operation: Part, names: DraftNames): Body {
  const content = document.part(document.part(operation['requestBody'])['content']);
  const types = Object.keys(content);
  const type = types.find((each) => /[/+]json\b/.test(each)) ?? types.find((each) => each === formType) ?? types[0];
  if (type === undefined) return {};
  const example = exampleOf(document, document.part(content[type]));
  const value = jsonTemplate(example, { secret: (name) => names.secret(name), text: escaped });
  if (/[/+]json\b/.test(type)) return { json: value, ...(type !== jsonType && { type }) };
  if (type === formType && isMap(value) && Object.keys(value).every(isHoldable))
    return {
      form: Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name, typeof field === 'string' ? field : JSON.stringify(field)]),
      ),
    };
  // A range such as */* is no type that can be sent.
  const sent = type.includes('*') ? {} : { type };
  return { body: typeof value === 'string' ? value : escaped(JSON.stringify(example)), ...sent };
}
