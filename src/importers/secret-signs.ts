/**
 * Names of headers, fields and parameters whose values are taken for secrets. Wider than what the redaction of outputs looks
 * for: a harmless value that becomes a secret costs one environment variable, a secret that stays in a file costs more.
 */
const secretName =
  /token|secret|passw|passphrase|pwd|api[-_]?key|access[-_]?key|private[-_]?key|^key$|credential|session|^sid$|jwt|signature|^sig$|^otp$|^pin$|^cv[vc]2?$|card[-_]?number|^auth|authorization|csrf|xsrf|^cookie$/i;
const harmlessName = /^auth(or|ority)/i;

export function isSecretName(name: string): boolean {
  return secretName.test(name) && !harmlessName.test(name);
}

/** What looks like a credential wherever it stands: JSON Web Tokens (RFC 7519), and keys with the prefixes of well-known issuers. */
const tokens =
  /eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*|\b(?:sk|pk|rk)_(?:live|test)_\w{8,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abprs]-[\w-]{8,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}|\bsk-[\w-]{16,}/g;

export function tokensIn(text: string): readonly string[] {
  return text.match(tokens) ?? [];
}

/** A value of a secret name, and where it stands. */
export interface NamedSecret {
  readonly name: string;
  readonly value: string;
  readonly start: number;
}

/**
 * Values of secret names in a text that is neither JSON nor a form: XML elements, attributes, `name=value`, `"name": "value"`. In
 * their order; none overlaps another one.
 */
export function namedSecretsIn(text: string): readonly NamedSecret[] {
  const pairs = [
    ...text.matchAll(/<([\w:.-]+)(?:\s[^>]*)?>([^<]+)<\//dg),
    ...text.matchAll(/["']?([\w.-]+)["']?\s*[:=]\s*"((?:[^"\\]|\\.)+)"/dg),
    ...text.matchAll(/([\w.-]+)\s*[:=]\s*([^\s"'&;,<>{}]+)/dg),
    // A part of a multipart body (RFC 7578).
    ...text.matchAll(/name="([^"]+)"[^\r\n]*\r?\n(?:[\w-]+:[^\r\n]*\r?\n)*\r?\n([^\r\n]+)/dg),
  ];
  const found = pairs.flatMap(({ 1: name = '', 2: value = '', indices }) => {
    const own = name.replace(/^.*:/, '');
    const start = (indices?.[2]?.[0] ?? 0) + value.length - value.trimStart().length;
    return isSecretName(own) && value.trim() !== '' ? [{ name: own, value: value.trim(), start }] : [];
  });
  let free = 0;
  return found
    .sort((one, other) => one.start - other.start || other.value.length - one.value.length)
    .filter(({ start, value }) => {
      if (start < free) return false;
      free = start + value.length;
      return true;
    });
}
