/** Every mark that stands in place of a secret begins with it. */
export const redactionMark = '[redacted';

const hidden = `${redactionMark}]`;
const secretHeader = /^(authorization|proxy-authorization|cookie|x-api-key)$|token|secret|password|api-?key/i;
const secretName = '(?:password|passwd|token|secret|api_?key|authorization)';
const jsonField = new RegExp(`("[^"]*${secretName}[^"]*"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
/** Of a query or a form body. */
const parameter = new RegExp(`((?:^|[?&])[^=&\\s"{}]*${secretName}[^=&\\s"{}]*=)[^&\\s#"'<>]+`, 'gi');

/** A header, a field or a column whose name says that it holds a credential. */
export function isCredentialName(name: string): boolean {
  return secretHeader.test(name);
}

/** The value of a header, or a mark when its name says that it is a credential; of a cookie that is set the name stays. */
export function hiddenHeader(name: string, value: string): string {
  if (name.toLowerCase() === 'set-cookie') return value.replace(/=[^;]*/, `=${hidden}`);
  return isCredentialName(name) ? hidden : value;
}

/** A body whose JSON fields and form parameters with telling names are hidden. */
export function hiddenFields(body: string): string {
  return hiddenParameters(body.replace(jsonField, `$1"${hidden}"`));
}

/** A URL, or the body of a form, whose parameters with telling names are hidden. */
export function hiddenParameters(text: string): string {
  return text.replace(parameter, `$1${hidden}`);
}
