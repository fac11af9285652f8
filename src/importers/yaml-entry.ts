import { Document, Scalar, type ToStringOptions, visit } from 'yaml';

const maxColumns = 100;

/** Lines of `key: value` as YAML, on one line where that is short enough. */
export function yamlEntry(key: string, value: unknown, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  const line = `${pad}${key}: ${yaml(value, { collectionStyle: 'flow', blockQuote: false })}`;
  if (!line.includes('\n') && (line.length <= maxColumns || typeof value !== 'object')) return [line];
  return yaml({ [key]: value }, {})
    .split('\n')
    .map((text) => (text === '' ? '' : pad + text));
}

// What a reader of the file could not see, or what would change the order of what they see.
const invisible = /[\p{Cf}\u0080-\u009f\u2028\u2029]/gu;

function yaml(value: unknown, options: ToStringOptions): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.search(invisible) !== -1) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document
    .toString({ lineWidth: 0, ...options })
    .trimEnd()
    .replace(invisible, (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`);
}
