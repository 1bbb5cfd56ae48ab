import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { verifyDeck } from '../../scripts/compare.ts';
import { type Known, markArtifacts } from '../../scripts/dist/artifacts.ts';
import { contentKidsOf, elementsOf, kidsOf } from '../../scripts/dist/structure.ts';
import { clauses, uaFaults } from '../../scripts/dist/ua.ts';
import { home, htmlOnly, layProject, silent } from '../project.ts';

const names = ['investor.zh-Hant', 'investor.en', 'brief.zh-Hant', 'brief.en'];
const decks = new Map<string, Uint8Array>();
let rich: Uint8Array;
let richRoot: string;

/** A deck with all that a slide may hold: links to the web and within, lists in lists, small print, rules, grounds, layers. */
const slides = {
  'slides/en/03-rich.md': `---
section: rounds
---

# Links, lists and small print

Read [the ledger](https://example.com/ledger), or [the second part](#the-second-part) **first**.

- One
  - Under it
    - And deeper
  - Beside it

1. First
   1. Inner
2. Second

<small>A note in small print, with [the terms](https://example.com/terms).</small>

---

# The second part

> Said by somebody

<hr>

<div style="background: #eee; border-top: 2px solid"><p>On a ground</p></div>

<p style="opacity: .8">Seen through, and <strong>strong</strong></p>
`,
};

const open = (bytes: Uint8Array) => PDFDocument.load(bytes, { updateMetadata: false });

beforeAll(async () => {
  const out = await mkdtemp(join(tmpdir(), 'tieout-test-ua-'));
  await build({ root: home, out, decks: [], formats: ['pdf'] }, silent);
  for (const name of names) decks.set(name, await readFile(join(out, `${name}.pdf`)));
  richRoot = await layProject(undefined, slides);
  await build({ root: richRoot, out: join(richRoot, 'dist'), decks: ['base.en'], formats: ['pdf'] }, silent);
  rich = await readFile(join(richRoot, 'dist/base.en.pdf'));
}, 120_000);

test.each(names)('%s keeps every clause of PDF/UA-1 that is checked, and says so', async (name) => {
  const bytes = decks.get(name) as Uint8Array;
  const pdf = await open(bytes);
  expect(uaFaults(pdf)).toEqual([]);
  expect(Buffer.from(bytes).subarray(0, 8).toString()).toBe('%PDF-1.7');
  const types = new Set(elementsOf(pdf).map(({ type }) => type));
  for (const type of ['Document', 'Sect', 'H1', 'P', 'L', 'LI', 'LBody', 'Table', 'TH', 'TD', 'Figure'])
    expect(types, type).toContain(type);
});

test('a deck with links, lists in lists, a table, pictures, rules and layers keeps them too', async () => {
  const pdf = await open(rich);
  expect(uaFaults(pdf)).toEqual([]);
  const types = elementsOf(pdf).map(({ type }) => type);
  for (const type of ['Link', 'Lbl', 'LBody', 'BlockQuote', 'Strong', 'TH', 'TD', 'Figure']) expect(types, type).toContain(type);
  expect(types.filter((type) => type === 'L')).toHaveLength(6);
  expect(types.filter((type) => type === 'Link')).toHaveLength(4);
});

