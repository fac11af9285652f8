import type { Diagnostic, Span } from '../support/diagnostic.ts';
import type { Path } from './path.ts';
import type { YamlFile } from './yaml-file.ts';

/** Stable codes of what can be wrong with a scenario. */
export const codes = {
  syntax: 'RH100',
  unquotedTemplate: 'RH101',
  limit: 'RH102',
  refused: 'RH103',
  duplicateKey: 'RH104',
  unreadable: 'RH105',
  unknownKey: 'RH110',
  missingKey: 'RH111',
  value: 'RH112',
  expression: 'RH120',
  reference: 'RH121',
  names: 'RH122',
  shape: 'RH123',
  data: 'RH124',
  size: 'RH125',
  target: 'RH126',
  secret: 'RH127',
  pattern: 'RH128',
  file: 'RH130',
} as const;

/** Something wrong at a path of a file; becomes a diagnostic once it is known where that path stands. */
export interface Finding {
  readonly code: string;
  readonly path: Path;
  readonly title: string;
  readonly label?: string | undefined;
  readonly help?: string | undefined;
  /** Points at the key instead of the value. */
  readonly atKey?: boolean;
  /** Points inside the text at the path. */
  readonly within?: Span;
}

/** The finding at its place in the file. */
export function toDiagnostic(file: YamlFile, finding: Finding): Diagnostic {
  const { code, path, title, label, help, atKey, within } = finding;
  const span = within === undefined ? file.locate(path, atKey ? 'key' : 'value') : file.locateText(path, within);
  return {
    code,
    title,
    ...(label !== undefined && { label }),
    ...(help !== undefined && { help }),
    source: file.source,
    span,
  };
}
