import type { Complain, CurlArgument } from './curl-argument.ts';
import { multipartBody } from './multipart.ts';

/** The text fields of `curl -F` as a body. A file in it can't be written down in a scenario. */
export function curlForm(
  fields: readonly CurlArgument[],
  complain: Complain,
): { readonly content: { readonly text: string }; readonly type: string } {
  const parts = fields.map(({ meaning, value, span }) => {
    const equals = value.indexOf('=');
    if (equals < 1) throw complain(`${JSON.stringify(value)} is no field`, span, "write -F 'name=value'");
    const text = value.slice(equals + 1);
    if (meaning === 'form' && /^[@<]/.test(text))
      throw complain(
        'a form with a file in it can not be written as a scenario',
        span,
        'save the whole multipart body to a file, and send it with --data-binary @file',
      );
    const [content = '', ...attributes] = meaning === 'form' ? text.split(';') : [text];
    const type = attributes.map((each) => /^\s*type=(.+)$/.exec(each)?.[1]).find((each) => each !== undefined);
    return { name: value.slice(0, equals), text: content, ...(type !== undefined && { type }) };
  });
  const { text, type } = multipartBody(parts);
  return { content: { text }, type };
}
