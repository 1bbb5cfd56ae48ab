import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { pageOf } from '../../scripts/dist/deck.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { settle } from '../../scripts/dist/pdf.ts';
import { home, htmlOnly, layProject, makeFolder, render, silent } from '../project.ts';

const names = ['investor.zh-Hant', 'investor.en', 'brief.zh-Hant', 'brief.en'];
let browser: Browser;
let out: string;
beforeAll(async () => {
  out = await makeFolder();
  await build({ ...htmlOnly(home), out, decks: names }, silent);
  browser = await openBrowser(() => {});
}, 120_000);
afterAll(() => browser.close());

/** Runs in a page: the lines of each block of text of each slide, as they break; charts are drawn alike in both. */
function linesOfSlides(): string[][] {
  const slides = [...document.querySelectorAll<HTMLElement>('section')];
  return slides.map((slide) => {
    const lines: string[] = [];
    let block: Element | undefined;
    let top = Number.NaN;
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement as Element;
      if (parent.closest('span.chart, style, .tieout-data')) continue;
      let own = parent;
      while (own !== slide && getComputedStyle(own).display.startsWith('inline')) own = own.parentElement as Element;
      const text = node.textContent ?? '';
      for (let at = 0; at < text.length; at++) {
        if (/\s/.test(text[at] as string)) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { top: now, height } = range.getBoundingClientRect();
        if (height === 0) continue;
        if (own !== block || Math.abs(now - top) > height / 3) lines.push('');
        [block, top] = [own, now];
        lines[lines.length - 1] = `${lines.at(-1) ?? ''}${text[at]}`;
      }
    }
    return lines;
  });
}

async function linesIn(load: (page: Page) => Promise<unknown>): Promise<string[][]> {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width: 1280, height: 720 });
    await load(page);
    await page.evaluate(settle);
    return (await page.evaluate(`(${linesOfSlides})()`)) as string[][];
  } finally {
    await page.close();
  }
}

test.each(names)('%s breaks its lines at the same places on screen and in print', async (name) => {
  const { decks } = await render(home, [name]);
  const html = await pageOf(decks[0] as (typeof decks)[number]);
  const print = await linesIn((page) => page.setContent(html, { waitUntil: 'load' }));
  const screen = await linesIn(async (page) => {
    await page.goto(pathToFileURL(join(out, `${name}.html`)).href, { waitUntil: 'load' });
    // All slides are laid out, and none is scaled.
    await page.addStyleTag({
      content:
        'svg.bespoke-marp-slide{content-visibility:visible!important;position:static!important;width:1280px!important;height:720px!important}body{overflow:visible!important}',
    });
  });
  expect(screen.length).toBe(print.length);
  expect(print.flat().length).toBeGreaterThan(60);
  print.forEach((lines, index) => {
    expect(screen[index], `slide ${index + 1}`).toEqual(lines);
  });
  // No line begins with what belongs to the figure before it, or ends with what belongs to the one after it.
  for (const line of print.flat()) expect(line).not.toMatch(/^[%％、。，；：]|[$€£（「〈]$/u);
});

test.each(['investor.en', 'brief.en'])('%s sets the signs of Latin in their own width', async (name) => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(out, `${name}.html`)).href, { waitUntil: 'load' });
  await page.evaluate(settle);
  const widths = (await page.evaluate(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent.closest('section') || parent.closest('.tieout-data, style')) continue;
      for (const match of node.textContent.matchAll(/[‘’“”]/g)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + 1);
        const { width, height } = range.getBoundingClientRect();
        if (width > 0) found.push(width / height);
      }
    }
    return found;
  })()`)) as number[];
  await page.close();
  expect(widths.length).toBeGreaterThan(3);
  // The height of a line of these faces is 1.45 em; a sign as wide as a character would be .69 of it.
  for (const width of widths) expect(width).toBeLessThan(0.4);
});

test.each([
  ['en', 0.65],
  ['zh-Hant', 0.9],
])('signs of sections and paragraphs are narrow in Latin text alone: %s', async (language, width) => {
  const root = await layProject('base', { [`slides/${language}/09-signs.md`]: '# Signs\n\n(§) and (¶), †) too\n' });
  const { decks } = await render(root, [`base.${language}`]);
  const html = await pageOf(decks[0] as (typeof decks)[number]);
  const page = await browser.newPage();
  await page.setContent(html, { waitUntil: 'load' });
  await page.evaluate(settle);
  // From the end of what stands before a sign to the start of what stands after it, in em.
  const widths = await page.evaluate(() => {
    const block = [...document.querySelectorAll('section')].at(-1)?.querySelector('p') as HTMLElement;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const letters: { text: string; left: number; right: number }[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (let at = 0; at < (node.textContent ?? '').length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, right } = range.getBoundingClientRect();
        letters.push({ text: (node.textContent as string)[at] as string, left, right });
      }
    const size = Number.parseFloat(getComputedStyle(block).fontSize);
    return letters.flatMap(({ text }, index) =>
      /[§¶†]/.test(text) ? [((letters[index + 1]?.left ?? 0) - (letters[index - 1]?.right ?? 0)) / size] : [],
    );
  });
  expect(widths).toHaveLength(3);
  for (const each of widths) language === 'en' ? expect(each).toBeLessThan(width) : expect(each).toBeGreaterThan(width);
  await page.close();
});
