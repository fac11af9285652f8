import { Pool } from 'pg';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/lab/http/router.ts';
import { serve } from '../../src/lab/http/serve.ts';
import { labPage } from '../../src/lab/page/lab-page.ts';
import { freePorts } from '../../src/lab/ports.ts';
import { Served } from '../../src/lab/served.ts';
import { accessibilityFaults, chromiumIsThere, startChromium } from './browser.ts';

const twin = (served: number, more = {}) => ({ served, watched: {}, ...more });
const numbers = (racy: number, lostPorts: readonly number[] = []): Reply => ({
  status: 200,
  json: {
    lostPorts,
    classes: {
      oversell: { racy: twin(racy), mended: twin(7, { trouble: 'the connection is gone' }) },
      transfer: { racy: twin(2, { watched: { 'accounts below zero': 3 } }), mended: twin(0) },
    },
  },
});

describe.runIf(chromiumIsThere())("the lab's page in a browser", () => {
  let browser: Browser;
  let page: BrowserPage;
  let lab: Awaited<ReturnType<typeof serve>>;
  let live = numbers(1);
  const unused = new Pool();

  beforeAll(async () => {
    const port = await freePorts(1);
    const routes = labPage({
      url: `http://127.0.0.1:${port}`,
      port,
      scenarios: 'scenarios',
      instances: 3,
      leftOut: [],
      replicas: { counts: () => [], lostPorts: () => [] },
      pools: { racy: unused, mended: unused },
    })(new Served());
    lab = await serve(port, { http2: false }, { ...routes, 'GET /live': () => live }, () => undefined);
    browser = await startChromium();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    await browser.close();
    await lab.close();
  });
  const state = (of: string) => page.locator(`dl[data-state="${of}"]`);
  const news = () => page.locator('[role=status]');

  it('shows the numbers of every class, also beside one whose numbers are not known', async () => {
    await state('racy/oversell').getByText('1', { exact: true }).waitFor();
    expect(await state('mended/oversell').innerText()).toMatch(
      /requests served\s+7\s+the rest is not known\s+the conn/,
    );
    expect(await state('racy/transfer').innerText()).toMatch(/requests served\s+2\s+accounts below zero\s+3/);
    expect(await news().innerText()).toBe('');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('names an instance that has ended', async () => {
    live = numbers(1, [4102]);
    await news().getByText('The instance at port 4102 has ended unasked.').waitFor();
  });

  it('shows no answer of trouble for fresh numbers, and goes on when there are some again', async () => {
    live = { status: 500, json: { error: 'internal error' } };
    await news().getByText('The lab gives no more numbers: it answers 500').waitFor();
    expect(await page.locator('body.gone').count()).toBe(1);
    live = numbers(5);
    await state('racy/oversell').getByText('5', { exact: true }).waitFor();
    expect([await page.locator('body.gone').count(), await news().innerText()]).toEqual([0, '']);
  });
});
