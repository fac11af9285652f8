import { readFileSync } from 'node:fs';

/** Script and style of the page, as `npm run build` bundles them from `browser/`. From `src` and from `dist` it is the same place. */
const folder = new URL('../../../dist/reporters/html/browser/', import.meta.url);

export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

export function pageAssets(): PageAssets {
  return { script: asset('page.js'), style: asset('page.css') };
}

function asset(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8').trim();
}
