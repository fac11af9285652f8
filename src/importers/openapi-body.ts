import { isList, isMap, type Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';
import type { DraftRequest } from './draft.ts';
import { jsonTemplate } from './json-template.ts';
import { formType, isHoldable, jsonType } from './message-body.ts';
import { multipartBody } from './multipart.ts';
import { escaped } from './literal.ts';
import type { OpenApiDocument, Part } from './openapi-document.ts';
import type { DraftNames } from './openapi-operation.ts';
import { exampleOf } from './openapi-sample.ts';

type Body = Pick<DraftRequest, 'json' | 'form' | 'body'> & {
  /** The content type, where the body does not imply it. */
  readonly type?: string;
  /** What somebody has to do by hand. */
  readonly note?: string;
};

const jsonLike = /[/+]json\b/;
const multipartType = 'multipart/form-data';

/** The request body of an operation: JSON before a form before any other type. */
export function openApiBody(document: OpenApiDocument, operation: Part, names: DraftNames): Body {
  const content = document.part(document.part(operation['requestBody'])['content']);
  const types = Object.keys(content);
  const type =
    [jsonLike, /^application\/x-www-form-urlencoded$/, /^multipart\/form-data$/]
      .map((wanted) => types.find((each) => wanted.test(each)))
      .find((each) => each !== undefined) ?? types[0];
  if (type === undefined) return {};
  const described = document.part(content[type]);
  const example = exampleOf(document, described);
  const value = jsonTemplate(example, { secret: (name) => names.secret(name), text: escaped });
  if (jsonLike.test(type)) return { json: value, ...(type !== jsonType && { type }) };
  if (type === formType && isMap(value) && Object.keys(value).every(isHoldable))
    return { form: Object.fromEntries(Object.entries(value).map(([name, field]) => [name, fieldText(field)])) };
  if (type === multipartType && isMap(value)) return multipart(document, described, value);
  // A range such as */* is no type that can be sent.
  const sent = type.includes('*') ? {} : { type };
  if (typeof value !== 'object' || value === null) return { body: fieldText(value), ...sent };
  return { body: '', ...sent, note: `its body is ${type}, of which no sample can be made: write it under body` };
}

function fieldText(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** Items of a list are parts of one name, maps are JSON (OpenAPI 3.1, "Special Considerations for multipart Content"). */
function multipart(document: OpenApiDocument, described: Part, fields: Readonly<Record<string, Json>>): Body {
  const properties = document.part(document.part(described['schema'])['properties']);
  const files = Object.keys(fields).filter((name) => document.part(properties[name])['format'] === 'binary');
  const parts = Object.entries(fields).flatMap(([name, field]) =>
    (isList(field) ? field : [field]).map((item) => ({
      name,
      text: fieldText(item),
      ...(isMap(item) && { type: jsonType }),
    })),
  );
  const { text, type } = multipartBody(parts);
  return {
    body: text,
    type,
    ...(files.length > 0 && { note: `${files.join(', ')} of its body should be a file: put its text there` }),
  };
}
