import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { markArtifacts } from '../../scripts/dist/artifacts.ts';
import { elementsOf } from '../../scripts/dist/tags.ts';
import { clauses, uaFaults } from '../../scripts/dist/ua.ts';
import { home, layProject, silent } from '../project.ts';

const names = ['investor.zh-Hant', 'investor.en', 'brief.zh-Hant', 'brief.en'];
const decks = new Map<string, Uint8Array>();
let base: Uint8Array;
const open = (bytes: Uint8Array) => PDFDocument.load(bytes, { updateMetadata: false });

beforeAll(async () => {
  const out = await mkdtemp(join(tmpdir(), 'tieout-test-ua-'));
  await build({ root: home, out, decks: [], formats: ['pdf'] }, silent);
  for (const name of names) decks.set(name, await readFile(join(out, `${name}.pdf`)));
  const root = await layProject();
  await build({ root, out: join(root, 'dist'), decks: ['base.en'], formats: ['pdf'] }, silent);
  base = await readFile(join(root, 'dist/base.en.pdf'));
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

test('a deck with a link and a picture keeps them too', async () => {
  const pdf = await open(base);
  expect(uaFaults(pdf)).toEqual([]);
  expect(elementsOf(pdf).map(({ type }) => type)).toContain('Link');
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
])('%s is found', async (_, spoil, fault) => {
  const pdf = await open(decks.get('brief.en') as Uint8Array);
  spoil(pdf);
  expect(uaFaults(pdf)).toContainEqual(expect.stringMatching(fault));
});

test('what is drawn outside of the tags becomes an artifact, and nothing else changes', () => {
  const content =
    'q\n0 0 9 9 re\nW* n\n0 0 5 5 re\nf\n/P <</MCID 0 >>BDC\n0 0 3 3 re\nf\nBT\n<01> Tj\nET\nEMC\nBT\n<02> Tj\nET\n/X1 Do\n/X2 Do\nQ';
  const marked = markArtifacts(content, (form) => form === 'X2');
  expect(marked).toBe(
    'q\n0 0 9 9 re\nW* n\n/Artifact BMC\n0 0 5 5 re\nf\nEMC\n/P <</MCID 0 >>BDC\n0 0 3 3 re\nf\nBT\n<01> Tj\nET\nEMC\n/Artifact BMC\nBT\n<02> Tj\nET\nEMC\n/Artifact BMC\n/X1 Do\nEMC\n/X2 Do\nQ',
  );
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
