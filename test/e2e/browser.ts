import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const path = '/usr/bin/chromium';

/** Chromium is a Debian package; `.ci/run` installs it. */
export function chromiumIsThere(): boolean {
  return existsSync(path);
}

/** A headless browser with a profile of its own that asks nobody for anything. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenPage {
  readonly page: Page;
  /** Errors of scripts, messages of the console (a breach of the page's policy among them), and dialogs. */
  readonly troubles: string[];
  /** Everything that the page asked for besides itself. */
  readonly requests: string[];
}

export interface Reader {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

/** Opens a file as somebody who double-clicks on it. */
export async function openFile(
  browser: Browser,
  file: string,
  { width = 1200, colorScheme = 'light', javaScriptEnabled = true }: Reader = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled });
  const page = await context.newPage();
  const troubles: string[] = [];
  const requests: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => troubles.push(message.text()));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => request.url() !== url && requests.push(request.url()));
  await page.goto(url);
  return { page, troubles, requests };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every rule of axe-core that the page breaks, with the elements that break it. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
