import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { charactersByFace } from '../../scripts/dist/typeset.ts';
import { shippedFaces } from '../../scripts/fonts/faces.ts';
import { fontsOf } from '../fonts/platform.ts';
import { home, htmlOnly, layProject, makeFolder, silent } from '../project.ts';

/** What each face is cut to, as `family weight: characters`. */
const cut = (html: string, css: string): Record<string, string> =>
  Object.fromEntries(
    [...charactersByFace(html, css, shippedFaces).characters].map(([face, own]) => [`${face.family} ${face.weight}`, [...own].join('')]),
  );

const [sans, bold, serif] = ['Noto Sans TC 400', 'Noto Sans TC 700', 'Noto Serif TC 700'] as const;

/** The families without a face in which texts come first for certain. */
const foreign = (html: string, css: string) =>
  [...charactersByFace(html, css, shippedFaces).foreign].map(([family, { text, section }]) => `${family}: ${text} (${section})`);

test.each([
  ['section h1 { font-family: "Iowan Old Style", "Noto Serif TC" }', ['iowan old style: A (1)']],
  ['section :is(h1,marp-h1) { font: italic 700 40px/1.2 Georgia !important }', ['georgia: A (1)']],
  ['section h1 { font: 1em"Georgia" }', ['georgia: A (1)']],
  ['section { font-family: Georgia } section p { font-family: "Noto Sans TC" }', ['georgia: A (1)']],
  ['section.cover h1 { font-family: Georgia }', ['georgia: C (2)']],
  ['section h1 { font-family: Georgia } section.cover h1 { font-family: "Noto Serif TC" }', ['georgia: A (1)']],
  ['section h1 { font-family: var(--title) } section { --title: Georgia }', ['georgia: A (1)']],
  ['section h1 { font-family: Georgia } section h1 { font-family: "Noto Serif TC" }', []],
  ['section h1 { font-family: "Noto Serif TC", Georgia }', []],
  ['section h2 { font-family: Georgia }', []],
  ['section > h1:first-child { font-family: Georgia }', []],
  ['@media (width > 10px) { section h1 { font-family: Georgia } }', []],
  ['section h1 { font-family: Georgia } @font-face { font-family: "Georgia"; src: url(data:font/ttf;base64,AAAA) }', []],
] as const)('a text in a font that is not there is known where styles leave no doubt: %s', (css, expected) => {
  const html = '<section><h1>A</h1><p>B</p></section><section class="cover"><h1>C</h1></section>';
  expect(foreign(html, `section { font-family: "Noto Sans TC" } ${css}`)).toEqual(expected);
});

describe('the characters of a face', () => {
  test('are those of the elements that the styles set in it', () => {
    const css = 'section { font-family: "Noto Sans TC" } section h1 { font: 700 40px "Noto Serif TC" }';
    expect(cut('<section><h1>一</h1><p>二<b>三</b></p></section>', css)).toEqual({ [sans]: '二', [bold]: '三', [serif]: '一' });
  });

  test('are inherited, and kept where a style says so', () => {
    const css = 'section { font: 16px "Noto Sans TC" } section h1 { font-family: "Noto Serif TC" } section .own { font: inherit }';
    expect(cut('<section><h1>a<i>b<u class="own">c</u></i></h1><p>d</p></section>', css)).toEqual({
      [sans]: 'd',
      [serif]: 'abc',
    });
  });

  test.each([
    ['a condition', '@media (width > 10px) { section p { font-family: "Noto Serif TC" } }'],
    ['a place', 'section > div ~ p { font-family: "Noto Serif TC" }'],
    ['a state', 'section p:hover { font-family: "Noto Serif TC" }'],
    ['an attribute', 'section [lang] { font-family: "Noto Serif TC" }'],
    ['another choice', 'section :is(p, li):not(.x) { font-family: "Noto Serif TC" }'],
    ['a rule inside another', 'section div { & + p { font-family: "Noto Serif TC" } }'],
  ])('count under %s as well as without it', (_, rule) => {
    const css = `section { font: 16px "Noto Sans TC" } ${rule}`;
    expect(cut('<section><p>a</p></section>', css)).toEqual({ [sans]: 'a', [serif]: 'a' });
  });

  test.each([
    'font-family: var(--family); font-weight: var(--weight)',
    'font: var(--font)',
    'all: revert',
    'font-family: "Noto\\000020Sans TC"',
  ])('may be in any face under "%s"', (declaration) => {
    const found = cut('<section><p>a</p></section>', `section { font: 16px "Noto Sans TC" } section p { ${declaration} }`);
    expect(found[serif]).toBe('a');
    expect(found[sans]).toBe('a');
  });

  test.each([
    ['bolder', bold],
    ['lighter', sans],
    ['600', bold],
    ['501', bold],
    ['500', sans],
    ['normal', sans],
    ['bold', bold],
  ])('go by the weight %s', (weight, expected) => {
    const found = cut('<section><p>a</p></section>', `section { font-family: "Noto Sans TC" } section p { font-weight: ${weight} }`);
    expect([sans, bold].filter((each) => found[each] === 'a').join('')).toBe(expected);
  });

  test('go by the attributes of a picture and by a style of its own', () => {
    const svg = '<svg><text font-family="Noto Sans TC" font-weight="bold">a</text><text style="font-family:Noto Serif TC">b</text></svg>';
    expect(cut(svg, '')).toEqual({ [bold]: 'a', [serif]: 'b' });
  });
});

describe('no text of a deck is set in another font than its own', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** The texts of a deck that are set in fonts that did not come with it. */
  async function foreignFonts(file: string): Promise<string[]> {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.emulateMediaType('print');
    const drawn = await fontsOf(page);
    await page.close();
    expect(drawn.length).toBeGreaterThan(10);
    return drawn.filter(({ families }) => families.join().includes('*')).map(({ html, families }) => `${families} ${html}`);
  }

  test('in the shipped decks', async () => {
    const out = await makeFolder();
    await build({ ...htmlOnly(home), out }, silent);
    for (const deck of ['investor.zh-Hant', 'investor.en', 'brief.zh-Hant', 'brief.en'])
      expect(await foreignFonts(join(out, `${deck}.html`))).toEqual([]);
    // Faces are most of a file: these bounds stand for all that may not slip back into them.
    expect(statSync(join(out, 'investor.zh-Hant.html')).size).toBeLessThan(750_000);
    for (const name of readdirSync(join(out, 'charts'))) expect(statSync(join(out, 'charts', name)).size, name).toBeLessThan(40_000);
  }, 180_000);

  test('under styles of its own', async () => {
    const slide = `# A title

<style scoped>
h1 { font: 400 30px var(--none, "Noto Sans TC"); text-transform: uppercase }
p:nth-of-type(2) { font-family: "Noto Serif TC" }
li { font-weight: bolder; font-variant: small-caps }
li:first-child::before { content: "甲乙" }
</style>

Plain ж é

In the serif 丙 q

- Heavy 丁 ß

| a | b |
|---|---|
| x | <em style="font-weight: 900; font-family: Noto Sans TC">戊</em> |
`;
    const root = await layProject(undefined, { 'slides/en/09-own.md': slide });
    await build({ ...htmlOnly(root), decks: ['base.en'] }, silent);
    expect(await foreignFonts(join(root, 'dist', 'base.en.html'))).toEqual([]);
  });
});
