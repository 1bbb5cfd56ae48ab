import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { makeMeasure } from '../../scripts/charts/measure.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { facesIn, shippedFaces } from '../../scripts/fonts/faces.ts';
import { home, layProject, silent } from '../project.ts';

const signs = '§¶†‡•·×÷±';
const label = `${signs} ’s “a…”`;

let browser: Browser;
let root: string;
beforeAll(async () => {
  const rounds = readFileSync(join(home, 'tests/projects/base/data/rounds.csv'), 'utf8');
  root = await layProject(undefined, {
    'data/rounds.csv': rounds.replace('Seed', label).replace('種子輪', label).replace('note a', `note (${signs}) a`),
    'slides/en/01-overview.md':
      '---\nsection: overview\n---\n\n# It was worth {{ rounds.seed.post_money_usd_bn | money }}\n\n- “{{ rounds.seed.label }}”\n',
    'slides/zh-Hant/01-overview.md':
      '---\nsection: overview\n---\n\n# 估值為{{ rounds.seed.post_money_usd_bn | money }}\n\n- {{ rounds.seed.label }}\n',
  });
  await build({ root, out: join(root, 'dist'), decks: [], formats: ['html', 'pdf'] }, silent);
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser.close());

/** Runs in a page: how wide the signs are in each of its texts that hold them, in em of that text. */
function widthsOfSigns(selector: string, signs: string): number[][] {
  return [...document.querySelectorAll(selector)].flatMap((root) => {
    const found: number[][] = [];
    root.normalize();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      const at = text.indexOf(signs);
      if (at < 0) continue;
      const size = Number.parseFloat(getComputedStyle(node.parentElement as Element).fontSize);
      const range = document.createRange();
      const widths = [...signs].map((_, index) => {
        range.setStart(node as Node, at + index);
        range.setEnd(node as Node, at + index + 1);
        return range.getBoundingClientRect().width;
      });
      const whole = (node.parentElement as Element).closest('foreignObject, svg');
      const scale = whole instanceof SVGGraphicsElement ? (whole.getScreenCTM()?.a ?? 1) : 1;
      found.push(widths.map((each) => each / size / scale));
    }
    return found;
  });
}

const isNarrow = (width: number) => width > 0.3 && width < 0.93;
const open = async (path: string, slide = '') => {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.goto(`${pathToFileURL(join(root, 'dist', path)).href}${slide}`, { waitUntil: 'load' });
  await page.evaluate('document.fonts.ready');
  return page;
};
const within = (selector: string, text = signs) => `(${widthsOfSigns})(${JSON.stringify(selector)},${JSON.stringify(text)})`;

test.each([
  ['base.en', true],
  ['base.zh-Hant', false],
])('%s has signs of Latin in a slide, its source line, its chart and the card as wide as its language has them', async (deck, narrow) => {
  const page = await open(`${deck}.html`);
  await page.waitForFunction('document.querySelector(".bespoke-marp-active")');
  await page.waitForSelector('.bespoke-marp-active .tie[tabindex]');
  await page.click('.bespoke-marp-active .tie');
  await page.waitForSelector('#tieout-card');
  for (const [selector, least] of [
    ['.bespoke-marp-active section', 2],
    ['#tieout-card dd', 1],
  ] as const) {
    const found = (await page.evaluate(within(selector))) as number[][];
    expect(found.length, selector).toBeGreaterThanOrEqual(least);
    for (const widths of found)
      for (const each of widths) narrow ? expect(each, selector).toSatisfy(isNarrow) : expect(each, selector).toBeCloseTo(1, 1);
  }
  for (const selector of ['.bespoke-marp-active section', '#tieout-card dd']) {
    const quotes = ((await page.evaluate(within(selector, '’'))) as number[][]).flat();
    expect(quotes.length, selector).toBeGreaterThan(0);
    for (const each of quotes) narrow ? expect(each, selector).toBeLessThan(0.4) : expect(each, selector).toBeCloseTo(1, 1);
  }
  await page.close();
});

test.each(['en', 'zh-Hant'])(
  'a label of a chart in %s is as wide on screen, in its own file and in print as it was measured',
  async (language) => {
    const measure = await makeMeasure(facesIn(language, shippedFaces));
    const width = measure(label, { font: 'Noto Sans TC', fontSize: 100 }) / 100;
    const lengths = `[...document.querySelectorAll('svg text')].filter((each) => each.textContent.includes('§')).map((each) => each.getComputedTextLength() / parseFloat(getComputedStyle(each).fontSize))`;
    for (const path of [`base.${language}.html`, `charts/valuation.${language}.svg`]) {
      const page = await open(path, '#2');
      const found = (await page.evaluate(lengths)) as number[];
      expect(found.length, path).toBe(1);
      expect(Math.abs((found[0] as number) - width), path).toBeLessThan(0.1);
      await page.close();
    }
    const pdf = await getDocument({ data: new Uint8Array(readFileSync(join(root, 'dist', `base.${language}.pdf`))) }).promise;
    const { items } = await (await pdf.getPage(2)).getTextContent();
    const runs = items.flatMap((each) => ('str' in each && each.str.includes('§') ? [each] : []));
    expect(runs.length).toBeGreaterThan(0);
    const run = runs[0] as (typeof runs)[number];
    const text = measure(run.str, { font: 'Noto Sans TC', fontSize: 100 }) / 100;
    expect(Math.abs(run.width / run.height - text)).toBeLessThan(0.1);
    await pdf.destroy();
  },
);

test('a chart leaves its labels no more room than they take', () => {
  const widthIn = (language: string) =>
    Number(/ width="([\d.]+)"/.exec(readFileSync(join(root, `dist/charts/valuation.${language}.svg`), 'utf8'))?.[1]);
  // The longest label is the same in both, and narrower in English by some 4.9 em of 16 px, and by a quarter of that at its side.
  expect(widthIn('zh-Hant') - widthIn('en')).toBeGreaterThan(70);
});
