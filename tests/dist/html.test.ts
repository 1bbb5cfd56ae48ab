import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { makeMeasure } from '../../scripts/charts/measure.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { shippedFaces } from '../../scripts/fonts/faces.ts';
import { htmlOnly, layProject, silent } from '../project.ts';

let browser: Browser;
let root: string;
let page: Page;
const requests: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  root = await layProject();
  [browser] = await Promise.all([openBrowser(), build(htmlOnly(root), silent)]);
});

afterAll(() => browser.close());

/** Opens a deck as it is mailed: a file, offline, every request noted. */
async function open(query = '', deck = 'base.en'): Promise<void> {
  page = await browser.newPage();
  requests.length = 0;
  complaints.length = 0;
  await page.setViewport({ width: 1280, height: 720, hasTouch: true });
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    requests.push(request.url());
    void request.continue();
  });
  page.on('console', (message) => {
    // Without a display there is no lock that keeps it awake.
    const isLock = message.text().includes('Wake Lock');
    if ((message.type() === 'error' || message.type() === 'warn') && !isLock) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${pathToFileURL(join(root, 'dist', `${deck}.html`)).href}${query}`, { waitUntil: 'load' });
  await page.waitForFunction('document.querySelector(".bespoke-marp-active, .bespoke-marp-presenter-container") !== null');
}

afterEach(async () => {
  const own = pathToFileURL(join(root, 'dist')).href;
  expect(requests.length).toBeGreaterThan(0);
  expect(
    requests.filter((url) => !url.startsWith(own) && !url.startsWith('data:') && !url.startsWith('blob:')),
    'asks for nothing else',
  ).toEqual([]);
  expect(complaints, 'the console is silent').toEqual([]);
  await page.close();
});

/** The title of the slide that is shown. */
const shown = () => page.evaluate('document.querySelector(".bespoke-marp-active h1")?.textContent.trim()');
const waitForTitle = (title: string) =>
  page.waitForFunction(`document.querySelector(".bespoke-marp-active h1")?.textContent.trim() === ${JSON.stringify(title)}`, {
    timeout: 10_000,
  });

const titles = ['The valuation grew 9.95x', 'Every round was higher than the one before', 'The rounds'] as const;

describe('on screen', () => {
  test('the keyboard goes on and back, and stops at the ends', async () => {
    await open();
    expect(await shown()).toBe(titles[0]);
    await page.keyboard.press('ArrowRight');
    await waitForTitle(titles[1]);
    await page.keyboard.press('Space');
    await waitForTitle(titles[2]);
    await page.keyboard.press('ArrowRight');
    await waitForTitle(titles[2]);
    await page.keyboard.press('ArrowLeft');
    await waitForTitle(titles[1]);
    await page.keyboard.press('Home');
    await waitForTitle(titles[0]);
    await page.keyboard.press('End');
    await waitForTitle(titles[2]);
  });

  test('an address leads to a slide', async () => {
    await open('#2');
    expect(await shown()).toBe(titles[1]);
  });

  test('the progress bar grows with the slides', async () => {
    await open();
    const width = () =>
      page.evaluate(
        'document.querySelector(".bespoke-progress-bar").style.flexBasis || document.querySelector(".bespoke-progress-bar").style.width',
      );
    const first = Number.parseFloat(String(await width()));
    await page.keyboard.press('End');
    await waitForTitle(titles[2]);
    expect(Number.parseFloat(String(await width()))).toBeGreaterThan(first);
    expect(Number.parseFloat(String(await width()))).toBe(100);
  });

  test('there are buttons for back, on, full screen and the presenter view', async () => {
    await open();
    const buttons = await page.evaluate(
      '[...document.querySelectorAll("[data-bespoke-marp-osc]")].map((each) => each.dataset.bespokeMarpOsc)',
    );
    expect(buttons).toEqual(expect.arrayContaining(['prev', 'next', 'fullscreen', 'presenter']));
    await page.click('[data-bespoke-marp-osc="next"]');
    await waitForTitle(titles[1]);
  });

  test('a swipe goes on and back', async () => {
    await open();
    const swipe = async (from: number, to: number) => {
      const touch = await page.touchscreen.touchStart(from, 360);
      for (const step of [0.25, 0.5, 0.75, 1]) await touch.move(from + (to - from) * step, 360);
      await touch.end();
    };
    await swipe(900, 300);
    await waitForTitle(titles[1]);
    await swipe(300, 900);
    await waitForTitle(titles[0]);
  });

  test('the presenter view shows the notes', async () => {
    await open('?view=presenter');
    const notes = await page.evaluate('document.querySelector(".bespoke-marp-presenter-note-wrapper")?.textContent.trim()');
    expect(notes).toContain('Begin with 9.95x.');
  });

  test('the presenter view opens in a window of its own and goes along', async () => {
    await open();
    const opened = new Promise<Page | null>((done) => page.once('popup', done));
    await page.keyboard.press('p');
    const presenter = await opened;
    await presenter?.waitForSelector('.bespoke-marp-presenter-container');
    await presenter?.keyboard.press('ArrowRight');
    await waitForTitle(titles[1]);
    const next = presenter?.frames().find((each) => each.url().includes('view=next'));
    expect(await next?.evaluate('document.querySelectorAll(".bespoke-marp-slide").length')).toBeGreaterThan(0);
    await presenter?.close();
  });

  test('a figure knows its cell, and shows it in text and in a chart', async () => {
    await open();
    const figures = await page.evaluate('[...document.querySelectorAll("h1 data.tie")].map((each) => [each.value, each.textContent])');
    expect(figures).toEqual([[String(183 / 18.4), '9.95x']]);
    expect(await page.evaluate('document.querySelectorAll("svg tspan.tie").length')).toBeGreaterThanOrEqual(3);
  });

  test('the language is set, and the shipped fonts are used', async () => {
    await open('', 'base.zh-Hant');
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-Hant');
    const families = await page.evaluate(
      'document.fonts.ready.then((fonts) => [...fonts].filter((each) => each.status === "loaded").map((each) => each.family.replaceAll(\'"\', "")))',
    );
    expect(families).toEqual(expect.arrayContaining(['Noto Sans TC', 'Noto Serif TC']));
  });

  test('chart text is as wide in the browser as it was measured', async () => {
    await open('#2', 'base.zh-Hant');
    const texts = (await page.evaluate(`document.fonts.ready.then(() => [...document.querySelectorAll('.bespoke-marp-active svg text')]
      .map((each) => [each.textContent, parseFloat(each.getAttribute('font-size')), each.getComputedTextLength()]))`)) as [
      string,
      number,
      number,
    ][];
    expect(texts.length).toBeGreaterThan(5);
    const measure = await makeMeasure(shippedFaces);
    for (const [text, fontSize, width] of texts) expect(width, text).toBeCloseTo(measure(text, { fontSize, font: 'Noto Sans TC' }), 0);
  });
});

test('no mark and no address of this machine is left in the file', async () => {
  await open();
  const html = await readFile(join(root, 'dist/base.en.html'), 'utf8');
  expect(html).not.toMatch(/[\uE000-\uE01F]|%EE%80/i);
  expect(html).not.toContain(root);
  expect(html).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:|#)[^"]*"/);
});
