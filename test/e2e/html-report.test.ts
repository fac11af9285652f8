import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, chromiumIsThere, openFile, type Reader, startChromium } from './browser.ts';
import { fixture, racehound, serve, shop, shopScenario } from './cli.ts';

const { inFolder, keep, shopFolder } = fixture();

it('is offered where there is something to look into, and named where it was written', async () => {
  const { folder } = await shopFolder('racy');
  const offered = await racehound(['run', 'shop.race.yaml', '--results', 'runs'], folder);
  const command = /to look into it:\n  racehound (.*)/.exec(offered.stdout)?.[1]?.split(' ') ?? [];
  const followed = await racehound(command, folder);
  expect(followed.stderr).toContain('wrote report.html');
  expect(followed.stdout).not.toContain('to look into it');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('What collided');

  const held = await racehound(['run', 'shop.race.yaml'], (await shopFolder('atomic')).folder);
  expect(held.stdout).not.toContain('to look into it');
});

/** Runs a scenario of its own folder and gives back the page. */
async function reportOf(folder: string): Promise<string> {
  await racehound(['run', 'shop.race.yaml', '--reporter', 'html=report.html', '--seed', '7'], folder);
  return join(folder, 'report.html');
}

describe.runIf(chromiumIsThere())('the HTML report in a browser', () => {
  let browser: Browser;
  /** The report of a racy shop. */
  let racy: string;
  const folder = mkdtempSync(join(tmpdir(), 'racehound-test-'));
  beforeAll(async () => {
    browser = await startChromium();
    const { url, close } = await shop('racy');
    writeFileSync(join(folder, 'shop.race.yaml'), shopScenario(url));
    racy = await reportOf(folder);
    await close();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = async (file: string, reader: Reader = {}) => {
    const opened = await openFile(browser, file, reader);
    return { ...opened, close: () => opened.page.context().close() };
  };

  it('shows the verdict, the requests that collided and what each was told, with no error and no request', async () => {
    const { page, troubles, requests, close } = await open(racy);
    const seen = await page.locator('main').innerText();
    expect(await page.title()).toBe('violated: one buyer gets the item · Racehound');
    expect(await page.getByRole('heading', { level: 2 }).innerText()).toMatch(/violated.*one buyer gets the item/i);
    expect(seen).toMatch(/What collided[^]*sold: exactly 1[^]*requests #\d and #\d, in round 1[^]*201 sold/);
    expect(seen).toMatch(/What to do next[^]*racehound run shop.race.yaml --seed 7/);
    expect(await page.locator('.lanes tr.witness').count()).toBe(2);
    expect(troubles).toEqual([]);
    expect(requests).toEqual([]);
    await close();
  });

  it('is zoomed by keyboard, wheel and mouse, down to a microsecond, and back', async () => {
    const { page, troubles, close } = await open(racy);
    const figure = page.locator('.figure');
    const range = page.locator('.range');
    const whole = await range.innerText();
    await figure.focus();
    for (let time = 0; time < 60; time += 1) await page.keyboard.press('+');
    expect(await range.innerText()).toMatch(/[µn]s to .*µs|ms to .*ms/);
    await expectText(() => page.locator('.axis').innerHTML(), /\d+ ns|µs|ms/);
    await page.keyboard.press('0');
    expect(await range.innerText()).toBe(whole);
    await page.keyboard.press('r');
    expect(await range.innerText()).not.toBe(whole);
    await page.keyboard.press('Home');

    const box = await boxOf(page.locator('.lanes tbody td.plot').first());
    await page.mouse.move(box.x + box.width * 0.2, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 5);
    await page.mouse.up();
    const dragged = await range.innerText();
    expect(dragged).not.toBe(whole);
    await page.mouse.wheel(0, -100);
    await expectText(() => range.innerText(), new RegExp(`^(?!${dragged.replace(/[.+]/g, '\\$&')}$)`));
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows other rounds, the baseline among them, from a list and from the strip of rounds', async () => {
    const { page, close } = await open(racy);
    await page.getByLabel('Round', { exact: false }).first().selectOption({ label: 'baseline, one at a time: held' });
    await expectText(() => page.locator('.round-text').innerText(), /one at a time.*what breaks here is no race/);
    await page.locator('.column.kept').nth(1).click();
    await expectText(() => page.locator('.lanes caption').first().innerText(), /^Requests of round 2/);
    await close();
  });

  it('can be read without scripts as far as the first round that broke', async () => {
    const { page, close } = await open(racy, { javaScriptEnabled: false });
    expect(await page.locator('main').innerText()).toMatch(/What collided[^]*The burst[^]*Broken: one winner/);
    expect(await page.locator('.lanes tr.witness svg rect').count()).toBeGreaterThan(2);
    expect(await page.locator('button, select').count()).toBe(0);
    await close();
  });

  it('prints everything, closed details too, and no buttons', async () => {
    const { page, close } = await open(racy);
    const table = page.getByRole('table', { name: 'Every round' });
    expect(await table.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await table.isVisible()).toBe(true);
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.evaluate<string>('getComputedStyle(document.body).getPropertyValue("--ink")')).toMatch(/#1a1f29/);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await close();
  });

  it.each(['light', 'dark'] as const)('can be used by everybody, in %s', async (colorScheme) => {
    const { page, close } = await open(racy, { colorScheme });
    expect(await accessibilityFaults(page)).toEqual([]);
    await close();
  });

  it('says of a run that held, and of one that could not be tested, what is known', async () => {
    const held = await open(await reportOf((await shopFolder('atomic')).folder));
    expect(await held.page.locator('main').innerText()).toContain('That is no proof that there is none.');
    expect(await accessibilityFaults(held.page)).toEqual([]);
    await held.close();

    const { folder, closeShop } = await shopFolder('atomic');
    await closeShop();
    const untestable = await open(await reportOf(folder));
    expect(await untestable.page.locator('main').innerText()).toContain('could not be tested');
    expect(untestable.troubles).toEqual([]);
    expect(await accessibilityFaults(untestable.page)).toEqual([]);
    await untestable.close();
  });

  it('is not attacked, broken or blown up by what a server answers', async () => {
    const attack = `</script><script>alert(1)</script><!-- --> \u2028\u202e<img src=x onerror=alert(2)>"'`;
    const huge = Buffer.concat([
      Buffer.from(`{"ok":"${attack}","raw":"`),
      Buffer.alloc(300_000, 0xff),
      Buffer.from('"}'),
    ]);
    const { url } = await keep(
      serve((request, response) => {
        const items = request.url === '/items';
        response.writeHead(request.method === 'POST' ? 201 : 200, {
          'content-type': 'application/json',
          'x-attack': `</script><b>`,
        });
        if (items) response.end(JSON.stringify({ id: 1 }));
        else if (request.method === 'GET') response.end(JSON.stringify({ stock: attack }));
        else setTimeout(() => response.end(huge), 20);
      }),
    );
    const folder = inFolder({
      'shop.race.yaml': shopScenario(url, '')
        .replace('timeout: 20s', 'timeout: 20s\n      capture: { told: $.ok }')
        .replace('name: buy', `name: buy_${'x'.repeat(60)}`),
    });
    const file = await reportOf(folder);
    expect(statSync(file).size).toBeLessThan(1e6);
    for (const reader of [{}, { width: 360 }]) {
      const { page, troubles, requests, close } = await open(file, reader);
      expect(await page.locator('main').innerText()).toContain(
        '</script><script>alert(1)</script><!-- --> <U+2028><U+202E><img',
      );
      expect(await page.locator('img, main script').count()).toBe(0);
      expect(troubles).toEqual([]);
      expect(requests).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      expect((await boxOf(page.locator('td.plot').first())).width).toBeGreaterThan(100);
      expect(await accessibilityFaults(page)).toEqual([]);
      await close();
    }
  });

  it('fits a screen of 360 pixels', async () => {
    const { page, close } = await open(racy, { width: 360 });
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    const cut = await page
      .locator('.scroll:has(.stacked)')
      .evaluateAll((tables) => tables.filter((table) => table.scrollWidth > table.clientWidth).length);
    expect(cut).toBe(0);
    await close();
  });
});

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Pictures are drawn with the next frame of the browser. */
async function expectText(read: () => Promise<string>, pattern: RegExp): Promise<void> {
  await expect.poll(read, { timeout: 10_000 }).toMatch(pattern);
}

/** Where an element lies, once it is drawn. */
async function boxOf(place: Locator): Promise<Box> {
  const boxes: Box[] = [];
  const look = async () => {
    const box = await place.boundingBox();
    if (box !== null) boxes.push(box);
    return boxes.length;
  };
  await expect.poll(look, { timeout: 10_000 }).toBeGreaterThan(0);
  return boxes[0] ?? { x: 0, y: 0, width: 0, height: 0 };
}

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;
