import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { home, htmlOnly, layProject, projects, render, silent } from '../project.ts';

let browser: Browser;
let page: Page;
let root: string;
const files = ['valuation.en.svg', 'valuation.zh-Hant.svg', 'second.en.svg'];
const read = (name: string) => readFile(join(root, 'dist/charts', name), 'utf8');

beforeAll(async () => {
  root = await layProject(undefined, {
    'charts/second.vl.json': await readFile(join(projects, 'base/charts/valuation.vl.json'), 'utf8'),
    'slides/en/03-two-charts.md':
      '# Side by side\n\n![The first](../../charts/valuation.vl.json) ![The other](../../charts/second.vl.json)\n',
  });
  [browser] = await Promise.all([openBrowser(), build(htmlOnly(root), silent)]);
  page = await browser.newPage();
});

afterAll(() => browser.close());

describe.each(files)('%s', (name) => {
  test('is well-formed XML', async () => {
    const svg = await read(name);
    const parsed = await page.evaluate((text) => {
      const tree = new DOMParser().parseFromString(text, 'image/svg+xml');
      return [tree.documentElement.tagName, tree.querySelector('parsererror')?.textContent ?? ''];
    }, svg);
    expect(parsed).toEqual(['svg', '']);
  });

  test('is a picture with a description', async () => {
    const [, tag = ''] = /^(<svg[^>]*>)/.exec(await read(name)) ?? [];
    expect(tag).toContain('role="img"');
    expect(tag).toMatch(
      name.includes('zh')
        ? /aria-label="估值由184億美元升至1,830億美元"/
        : /aria-label="The valuation rose from US\$18\.4 billion to US\$183 billion"/,
    );
  });

  test('keeps its text inside', async () => {
    const { outside, count } = await textOutside(await read(name));
    expect(count).toBeGreaterThan(5);
    expect(outside).toEqual([]);
  });

  test('holds no hidden text', async () => {
    expect(await read(name)).not.toMatch(/<text [^>]*opacity="0"/);
  });
});

/**
 * The texts of a chart that reach over its edge by more than a pixel, as the browser draws them. The browser gives
 * the line's box; the glyphs of Noto Sans TC begin 0.28 em below its top and end 0.16 em above its bottom.
 */
async function textOutside(svg: string): Promise<{ outside: string[]; count: number }> {
  await page.setContent(svg, { waitUntil: 'load' });
  return page.evaluate(async () => {
    await document.fonts.ready;
    const frame = (document.querySelector('svg') as SVGElement).getBoundingClientRect();
    const texts = [...document.querySelectorAll('svg text')].filter((each) => each.textContent);
    const outside = texts.filter((each) => {
      const box = each.getBoundingClientRect();
      const size = Number.parseFloat(getComputedStyle(each).fontSize);
      const high = box.top + 0.28 * size < frame.top - 1 || box.bottom - 0.16 * size > frame.bottom + 1;
      return high || box.left < frame.left - 1 || box.right > frame.right + 1;
    });
    return { outside: outside.map((each) => each.textContent as string), count: texts.length };
  });
}

test('two charts on one slide share no id, and every reference finds its own', async () => {
  const { decks } = await render(root);
  const slide = decks.find((each) => each.deck.name === 'base.en')?.slides.at(-1)?.html as string;
  const charts = slide.match(/<svg[\s\S]*?<\/svg>/g) as string[];
  expect(charts).toHaveLength(2);
  const ids = [...slide.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const chart of charts) {
    const used = [...chart.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id as string);
    expect(used.length).toBeGreaterThan(0);
    for (const id of used) expect(chart).toContain(`id="${id}"`);
  }
});

test('a chart is the same bytes however many were drawn before it', async () => {
  const alone = await render(root, ['base.en']);
  const again = await render(root);
  const svgs = (charts: typeof alone.charts) => charts.filter((each) => each.language === 'en').map((each) => each.svg);
  expect(svgs(alone.charts)).toHaveLength(2);
  expect(svgs(again.charts)).toEqual(svgs(alone.charts));
});

test('every shipped chart keeps its text inside', async () => {
  const out = join(root, 'shipped');
  await build({ root: home, out, decks: [], formats: ['html'] }, silent);
  const { charts } = await render(home);
  expect(charts.length).toBeGreaterThan(8);
  for (const chart of charts) {
    const svg = await readFile(join(out, 'charts', `${chart.name}.${chart.language}.svg`), 'utf8');
    expect((await textOutside(svg)).outside, `${chart.name} in ${chart.language}`).toEqual([]);
  }
});

test('the measure of text outside finds what is outside', async () => {
  const svg = (x: number, y: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><text x="${x}" y="${y}" font-size="20">Text</text></svg>`;
  expect((await textOutside(svg(10, 25))).outside).toEqual([]);
  for (const [x, y] of [
    [-5, 25],
    [80, 25],
    [10, 5],
    [10, 45],
  ] as const)
    expect((await textOutside(svg(x, y))).outside, `at ${x}, ${y}`).toEqual(['Text']);
});
