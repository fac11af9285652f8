import { curl } from './curl.ts';
import { har } from './har.ts';
import type { Importer } from './importer.ts';
import { openapi } from './openapi.ts';

/** What `racehound init --from` reads, by name. */
export const importers: Readonly<Record<string, Importer>> = { curl, har, openapi };

export type { Imported, Importer } from './importer.ts';
export { scenarioText } from './scenario-text.ts';
export { labTarget, starterText } from './starter.ts';
