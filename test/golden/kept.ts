import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, 'reports');

/** The text that is kept; UPDATE_GOLDEN=1 writes it anew, to be read by a person before it is committed. */
export function kept(file: string, text: string): string {
  const path = resolve(folder, file);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
