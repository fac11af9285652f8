const boundary = 'racehound-part';

/** A text field of a form, ready to be written. */
export interface FormPart {
  readonly name: string;
  readonly text: string;
  readonly type?: string;
}

/** A multipart body of text fields (RFC 7578), and its content type. */
export function multipartBody(parts: readonly FormPart[]): { readonly text: string; readonly type: string } {
  const written = parts.map(({ name, text, type }) => {
    const disposition = `Content-Disposition: form-data; name="${name.replaceAll('"', '%22')}"`;
    return `--${boundary}\r\n${disposition}\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n${text}\r\n`;
  });
  return { text: `${written.join('')}--${boundary}--\r\n`, type: `multipart/form-data; boundary=${boundary}` };
}
