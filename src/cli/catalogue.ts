import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the catalogue's scenarios; relative, so that the commands in reports can be typed. */
export const catalogue = relative('', fileURLToPath(new URL('../../scenarios', import.meta.url)));
