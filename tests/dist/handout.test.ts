import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { Store } from '../../scripts/cache.ts';
import { diffDecks, verifyDeck } from '../../scripts/compare.ts';
import { paperOf } from '../../scripts/dist/handout.ts';
import { elementsOf } from '../../scripts/dist/structure.ts';
import { uaFaults } from '../../scripts/dist/ua.ts';
import type { BuildOptions, BuiltFile } from '../../scripts/options.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import type { DeckRecord } from '../../scripts/record/schema.ts';
import { summarize } from '../../scripts/report.ts';
import { home, htmlOnly, layProject, problemsOf, silent } from '../project.ts';

const handoutOf = (root: string, decks: readonly string[] = []): BuildOptions => ({ ...htmlOnly(root), decks, formats: ['handout'] });
const open = (bytes: Uint8Array) => getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
const squeezed = (text: string) => text.replace(/\s/g, '');
const lettersOf = (text: string) => [...squeezed(text)].sort().join('');

async function textsOf(document: PDFDocumentProxy): Promise<string[]> {
  const pages = await Promise.all(Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1)));
  return Promise.all(pages.map(textOf));
}

async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent({ disableNormalization: true });
  return items.map((item) => ('str' in item ? item.str : '')).join('');
}

const shipped = [
  ['investor.zh-Hant', 'A4'],
  ['investor.en', 'letter'],
  ['brief.zh-Hant', 'A4'],
  ['brief.en', 'letter'],
] as const;
const sizes = { A4: [595.28, 841.89], letter: [612, 792] } as const;

describe('the handouts of the shipped decks', () => {
  let out: string;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'tieout-test-handout-'));
    await build({ root: home, out, decks: [], formats: ['handout'] }, silent);
  }, 120_000);
  afterAll(() => rm(out, { recursive: true, force: true }));

  test.each(shipped)(
    '%s has a page of %s for each slide, with its number, its source line and its notes as they are',
    async (name, paper) => {
      const path = join(out, `${name}.handout.pdf`);
      const { record } = await readCarried(path);
      const document = await open(await readFile(path));
      const texts = await textsOf(document);
      expect(texts.length).toBe(record.slides.length);
      for (const [index, { number, text, notes = '', sources = '' }] of record.slides.entries()) {
        const { width, height } = (await document.getPage(index + 1)).getViewport({ scale: 1 });
        for (const [is, should] of [
          [width, sizes[paper][0]],
          [height, sizes[paper][1]],
        ] as const)
          expect(Math.abs(is - should)).toBeLessThan(0.5);
        const page = squeezed(texts[index] as string);
        const label = squeezed(`${name.endsWith('en') ? 'Slide' : '投影片'} ${number} / ${record.slides.length}`);
        const foot = squeezed(`${record.deck.title}${index + 1} / ${texts.length}`);
        for (const part of [label, squeezed(notes)]) expect(page).toContain(part);
        // The cover has no page number of its own.
        const expected = [text, sources, label, notes, foot].map(squeezed).join('');
        expect([expected, `${expected}${number}`].map(lettersOf)).toContain(lettersOf(page));
      }
      await document.destroy();
    },
  );

  test.each(shipped)(
    '%s keeps every clause of PDF/UA-1 that is checked, with its fonts in it, a bookmark for each title and labels',
    async (name) => {
      const bytes = await readFile(join(out, `${name}.handout.pdf`));
      const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
      expect(uaFaults(pdf)).toEqual([]);
      const types = new Set(elementsOf(pdf).map(({ type }) => type));
      for (const type of ['Document', 'Art', 'Sect', 'H1', 'P', 'L', 'LI', 'LBody', 'Table', 'TH', 'TD', 'Figure'])
        expect(types, type).toContain(type);
      const dicts = pdf.context
        .enumerateIndirectObjects()
        .flatMap(([, each]) => (each instanceof PDFDict ? [each] : each instanceof PDFRawStream ? [each.dict] : []));
      const fonts = dicts.filter((each) => each.get(PDFName.of('Type')) === PDFName.of('Font'));
      expect(fonts.length).toBeGreaterThan(1);
      for (const font of fonts) {
        expect(font.get(PDFName.of('Subtype'))).not.toBe(PDFName.of('Type3'));
        expect(String(font.get(PDFName.of('BaseFont')))).toMatch(/Noto(Sans|Serif)TC/);
      }
      const document = await open(bytes);
      const titles = (await document.getOutline()).map((each) => each.title);
      const { record } = await readCarried(join(out, `${name}.handout.pdf`));
      expect(titles.map(squeezed)).toEqual(record.slides.map((each) => squeezed(each.title)));
      expect((await document.getPageLabels())?.slice(0, 2)).toEqual(['1', '2']);
      expect(((await document.getMetadata()).info as { Language?: string }).Language).toBe(record.deck.language);
      await document.destroy();
    },
  );

  test.each(shipped)('%s ties out', async (name) => {
    expect(await verifyDeck(join(out, `${name}.handout.pdf`), htmlOnly(home))).toEqual([]);
  });
});