const name = PDFName.of;
test.each<[string, (pdf: PDFDocument) => void, RegExp]>([
  ['no language', (pdf) => pdf.catalog.delete(name('Lang')), /^7\.2/],
  ['no title in the window', (pdf) => pdf.catalog.delete(name('ViewerPreferences')), /^7\.1: the title/],
  ['no metadata', (pdf) => pdf.catalog.delete(name('Metadata')), /^5/],
  [
    'a type that nobody knows',
    (pdf) => pdf.catalog.lookup(name('StructTreeRoot'), PDFDict).delete(name('RoleMap')),
    /^7\.1: the type Strong/,
  ],
  [
    'a figure without words',
    (pdf) =>
      elementsOf(pdf)
        .find(({ type }) => type === 'Figure')
        ?.dict.delete(name('Alt')),
    /^7\.3/,
  ],
  [
    'a figure without a place',
    (pdf) =>
      elementsOf(pdf)
        .find(({ type }) => type === 'Figure')
        ?.dict.delete(name('A')),
    /^7\.3/,
  ],
  [
    'a level of headings left out',
    (pdf) =>
      elementsOf(pdf)
        .find(({ type }) => type === 'H1')
        ?.dict.set(name('S'), name('H3')),
    /^7\.4/,
  ],
  [
    'a header cell without a scope',
    (pdf) =>
      elementsOf(pdf)
        .find(({ type }) => type === 'TH')
        ?.dict.delete(name('A')),
    /^7\.5/,
  ],
  [
    'a list item without a body',
    (pdf) =>
      elementsOf(pdf)
        .find(({ type }) => type === 'LBody')
        ?.dict.set(name('S'), name('P')),
    /^7\.6/,
  ],
  [
    'a page that draws outside of its tags',
    (pdf) => pdf.getPages()[0]?.node.set(name('Contents'), pdf.context.register(pdf.context.flateStream('0 0 10 10 re\nf\n'))),
    /^7\.1: page 1/,
  ],
  [
    'a page that draws a ground within its tags',
    (pdf) =>
      pdf
        .getPages()[0]
        ?.node.set(name('Contents'), pdf.context.register(pdf.context.flateStream('/P <</MCID 0 >>BDC\n0 0 10 10 re\nf\nEMC\n'))),
    /^7\.1: page 1 has 1 rules or grounds/,
  ],
])('%s is found', async (_, spoil, fault) => {
  const pdf = await open(decks.get('brief.en') as Uint8Array);
  spoil(pdf);
  expect(uaFaults(pdf)).toContainEqual(expect.stringMatching(fault));
});

const plain: Known = { isTagged: (form) => form === 'X2', isDrawing: (mcid) => mcid === 9 };
test.each([
  ['what is drawn outside of the tags', 'q|0 0 9 9 re|W* n|0 0 5 5 re|f|Q', 'q|0 0 9 9 re|W* n|/Artifact BMC|0 0 5 5 re|f|EMC|Q'],
  ['a text outside of them', 'BT|<02> Tj|ET', '/Artifact BMC|BT|<02> Tj|ET|EMC'],
  ['a form without tags', '/X1 Do|/X2 Do', '/Artifact BMC|/X1 Do|EMC|/X2 Do'],
  [
    'a text with a replacement alone',
    'BT|/Span<</ActualText <FEFF00A0> >> BDC|<02> Tj|EMC|ET',
    '/Artifact BMC|BT|/Span<</ActualText <FEFF00A0> >> BDC|<02> Tj|EMC|ET|EMC',
  ],
  [
    'a text beside one of the tags',
    'BT|/P <</MCID 0 >>BDC|<01> Tj|EMC|<02> Tj|ET',
    'BT|/P <</MCID 0 >>BDC|<01> Tj|EMC|/Artifact BMC|<02> Tj|EMC|ET',
  ],
  ['a ground of an element', '/LI <</MCID 1 >>BDC|0 0 5 5 re|f|Q|q|0 0 m|0 9 l|S|EMC', '/Artifact BMC|0 0 5 5 re|f|Q|q|0 0 m|0 9 l|S|EMC'],
  [
    'a ground with one in it',
    '/LI <</MCID 1 >>BDC|0 0 5 5 re|f|/P <</MCID 2 >>BDC|0 0 1 1 re|f|EMC|EMC',
    '/Artifact BMC|0 0 5 5 re|f|/Artifact BMC|0 0 1 1 re|f|EMC|EMC',
  ],
])('%s becomes an artifact', (_, content, marked) => {
  expect(markArtifacts(content.replaceAll('|', '\n'), plain).replaceAll('\n', '|')).toBe(marked);
});

