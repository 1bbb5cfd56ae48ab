import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { makeMeasure } from '../../scripts/charts/measure.ts';
import { pageOf } from '../../scripts/dist/deck.ts';
import { closeBrowser, openBrowser } from '../../scripts/dist/index.ts';
import { readProject } from '../../scripts/project.ts';
import { openDeck, startWatch } from '../preview/session.ts';
import { htmlOnly, layProject, places, problemsOf, render, silent } from '../project.ts';
import { fontsOf } from './platform.ts';
import { layFonts } from './project.ts';

const theme = `/* @theme base */
:root { --paper: #fff; --ink: #111; --accent: #c4341a; --grey: #666; --brand: "KaTeX_Main"; }
section { width: 1280px; height: 720px; padding: 60px; box-sizing: border-box; background: var(--paper); color: var(--ink); font: 400 28px/1.4 "Noto Sans TC"; }
h1 { font: 700 44px/1.2 "Noto Serif TC"; margin: 0 0 20px; }
img { max-width: 100px; }
section blockquote { font-family: "Noto Sans", "Noto Sans TC"; font-weight: 300 }
section li { font-family: var(--brand) }
`;
const slide = `# Zażółć gęślą jaźń

Koszt ₹ i łódź

> Łąka jest ś

- Plain *slanted* **heavy** łą
`;
const chart = JSON.stringify({
  data: { name: 'rounds' },
  usermeta: { words: { en: { description: 'Rounds', title: 'Zażółć gęślą jaźń' } } },
  description: '{{ words.description }}',
  title: { text: '{{ words.title }}', fontSize: 24 },
  width: 800,
  height: 200,
  mark: 'bar',
  encoding: { x: { field: 'post_money_usd_bn', title: null }, y: { field: 'round', title: null } },
});
const files = {
  'slides/theme.css': theme,
  'slides/en/03-fonts.md': slide,
  'slides/en/04-chart.md': '# A chart ł\n\n![Rounds](../../charts/rounds.vl.json)\n',
  'charts/rounds.vl.json': chart,
};

describe('a deck with fonts of its own', () => {
  let root: string;
  let browser: Browser;
  const pages: Record<string, Page> = {};

  beforeAll(async () => {
    root = await layFonts(['fonts/polish.ttf', '@maker/main'], files);
    await build({ ...htmlOnly(root), decks: ['base.en'], formats: ['html', 'pdf'] }, silent);
    const [deck] = (await render(root, ['base.en'])).decks;
    browser = await openBrowser();
    for (const name of ['screen', 'print']) pages[name] = await browser.newPage();
    await pages.screen?.goto(`${pathToFileURL(join(root, 'dist/base.en.html'))}#4`);
    pages.preview = await openDeck(browser, await startWatch(root, ['base.en']), 'base.en', '#4');
    await pages.print?.setContent(await pageOf(deck as NonNullable<typeof deck>));
  }, 120_000);
  afterAll(() => browser.close());

  test.each(['screen', 'print', 'preview'])('is set in them alone in %s, and in the same', async (medium) => {
    const drawn = await fontsOf(pages[medium] as Page);
    const familiesOf = (start: string) =>
      drawn
        .filter(({ html }) => html.replace(/(?<=^<\w+) [^>]*/, '').startsWith(start))
        .map(({ families }) => [...new Set(families)].join());
    expect(drawn.flatMap(({ families }) => families).filter((each) => each.endsWith('*'))).toEqual([]);
    expect(familiesOf('<h1>Zażółć')).toEqual(['Noto Sans,Noto Serif TC']);
    expect(familiesOf('<p>Koszt')).toEqual(['Noto Sans,Noto Sans TC']);
    expect(familiesOf('<p>Łąka')).toEqual(['Noto Sans,Noto Sans TC']);
    expect(familiesOf('<li>Plain')).toEqual(['KaTeX_Main,Noto Sans']);
    expect(familiesOf('<em>slanted')).toEqual(['KaTeX_Main']);
    expect(familiesOf('<strong>heavy')).toEqual(['KaTeX_Main']);
  });

  test('names no face that no text is set in', async () => {
    const html = await readFile(join(root, 'dist/base.en.html'), 'utf8');
    const rules = [...html.matchAll(/@font-face\{font-family:"([^"]*)";font-weight:(\d+);font-style:(\w+)/g)].map((each) =>
      each.slice(1).join(' '),
    );
    expect([...new Set(rules)].sort()).toEqual([
      'KaTeX_Main 400 italic',
      'KaTeX_Main 400 normal',
      'KaTeX_Main 700 normal',
      'Noto Sans 300 normal',
      // The card.
      'Noto Sans 400 normal',
      'Noto Sans 700 normal',
      'Noto Sans TC 400 normal',
      'Noto Sans TC 700 normal',
      'Noto Serif TC 700 normal',
    ]);
  });

  test('embeds them in its PDF, each weight of a variable font as a font of its own', async () => {
    const bytes = await readFile(join(root, 'dist/base.en.pdf'));
    const pdf = await PDFDocument.load(bytes);
    const objects = pdf.context.enumerateIndirectObjects().map(([, each]) => each);
    const dicts = objects.flatMap((each) => (each instanceof PDFDict ? [each] : each instanceof PDFRawStream ? [each.dict] : []));
    const fonts = dicts.filter((each) => each.get(PDFName.of('Type')) === PDFName.of('Font'));
    expect(fonts.filter((each) => each.get(PDFName.of('Subtype')) === PDFName.of('Type3'))).toEqual([]);
    const names = fonts.map((each) => String(each.get(PDFName.of('BaseFont'))).replace(/^\/\w+\+/, ''));
    for (const name of ['NotoSansTC', 'NotoSerifTC', 'KaTeX_Main-Italic', 'KaTeX_Main-Bold', 'KaTeX_Main-Regular'])
      expect(names.join()).toContain(name);
    // In light, normal and heavy text.
    expect(
      new Set(dicts.filter((each) => String(each.get(PDFName.of('FontName'))).includes('NotoSans-')).map(String)).size,
    ).toBeGreaterThan(2);
    const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
    const { items } = await (await document.getPage(4)).getTextContent();
    await document.destroy();
    expect(items.map((item) => ('str' in item ? item.str : '')).join('')).toContain('Zażółć gęślą jaźń');
  });

  test('has the texts of its charts as wide as they were measured', async () => {
    const measure = await makeMeasure((await readProject(root)).faces);
    const texts = (await pages.print?.evaluate(`[...document.querySelectorAll('svg text')].map((each) =>
      [each.textContent, parseFloat(each.getAttribute('font-size')), each.getAttribute('font-weight'), each.getComputedTextLength()])`)) as [
      string,
      number,
      string,
      number,
    ][];
    const [title] = texts.filter(([text]) => text.includes('Zażółć'));
    expect(title).toBeDefined();
    for (const [text, fontSize, fontWeight, width] of texts)
      expect(width, text).toBeCloseTo(measure(text, { fontSize, fontWeight, font: 'Noto Sans TC' }), 0);
  });
});