const long = Array.from(
  { length: 60 },
  (_, index) => `The valuation of {{ rounds.late.post_money_usd_bn | money }}, said ${'again and '.repeat(index)}again.`,
);
const project = () =>
  layProject(undefined, {
    'slides/en/03-long.md': `# A long story\n\n![w:900 The valuation of each round](../../charts/valuation.vl.json)\n\n<!--\n${long.join('\n')}\n-->\n\n---\n\n# The end\n\nIt has no notes.\n`,
  });

describe('notes that are longer than their page', () => {
  let root: string;
  let path: string;
  let record: DeckRecord;
  let built: readonly BuiltFile[];
  beforeAll(async () => {
    root = await project();
    built = await build(handoutOf(root, ['base.en']), silent);
    path = join(root, 'dist/base.en.handout.pdf');
    ({ record } = await readCarried(path));
  }, 60_000);

  test('go on on the next, whole, and the slide after begins on one of its own', async () => {
    const document = await open(await readFile(path));
    const texts = (await textsOf(document)).map(squeezed);
    const first = texts.findIndex((each) => each.includes('Alongstory'));
    const last = texts.findIndex((each) => each.includes('Theend'));
    expect(last - first).toBeGreaterThan(1);
    expect(texts.length).toBe(last + 1);
    expect(summarize(built, 0)).toMatch(new RegExp(`^  base\\.en\\.handout\\.pdf +\\d+ kB  ${texts.length} pages$`, 'm'));
    const foot = (index: number) => squeezed(`${record.deck.title}${index + 1} / ${texts.length}`);
    const pages = texts.slice(first, last);
    for (const [index, page] of pages.entries()) expect(page).toContain(`${first + index + 1}/${texts.length}`);
    const { text, sources = '', notes = '', number } = record.slides[first] as DeckRecord['slides'][number];
    const feet = pages.map((_, index) => foot(first + index)).join('');
    const label = `Slide ${number} / ${record.slides.length}`;
    expect(lettersOf(pages.join(''))).toBe(lettersOf([text, sources, label, notes, feet, number].join('')));
    await document.destroy();
  });

  test('keep the tags, the place of the chart too', async () => {
    const pdf = await PDFDocument.load(await readFile(path), { updateMetadata: false });
    expect(uaFaults(pdf)).toEqual([]);
    const figures = elementsOf(pdf).filter(({ type }) => type === 'Figure');
    expect(figures.length).toBe(3);
    const [chart] = figures.slice(-1) as [(typeof figures)[number]];
    const place = String(chart.dict.lookup(PDFName.of('A'), PDFDict).lookup(PDFName.of('BBox')));
    const [left, bottom, right, top] = (place.match(/[\d.]+/g) ?? []).map(Number) as [number, number, number, number];
    const { width, height } = pdf.getPage(0).getSize();
    // Within the upper half, where the slide is; 900 px of it, drawn at about half its size.
    expect([left > 45, right < width - 45, bottom > height / 2, top < height - 42]).toEqual([true, true, true, true]);
    expect(right - left).toBeGreaterThan(320);
    expect(right - left).toBeLessThan(380);
  });

  test('tie out, and what was changed in them is told', async () => {
    expect(await verifyDeck(path, htmlOnly(root))).toEqual([]);
    const { record: now } = await readCarried(path);
    expect(now.figures.filter((each) => each.where === 'notes' && each.text === 'US$183 billion').length).toBe(60);
    await writeFile(join(root, 'data/rounds.csv'), (await readFile(join(root, 'data/rounds.csv'), 'utf8')).replace('183', '193'));
    const reasons = (await verifyDeck(path, htmlOnly(root))).map((each) => each.reason);
    expect(reasons).toContain("the deck says 183, today's data say 193");
    const { diff } = await diffDecks(path, undefined, { ...htmlOnly(root), formats: [] }, silent);
    expect(diff.figures.map((each) => [each.before?.text, each.after?.text])).toContainEqual(['US$183 billion', 'US$193 billion']);
  });
});

test('a handout whose notes, foot, label or pages are others than its record says does not tie out', async () => {
  const root = await layProject();
  await build(handoutOf(root, ['base.en']), silent);
  const path = join(root, 'dist/base.en.handout.pdf');
  const bytes = await readFile(path);
  const { read, record } = await readCarried(path);
  const { holdAgainst } = await import('../../scripts/record/reading.ts');
  const reading = await read();
  const [first] = reading?.pages ?? [];
  if (!reading || !first) throw new Error('the handout has no pages');
  const told = (own: object) =>
    holdAgainst(record, { ...reading, pages: [{ ...first, ...own }, ...reading.pages.slice(1)] }).map((each) => each.what);
  expect(told({})).toEqual([]);
  expect(told({ notes: first.notes?.replace('Begin', 'Start') })).toContain('notes');
  expect(told({ notes: first.notes?.replace('Slide 1', 'Slide 2') })).toContain('notes');
  expect(told({ notes: '' })).toContain('notes');
  expect(told({ beside: [...first.beside, 'Draft'] })).toContain('text');
  expect(told({ beside: first.beside.map((each) => each.replace('Rounds checked', 'Rounds audited')) })).toContain('text');
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  pdf.removePage(1);
  await writeFile(join(root, 'cut.pdf'), await pdf.save());
  expect((await verifyDeck(join(root, 'cut.pdf'), htmlOnly(root))).map((each) => each.reason)).toContain('no page shows this slide');
});

