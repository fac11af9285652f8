/** Every mark that stands in place of a secret begins with it. */
export const redactionMark = '[redacted';

const hidden = `${redactionMark}]`;
const secretHeader = /^(authorization|proxy-authorization|cookie|x-api-key)$|token|secret|password|api-?key/i;
const secretName = '(?:password|passwd|token|secret|api_?key|authorization)';
/** A text, whose end may be cut off, or a number; a short one is no secret (`secret-values.ts`). */
const jsonScalar = '(?:"(?:[^"\\\\]|\\\\.)*(?:"|\\\\?$)|-?\\d[\\d.eE+-]{3,})';
const jsonList = `\\[\\s*${jsonScalar}(?:\\s*,\\s*${jsonScalar})*\\s*(?:\\]|,?\\s*$)`;
const jsonField = new RegExp(`("[^"]*${secretName}[^"]*"\\s*:\\s*)(?:${jsonScalar}|${jsonList})`, 'gi');
/** Of a query, a form body or the fragment of a URL. */
const parameter = new RegExp(`((?:^|[?&#])[^=&\\s"{}]*${secretName}[^=&\\s"{}]*=)[^&\\s#"'<>]+`, 'gi');

/** A header, a field or a column whose name says that it holds a credential. */
export function isCredentialName(name: string): boolean {
  return secretHeader.test(name);
}

/** The value of a header without credentials, or a mark when its name says that it is one; of a cookie that is set the name stays. */
export function hiddenHeader(name: string, value: string): string {
  if (name.toLowerCase() === 'set-cookie') return value.replace(/=[^;]*/, `=${hidden}`);
  return isCredentialName(name) ? hidden : hiddenParameters(value);
}

/** A body whose JSON fields and form parameters with telling names are hidden. */
export function hiddenFields(body: string): string {
  return hiddenParameters(body.replace(jsonField, `$1"${hidden}"`));
}

/** A URL, or the body of a form, whose parameters with telling names are hidden. */
export function hiddenParameters(text: string): string {
  return text.replace(parameter, `$1${hidden}`);
}