test('a theme of tieout is set in the first of the fonts, titles and charts too', async () => {
  const root = await layFonts(['@maker/main'], {
    'charts/theme.json': '{}',
    'charts/rounds.vl.json': chart.replace('Zażółć gęślą jaźń', 'Rounds'),
    'slides/en/04-chart.md': '# A chart\n\n![Rounds](../../charts/rounds.vl.json)\n',
    'slides/theme.css': '/* @theme mine */\n@import "tieout";\n',
  });
  const [deck] = (await render(root, ['base.en'])).decks;
  expect(deck?.css).toContain('font-family: "KaTeX_Main", "Noto Serif TC", serif');
  expect(deck?.css).toContain('font-family: "KaTeX_Main", "Noto Sans TC", sans-serif');
  expect(deck?.charts[1]?.svg).toContain('font-family="KaTeX_Main"');
});

test.each<[string, string[], string]>([
  ['a file that is not there', ['fonts/none.ttf'], 'slides/decks.yaml:1:9 missing-file'],
  ['a file outside', ['../font.ttf'], 'slides/decks.yaml:1:9 outside-project'],
  ['a package that is not installed', ['@maker/none'], 'slides/decks.yaml:1:9 font type: npm i @maker/none'],
  [
    'a package of fonts for the web',
    ['fonts/polish.ttf', '@fontsource/web'],
    'slides/decks.yaml:1:28 font take the package with the whole fonts: npm i @expo-google-fonts/web, and write "@expo-google-fonts/web" here',
  ],
  ['a package without fonts', ['liquidjs'], 'slides/decks.yaml:1:9 font'],
  ['what is neither', ['My Font'], 'slides/decks.yaml:1:9 font'],
  [
    'a font for the web',
    ['node_modules/@fontsource/web/files/web.woff2'],
    'slides/decks.yaml:1:9 font give the TTF or OTF file of the font',
  ],
  ['what is no font', ['slides/text.ttf'], 'slides/decks.yaml:1:9 font give a TTF or OTF file'],
  ['a damaged font', ['slides/short.otf'], 'slides/decks.yaml:1:9 font give a whole one'],
])('%s is a problem at its entry', async (_, fonts, expected) => {
  const root = await layFonts(fonts, {
    'slides/text.ttf': 'no font',
    'slides/short.otf': `OTTO\0\x01${'\0'.repeat(6)}name${'\0'.repeat(6)}\x00\x0c\0\0\0\x02`,
    'node_modules/liquidjs/package.json': '{"version":"1.0.0"}',
  });
  const [found, ...others] = await problemsOf(() => build(htmlOnly(root), silent));
  expect(others).toEqual([]);
  expect(`${places([found as NonNullable<typeof found>])} ${found?.note}`).toContain(expected);
});

