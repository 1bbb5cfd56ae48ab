import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { home, htmlOnly, layProject, makeFolder, projects, silent } from '../project.ts';

let browser: Browser;
let shipped: string;
const themed = new Map<string, string>();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const themes = ['tieout', 'default', 'gaia', 'uncover'];
const decks = ['investor.zh-Hant', 'investor.en', 'brief.zh-Hant', 'brief.en'];

beforeAll(async () => {
  [shipped, browser] = await Promise.all([makeFolder(), openBrowser()]);
  await build({ ...htmlOnly(home), out: shipped }, silent);
  const decks = readFileSync(join(projects, 'base', 'slides', 'decks.yaml'), 'utf8');
  for (const theme of themes) {
    const root = await layProject(undefined, { 'slides/decks.yaml': `theme: ${theme}\n${decks}` });
    await build(htmlOnly(root), silent);
    themed.set(theme, join(root, 'dist'));
  }
}, 120_000);

afterAll(() => browser.close());

async function open(folder: string, deck: string, size: [number, number], address = ''): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: size[0], height: size[1] });
  await page.goto(`${pathToFileURL(join(folder, `${deck}.html`)).href}${address}`, { waitUntil: 'load' });
  await page.waitForFunction('document.querySelector(".bespoke-marp-active") !== null');
  await page.evaluate(axe);
  return page;
}

const toSlide = (page: Page, number: number) =>
  page.evaluate(async (number) => {
    location.hash = `#${number}`;
    const slide = document.querySelectorAll('.bespoke-marp-slide')[number - 1];
    while (!slide?.matches('.bespoke-marp-active')) await new Promise((done) => requestAnimationFrame(done));
  }, number);