test.each([
  ['a text with its ground', '/P <</MCID 0 >>BDC|0 0 3 3 re|f|BT|<01> Tj|ET|EMC'],
  ['a picture', '/P <</MCID 0 >>BDC|0 0 3 3 re|f|/X1 Do|EMC'],
  ['a drawing', '/Figure <</MCID 9 >>BDC|0 0 3 3 re|f|EMC'],
  ['a ground with a text in it', '/P <</MCID 0 >>BDC|0 0 3 3 re|f|/P <</MCID 1 >>BDC|BT|<01> Tj|ET|EMC|EMC'],
  ['a ground with a drawing in it', '/P <</MCID 0 >>BDC|0 0 3 3 re|f|/P <</MCID 9 >>BDC|0 0 1 1 re|f|EMC|EMC'],
  ['a rule within a text', '/P <</MCID 0 >>BDC|BT|<01> Tj|ET|/P <</MCID 1 >>BDC|0 0 1 1 re|f|EMC|EMC'],
  ['an artifact', '/Artifact BMC|0 0 3 3 re|f|BT|<01> Tj|ET|EMC'],
])('%s stays as it is', (_, content) => {
  expect(markArtifacts(content.replaceAll('|', '\n'), plain).replaceAll('\n', '|')).toBe(content);
});

test('rules and grounds leave their elements, and elements of nothing else leave the structure', async () => {
  const pdf = await open(rich);
  const types = elementsOf(pdf).map(({ dict, type }) => [type, kidsOf(dict).length] as const);
  expect(types.filter(([type, kids]) => kids === 0 && type !== 'TD')).toEqual([]);
  // The ground of each page belonged to its slide.
  const sections = elementsOf(pdf).filter(({ type }) => type === 'Sect');
  expect(sections.length).toBeGreaterThan(3);
  expect(sections.flatMap(({ dict }) => contentKidsOf(pdf, dict))).toEqual([]);
});

test('what is seen through is tagged in its layer, and reads in its place', async () => {
  const pdf = await open(rich);
  const inForms = elementsOf(pdf).flatMap(({ dict }) => contentKidsOf(pdf, dict).filter(({ form }) => form));
  expect(inForms.length).toBeGreaterThan(1);
  expect(await verifyDeck(join(richRoot, 'dist/base.en.pdf'), htmlOnly(richRoot))).toEqual([]);
});

test('the outline has its spaces, opens by itself, and pages have labels', async () => {
  const pdf = await open(decks.get('investor.en') as Uint8Array);
  const titles: string[] = [];
  const visit = (entry: PDFDict | undefined): void => {
    for (let each = entry; each; each = each.lookupMaybe(name('Next'), PDFDict)) {
      const title = each.lookup(name('Title'));
      titles.push(title instanceof PDFString || title instanceof PDFHexString ? title.decodeText() : '');
      visit(each.lookupMaybe(name('First'), PDFDict));
    }
  };
  visit(pdf.catalog.lookup(name('Outlines'), PDFDict).lookupMaybe(name('First'), PDFDict));
  expect(titles).toContain('Anthropic at 29.8x in 18 months: does it add up?');
  expect(pdf.catalog.get(name('PageMode'))).toBe(name('UseOutlines'));
  const document = await getDocument({ data: Uint8Array.from(decks.get('investor.en') as Uint8Array) }).promise;
  expect((await document.getPageLabels())?.slice(0, 2)).toEqual(['1', '2']);
  await document.destroy();
});

test('every clause names what it holds, and CONTRIBUTING lists it', async () => {
  const told = await readFile(join(home, 'CONTRIBUTING.md'), 'utf8');
  for (const { clause, holds } of clauses) expect(told).toContain(`| ${clause} | ${holds} |`);
  for (const { clause, holds } of clauses) expect([clause, holds]).toEqual([expect.stringMatching(/^\d/), expect.stringMatching(/\S/)]);
});
