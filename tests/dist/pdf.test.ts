import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { plainText, type RenderedDeck } from '../../scripts/slides/index.ts';
import { htmlOnly, layProject, render, silent } from '../project.ts';

interface StructNode {
  role?: string;
  alt?: string;
  children?: StructNode[];
}

const languages = ['zh-Hant', 'en'] as const;
const bytes = new Map<string, Uint8Array>();
const documents = new Map<string, PDFDocumentProxy>();
let decks: RenderedDeck[];

beforeAll(async () => {
  const root = await layProject();
  await build({ ...htmlOnly(root), formats: ['pdf'] }, silent);
  ({ decks } = await render(root));
  for (const language of languages) {
    bytes.set(language, await readFile(join(root, `dist/base.${language}.pdf`)));
    documents.set(language, await getDocument({ data: new Uint8Array(bytes.get(language) as Uint8Array), verbosity: 0 }).promise);
  }
});

afterAll(async () => {
  await Promise.all([...documents.values()].map((each) => each.destroy()));
});

const pagesOf = (document: PDFDocumentProxy): Promise<PDFPageProxy[]> =>
  Promise.all(Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1)));

const nodesOf = (node: StructNode): StructNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)];

describe.each(languages)('the PDF in %s', (language) => {
  const document = () => documents.get(language) as PDFDocumentProxy;
  const slides = () => {
    const deck = decks.find((each) => each.deck.language === language) as RenderedDeck;
    return deck.slides.map((slide) => ({
      ...slide,
      title: deck.ledger.resolve(slide.title),
      text: deck.ledger.resolve(plainText(slide.html)),
    }));
  };

  test('has a page of 16:9 for each slide', async () => {
    expect(document().numPages).toBe(3);
    for (const page of await pagesOf(document())) {
      const { width, height } = page.getViewport({ scale: 1 });
      expect(width / height).toBeCloseTo(16 / 9, 3);
    }
  });

  test('holds the text of each slide, character by character', async () => {
    const pages = await pagesOf(document());
    for (const [index, slide] of slides().entries()) {
      const { items } = await (pages[index] as PDFPageProxy).getTextContent();
      const text = items.map((item) => ('str' in item ? item.str : '')).join('');
      const letters = (each: string) => [...each.replace(/\s/g, '')].sort().join('');
      // The page number is written by the theme.
      expect(letters(text)).toBe(letters(`${slide.text}${slide.number}`));
      expect(text.replace(/\s/g, '')).toContain(slide.title.replace(/\s/g, ''));
      expect(text).not.toMatch(/[\u2E80-\u2FDF]/);
    }
  });

  test('embeds every font, none as Type 3', async () => {
    const pdf = await PDFDocument.load(bytes.get(language) as Uint8Array);
    const objects = pdf.context.enumerateIndirectObjects().map(([, each]) => each);
    const dicts = objects.flatMap((each) => (each instanceof PDFDict ? [each] : each instanceof PDFRawStream ? [each.dict] : []));
    const ofType = (type: string) => dicts.filter((each) => each.get(PDFName.of('Type')) === PDFName.of(type));
    expect(ofType('FontDescriptor').length).toBeGreaterThan(1);
    for (const descriptor of ofType('FontDescriptor')) expect(descriptor.has(PDFName.of('FontFile2'))).toBe(true);
    for (const font of ofType('Font')) {
      expect(font.get(PDFName.of('Subtype'))).not.toBe(PDFName.of('Type3'));
      expect(String(font.get(PDFName.of('BaseFont')))).toMatch(/Noto(Sans|Serif)TC/);
    }
  });

  test('has the title of every slide as a bookmark', async () => {
    const outline = (await document().getOutline()) ?? [];
    expect(outline.map((each) => each.title)).toEqual(slides().map((slide) => slide.title));
  });

  test('says what it is', async () => {
    const { info } = await document().getMetadata();
    const expected = {
      en: { Title: 'Rounds checked', Author: 'Tester', Subject: 'A small project', Language: 'en' },
      'zh-Hant': { Title: '輪次核對', Author: 'Tester', Subject: '一個小專案', Language: 'zh-Hant' },
    };
    expect(info).toMatchObject(expected[language]);
    expect((info as { CreationDate?: string }).CreationDate).toMatch(/^D:20251015000000/);
  });

  test('is tagged on every page, with the text that stands for a chart and a picture', async () => {
    const pages = await pagesOf(document());
    const trees = await Promise.all(pages.map(async (page) => nodesOf((await page.getStructTree()) as StructNode)));
    for (const nodes of trees) expect(nodes.map((node) => node.role)).toContain('H1');
    expect(trees[2]?.map((node) => node.role)).toContain('Table');
    const alts = trees.map((nodes) => nodes.flatMap((node) => node.alt ?? []));
    expect(alts).toEqual(language === 'en' ? [['The mark'], ['The valuation of each round'], []] : [['標誌'], ['各輪估值'], []]);
  });

  test('has links that work', async () => {
    const [first] = await pagesOf(document());
    const annotations = (await first?.getAnnotations()) as { subtype: string; url?: string }[];
    expect(annotations.map((each) => each.url)).toContain('https://example.com/ledger');
  });
});