/** What axe-core finds on the page as it stands, or in a part of it. */
async function findings(page: Page, part = 'html'): Promise<string[]> {
  const options: RunOptions = { resultTypes: ['violations'], runOnly: tags };
  const { violations }: AxeResults = await page.evaluate(
    (part, options) =>
      (globalThis as unknown as { axe: { run(of: string, options: unknown): Promise<AxeResults> } }).axe.run(part, options),
    part,
    options as never,
  );
  return violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 160)}`));
}

/** The same on each slide, one after the other. */
async function findingsOf(folder: string, deck: string, size: [number, number] = [1280, 720], address = ''): Promise<string[]> {
  const page = await open(folder, deck, size, address);
  try {
    const count = await page.evaluate(() => document.querySelectorAll('.bespoke-marp-slide').length);
    const found: string[] = [];
    for (let number = 1; number <= count; number++) {
      await toSlide(page, number);
      // The first time all of the page, then what has changed.
      const part = number === 1 ? 'html' : '.bespoke-marp-active';
      found.push(...(await findings(page, part)).map((each) => `slide ${number}: ${each}`));
    }
    return found;
  } finally {
    await page.close();
  }
}

describe('axe-core finds nothing', () => {
  test.each(decks)('on any slide of %s', async (deck) => expect(await findingsOf(shipped, deck)).toEqual([]), 120_000);

  test.each(themes)('on any slide of a project with the theme %s', async (theme) => {
    for (const deck of ['base.en', 'base.zh-Hant']) expect(await findingsOf(themed.get(theme) as string, deck)).toEqual([]);
  });

  test('in the presenter view', async () => expect(await findingsOf(shipped, 'brief.en', [1280, 720], '?view=presenter')).toEqual([]));

  test.each(['brief.zh-Hant', 'brief.en'])('in the reading layout of %s', async (deck) => {
    const page = await open(shipped, deck, [390, 844]);
    await page.waitForSelector('.tieout-data');
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('in an open card and all its folds', async () => {
    const page = await open(shipped, 'brief.en', [1280, 720], '#2');
    await page.evaluate(async () => {
      document.querySelector('.bespoke-marp-active li .tie')?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      for (let rounds = 0; rounds < 4; rounds++) {
        for (const each of document.querySelectorAll<HTMLDetailsElement>('#tieout-card details')) each.open = true;
        await new Promise((done) => setTimeout(done, 50));
      }
    });
    expect(await page.evaluate(() => document.querySelectorAll('#tieout-card table').length)).toBeGreaterThan(1);
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('and it would: a button without a name and a skipped level are found', async () => {
    const page = await open(shipped, 'brief.en', [1280, 720]);
    await page.evaluate(() => {
      const deep = document.createElement('h5');
      deep.textContent = 'Deep';
      document.querySelector('.bespoke-marp-active section')?.append(document.createElement('button'), deep);
    });
    const expected = [expect.stringContaining('button-name'), expect.stringContaining('heading-order')];
    expect(await findings(page)).toEqual(expected);
    expect(await findings(page, '.bespoke-marp-active')).toEqual(expected);
    await page.close();
  });
});

describe('the data of a chart', () => {
  test.each([
    ['brief.zh-Hant', '圖表資料：'],
    ['brief.en', 'Data of the chart: '],
  ])('is a table for screen readers beside its slide: %s', async (deck, caption) => {
    const page = await open(shipped, deck, [1280, 720]);
    await page.waitForSelector('.tieout-data');
    const told = await page.evaluate(() =>
      [...document.querySelectorAll('svg[data-marpit-svg]')].map((slide) => ({
        charts: slide.querySelectorAll('section svg[aria-label]').length,
        tables: [...slide.querySelectorAll('.tieout-data table')].map((table) => ({
          caption: table.querySelector('caption')?.textContent ?? '',
          heads: [...table.querySelectorAll('thead th')].map((each) => each.textContent ?? ''),
          rows: [...table.querySelectorAll('tbody tr')].map((row) => ({
            head: row.querySelector('th[scope=row]')?.textContent ?? '',
            cells: row.children.length,
          })),
        })),
      })),
    );
    expect(told.filter((each) => each.charts > 0).length).toBeGreaterThan(2);
    for (const { charts, tables } of told) {
      if (charts > 0) expect(tables.length).toBeGreaterThan(0);
      for (const each of tables) {
        expect(each.caption.startsWith(caption)).toBe(true);
        expect(each.rows.every((row) => row.head !== '' && row.cells === each.heads.length)).toBe(true);
      }
    }
    await page.close();
  });
});

test('who asks for less motion gets none', async () => {
  const page = await open(shipped, 'brief.en', [1280, 720]);
  const moves = () => page.evaluate(() => getComputedStyle(document.querySelector('.bespoke-progress-bar') as Element).transitionProperty);
  expect(await moves()).not.toBe('none');
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  expect(await moves()).toBe('none');
  await page.close();
});

test.each(['investor.zh-Hant', 'investor.en'])('%s can be read on a phone held upright', async (deck) => {
  const page = await open(shipped, deck, [390, 844], '#5');
  await page.waitForSelector('.tieout-data');
  const faults = await page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 200));
    const faults: string[] = [];
    const slides = [...document.querySelectorAll('svg[data-marpit-svg]')];
    let bottom = -Infinity;
    if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    slides.forEach((slide, index) => {
      const box = slide.getBoundingClientRect();
      if (box.top < bottom - 1) faults.push(`slide ${index + 1} stands over the one before`);
      bottom = box.bottom;
      const words = document.createTreeWalker(slide.querySelector('section') as Element, NodeFilter.SHOW_TEXT);
      for (let node = words.nextNode(); node; node = words.nextNode()) {
        const parent = node.parentElement as Element;
        if (!node.textContent?.trim() || parent.closest('svg[aria-label],style')) continue;
        const size = Number.parseFloat(getComputedStyle(parent).fontSize);
        if (size < 16) faults.push(`slide ${index + 1}: ${size} px at ${node.textContent}`);
        const range = document.createRange();
        range.selectNodeContents(node);
        const at = range.getBoundingClientRect();
        const isScrolled = parent.closest('table,pre') !== null;
        if (at.bottom > box.bottom + 1 || (!isScrolled && (at.left < 0 || at.right > innerWidth + 1)))
          faults.push(`slide ${index + 1}: outside at ${node.textContent}`);
      }
      for (const chart of slide.querySelectorAll('section svg[aria-label]')) {
        const { width } = chart.getBoundingClientRect();
        if (width < innerWidth - 60 || width > innerWidth) faults.push(`slide ${index + 1}: a chart of ${width} px`);
      }
    });
    const at = slides[4]?.getBoundingClientRect().top ?? 0;
    if (Math.abs(at) > 40) faults.push(`slide 5 is at ${at}`);
    return faults;
  });
  expect(faults).toEqual([]);
  // Wide again, it is a deck again.
  await page.setViewport({ width: 1280, height: 720 });
  await page.waitForFunction('!document.documentElement.classList.contains("tieout-reading")');
  expect(await page.evaluate(() => document.querySelectorAll('svg[data-marpit-svg]:not([viewBox])').length)).toBe(0);
  await page.close();
});