test('a character is refused where no font has it, with the command to type and the line to add', async () => {
  const root = await layProject(undefined, { 'slides/en/03-more.md': '# Łódź\n\n서울 и ₹\n' });
  const problems = await problemsOf(() => build(htmlOnly(root), silent));
  expect(places(problems)).toEqual(['slides/en/03-more.md:1:3 uncovered-character', 'slides/en/03-more.md:3:1 uncovered-character']);
  expect(problems.map(({ note }) => note)).toEqual([
    'type: npm i @expo-google-fonts/noto-sans, and add to slides/decks.yaml: fonts: ["@expo-google-fonts/noto-sans"]',
    'type: npm i @expo-google-fonts/noto-sans-kr, and add to slides/decks.yaml: fonts: ["@expo-google-fonts/noto-sans-kr"]',
  ]);
});

test('text in a font that is not of the deck stops the build, as a screen may set it in another than print', async () => {
  const root = await layProject(undefined, {
    'slides/en/03-more.md': '# A title\n\nIn another `face`\n',
    'slides/theme.css': theme
      .replace('section li', 'section code { font-family: Menlo, "Noto Sans TC" } section li')
      .replace(/--brand.*;/, ''),
  });
  for (const formats of [['pdf'], ['html']] as const) {
    const problems = await problemsOf(() => build({ ...htmlOnly(root), decks: ['base.en'], formats }, silent));
    const [found, ...others] = problems.filter(({ ruleId, file }) => ruleId === 'foreign-font' && file === 'slides/theme.css');
    expect(others).toEqual([]);
    expect(`${found?.line} ${found?.reason}`).toBe('7 slide 4 of "base.en": "face" is set in "Menlo", which is no font of the deck');
    expect(found?.note).toContain('add its file, or an npm package that holds it, to "fonts" in slides/decks.yaml');
  }
});

const colours = ':root { --accent: #c4341a; --ink: #111111 }';
const heading = 'section h1 { font-family: "Iowan Old Style", "Noto Serif TC" }';
test.each([
  [
    'alone',
    `/* @theme own */ ${colours}\nsection { width: 1280px; height: 720px; font: 400 28px/1.4 "Noto Sans TC" }\n${heading}\n`,
    'html',
  ],
  ['on that of tieout', `/* @theme own */\n@import "tieout";\n${heading}\n${colours}\n`, 'pdf'],
  ['on that of tieout', `/* @theme own */\n@import "tieout";\n${heading}\n${colours}\n`, 'html'],
] as const)('a theme, %s, that names a font for headings which is not there is told once, at its line', async (_, text, format) => {
  const root = await layProject(undefined, { 'slides/theme.css': text });
  const options = { ...htmlOnly(root), decks: ['base.en'] };
  const problems = await problemsOf(() => build({ ...options, formats: [format] }, silent));
  expect(places(problems.filter(({ ruleId }) => ruleId === 'foreign-font'))).toEqual(['slides/theme.css:3:14 foreign-font']);
});

test.each([
  ['a rule that comes later says another', `${heading}\nsection h1 { font-family: "Noto Sans TC" }`],
  ['only the next family is not there', 'section h1 { font-family: "Noto Serif TC", Georgia, serif }'],
  ['no slide has what it styles', 'section pre { font-family: Menlo, monospace }'],
  ['it brings the font', '@font-face { font-family: Own; src: url(data:font/ttf;base64,AAAA) } section h1 { font-family: Own }'],
])('a theme is no problem on screen where %s', async (_, rule) => {
  const text = `/* @theme own */ ${colours}\nsection { width: 1280px; height: 720px; font: 400 28px/1.4 "Noto Sans TC" }\n${rule}\n`;
  const root = await layProject(undefined, { 'slides/theme.css': text });
  const problems = await problemsOf(() => build({ ...htmlOnly(root), decks: ['base.en'] }, silent));
  expect(problems.map(({ reason }) => reason)).toEqual([]);
});

test.each([
  ['imports Marp’s default', '@import "default";'],
  ['imports gaia', '@import "gaia";'],
  ['says nothing of fonts', 'section { width: 1280px; height: 720px; padding: 60px }'],
])('a theme that %s is set in the fonts of the deck, on screen and in print', async (_, base) => {
  // The last colour of a theme may do without its semicolon.
  const text = `/* @theme own */\n${base}\n:root{--accent:#c4341a;--ink:#111111}\n`;
  const root = await layProject(undefined, { 'slides/theme.css': text });
  await build({ ...htmlOnly(root), decks: ['base.en'], formats: ['html', 'pdf'] }, silent);
  const file = await PDFDocument.load(await readFile(join(root, 'dist/base.en.pdf')));
  const fonts = file.context.enumerateIndirectObjects().flatMap(([, each]) => {
    const font = each instanceof PDFDict ? each.lookupMaybe(PDFName.of('BaseFont'), PDFName)?.decodeText() : undefined;
    return font === undefined ? [] : [font.replace(/^.*\+/, '')];
  });
  expect(new Set(fonts.map((each) => each.split('-')[0]))).toEqual(new Set(['NotoSansTC']));
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(root, 'dist/base.en.html')).href, { waitUntil: 'load' });
  expect(await page.$eval('section', (each) => getComputedStyle(each).fontFamily)).toMatch(/^"?Noto Sans TC/);
  await closeBrowser(browser);
});