test('a handout is the same each time, stays beside other builds, and goes with its deck', async () => {
  const root = await layProject();
  await build(handoutOf(root), silent);
  const path = join(root, 'dist/base.en.handout.pdf');
  const before = await readFile(path);
  expect(readdirSync(join(root, 'dist')).filter((each) => each.endsWith('.pdf'))).toEqual([
    'base.en.handout.pdf',
    'base.zh-Hant.handout.pdf',
  ]);
  await build(handoutOf(root), silent, new Store(undefined));
  expect((await readFile(path)).equals(before)).toBe(true);
  await build(htmlOnly(root), silent);
  expect(existsSync(path)).toBe(true);
  const decks = join(root, 'slides/decks.yaml');
  await writeFile(decks, (await readFile(decks, 'utf8')).replace('base.en', 'other.handout'));
  await build(handoutOf(root), silent);
  await build({ ...htmlOnly(root), formats: ['pdf'] }, silent);
  expect(readdirSync(join(root, 'dist')).filter((each) => each.endsWith('.pdf'))).toEqual([
    'base.zh-Hant.handout.pdf',
    'base.zh-Hant.pdf',
    'other.handout.handout.pdf',
    'other.handout.pdf',
  ]);
});

test('what the gate refuses is no handout either, and notes take only characters that a font has', async () => {
  const wrong = await layProject(undefined, { 'slides/en/03-more.md': 'No title on this slide.\n' });
  expect((await problemsOf(() => build(handoutOf(wrong), silent))).map((each) => each.ruleId)).toEqual(['no-title']);
  const strange = await layProject(undefined, { 'slides/en/03-more.md': '# A title\n\n<!-- \uA66E -->\n' });
  const [found, ...others] = await problemsOf(() => build(handoutOf(strange, ['base.en']), silent));
  expect(others).toEqual([]);
  expect([found?.file, found?.ruleId]).toEqual(['slides/en/03-more.md', 'uncovered-character']);
  expect(found?.reason).toContain('in its notes, which the handout shows');
  await build({ ...htmlOnly(strange), formats: ['pdf'] }, silent);
});

test('paper is that of the region that a language names, or stands for', () => {
  const names = ['en', 'en-US', 'es-MX', 'fr-CA', 'en-PH', 'en-GB', 'en-TW', 'zh-Hant', 'zh-Hans', 'de', 'es', 'fr', 'ja', 'ko', 'pt-BR'];
  expect(names.filter((each) => paperOf(each).name === 'letter')).toEqual(['en', 'en-US', 'es-MX', 'fr-CA', 'en-PH']);
});

test('on any theme and size a slide is drawn whole, and notes stand as they were written', async () => {
  const root = await layProject(undefined, {
    'slides/decks.yaml':
      'decks:\n  - { name: wide.en, title: "A <b> \\"title\\" & more", language: en, theme: gaia, slides: [wide.md] }\n  - { name: old.en, title: Old, language: en, theme: default, slides: [old.md] }\n',
    'slides/wide.md':
      '# <!-- fit --> A fitting title\n\n![bg right:40%](pictures/mark.png)\n\n{{ rounds.late.post_money_usd_bn | money }}\n\n<!-- <b>Bold</b> & “quotes”: {{ rounds.late.post_money_usd_bn | money }} 😄\n\n- a point\n-->\n',
    'slides/old.md': '---\nsize: 4:3\n---\n\n# A title\n\nWords.\n',
  });
  await rm(join(root, 'charts'), { recursive: true });
  await build(handoutOf(root), silent);
  for (const name of ['wide.en', 'old.en']) {
    const path = join(root, `dist/${name}.handout.pdf`);
    const bytes = await readFile(path);
    expect(await verifyDeck(path, htmlOnly(root))).toEqual([]);
    expect(uaFaults(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
    const document = await open(bytes);
    const [text = '', ...others] = await textsOf(document);
    expect(others).toEqual([]);
    const said =
      name === 'wide.en'
        ? 'Slide 1 / 1Source: The ledger (note c); as of 30 September 2025<b>Bold</b> & “quotes”: US$183 billion 😄- a point'
        : 'Slide 1 / 1';
    expect(squeezed(text)).toContain(squeezed(said));
    await document.destroy();
  }
});
