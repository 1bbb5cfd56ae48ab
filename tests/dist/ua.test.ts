import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNull, PDFNumber, PDFRef, PDFString } from '@cantoo/pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { verifyDeck } from '../../scripts/compare.ts';
import { type Known, markArtifacts } from '../../scripts/dist/artifacts.ts';
import { contentKidsOf, contentsOf, elementsOf, kidsOf, parentsOf } from '../../scripts/dist/structure.ts';
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

| Round |   | Told |
| --- | --- | --- |
| Seed |   | Yes |
|   | Late |   |

<table><tr><th></th><td></td><td>Beside</td></tr></table>

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
const elementIn = (pdf: PDFDocument, type: string) => elementsOf(pdf).find((each) => each.type === type)?.dict as PDFDict;
const linkIn = (pdf: PDFDocument) => pdf.context.lookup(pdf.getPages()[0]?.node.Annots()?.get(0), PDFDict);
const fontIn = (pdf: PDFDocument, key: string) =>
  pdf.context.enumerateIndirectObjects().find(([, each]) => each instanceof PDFDict && each.has(name(key)))?.[1] as PDFDict;
const fileIn = (pdf: PDFDocument) => fontIn(pdf, 'EF');
const redraw = (pdf: PDFDocument, content: string) =>
  pdf.getPages()[0]?.node.set(name('Contents'), pdf.context.register(pdf.context.flateStream(content.replaceAll('|', '\n'))));
/** The element of the first text of the first page. */
const firstText = (pdf: PDFDocument) => {
  const parents = parentsOf(pdf, pdf.getPages()[0]?.node as PDFDict) as PDFArray;
  const mcid = parents.asArray().findIndex((each) => each instanceof PDFRef);
  return { parents, mcid, element: parents.lookup(mcid, PDFDict) };
};

type Spoilt = [what: string, spoil: (pdf: PDFDocument) => unknown, fault: string];
const spoilt: Spoilt[] = [
  ['no metadata', (pdf) => pdf.catalog.delete(name('Metadata')), '5: no pdfuaid:part'],
  ['no title in the window', (pdf) => pdf.catalog.delete(name('ViewerPreferences')), '7.1: the title is not shown'],
  ['no word that it is tagged', (pdf) => pdf.catalog.delete(name('MarkInfo')), '7.1: not marked'],
  ['a page that draws outside of its tags', (pdf) => redraw(pdf, '0 0 10 10 re|f'), '7.1: page 1 draws 1 things outside'],
  [
    'a text with a replacement that stands in no element',
    (pdf) => redraw(pdf, '/Span<</ActualText <FEFF0041> >> BDC|BT|<01> Tj|ET|EMC'),
    '7.1: page 1 draws 1 things outside',
  ],
  ['a ground within the tags', (pdf) => redraw(pdf, '/P <</MCID 0 >>BDC|0 0 10 10 re|f|EMC'), '7.1: page 1 has 1 rules or grounds'],
  [
    'an artifact within the tags',
    (pdf) => redraw(pdf, '/P <</MCID 0 >>BDC|BT|<01> Tj|ET|/Artifact BMC|0 0 9 9 re|f|EMC|EMC'),
    '7.1: page 1 has 1 artifacts within its tags',
  ],
  [
    'no tree of parents',
    (pdf) => pdf.catalog.lookup(name('StructTreeRoot'), PDFDict).delete(name('ParentTree')),
    '7.1: no tree of parents',
  ],
  [
    'a page that no tree of parents knows',
    (pdf) => pdf.getPages()[0]?.node.delete(name('StructParents')),
    '7.1: content 1 of page 1 leads to no',
  ],
  [
    'content that leads nowhere',
    (pdf) => firstText(pdf).parents.set(firstText(pdf).mcid, PDFNull),
    '7.1: content 1 of page 1 leads to no element',
  ],
  ['an element without its content', (pdf) => firstText(pdf).element.delete(name('K')), '7.1: content 1 of page 1 does not stand in'],
  [
    'an element with content that is not there',
    (pdf) => firstText(pdf).element.set(name('K'), PDFNumber.of(99)),
    '7.1: content 99 of page 1 stands in an element, and is not there',
  ],
  [
    'a tree of parents with content that is not there',
    (pdf) => firstText(pdf).parents.push(firstText(pdf).parents.get(firstText(pdf).mcid)),
    '7.1: the tree of parents knows content',
  ],
  [
    'a layer that no tree of parents knows',
    (pdf) => {
      for (const page of pdf.getPages()) for (const each of contentsOf(pdf, page).slice(1)) each.holder.delete(name('StructParents'));
    },
    '7.1: content 11 of the form',
  ],
  [
    'a type that nobody knows',
    (pdf) => pdf.catalog.lookup(name('StructTreeRoot'), PDFDict).delete(name('RoleMap')),
    '7.1: the type Strong',
  ],
  ['no language', (pdf) => pdf.catalog.delete(name('Lang')), '7.2: no language'],
  ['an item outside of a list', (pdf) => elementIn(pdf, 'L').set(name('S'), name('Div')), '7.6: LI in Div'],
  ['a row of a table of another kind', (pdf) => elementIn(pdf, 'TR').set(name('S'), name('P')), '7.2: P in Table'],
  [
    'a row without one of its cells',
    (pdf) => elementIn(pdf, 'TR').lookup(name('K'), PDFArray).remove(0),
    '7.2: a table with rows of 2, 3 cells',
  ],
  ['a figure without words', (pdf) => elementIn(pdf, 'Figure').delete(name('Alt')), '7.3: a figure without words'],
  ['a figure without a place', (pdf) => elementIn(pdf, 'Figure').delete(name('A')), '7.3: a figure without a place'],
  ['a level of headings left out', (pdf) => elementIn(pdf, 'H1').set(name('S'), name('H3')), '7.4.2: a heading of level 3'],
  ['a header cell without a scope', (pdf) => elementIn(pdf, 'TH').delete(name('A')), '7.5: a header cell without a scope'],
  ['a list item without a body', (pdf) => elementIn(pdf, 'LBody').set(name('S'), name('P')), '7.6: P in LI'],
  [
    'an attached file without its relation',
    (pdf) => fileIn(pdf).delete(name('AFRelationship')),
    '7.11: an attached file without its relation',
  ],
  ['an attached file without its name', (pdf) => fileIn(pdf).delete(name('UF')), '7.11: an attached file without its name'],
  [
    'an attached file that is not listed',
    (pdf) => pdf.catalog.delete(name('AF')),
    '7.11: an attached file that the document does not list',
  ],
  ['links out of order', (pdf) => pdf.getPages()[0]?.node.delete(name('Tabs')), '7.18: a page whose links are not reached'],
  ['a link without words', (pdf) => linkIn(pdf).delete(name('Contents')), '7.18: a link without words'],
  ['a link outside of the structure', (pdf) => linkIn(pdf).delete(name('StructParent')), '7.18: a link outside of the structure'],
  [
    'a link that leads to the element of another',
    (pdf) => linkIn(pdf).set(name('StructParent'), PDFNumber.of(100_001)),
    '7.18: a link that its element does not name',
  ],
  [
    'a link in an element of another kind',
    (pdf) => elementIn(pdf, 'Link').set(name('S'), name('Span')),
    '7.18: a link in an element of another',
  ],
  [
    'a link that its element does not name',
    (pdf) => elementIn(pdf, 'Link').lookup(name('K'), PDFArray).remove(1),
    '7.18: a link that its element does not name',
  ],
  ['an annotation that is no link', (pdf) => linkIn(pdf).set(name('Subtype'), name('Text')), '7.18: an annotation that is no link'],
  ['a font that is not embedded', (pdf) => fontIn(pdf, 'FontFile2').delete(name('FontFile2')), '7.21: a font that is not embedded'],
  ['a font whose characters are not known', (pdf) => fontIn(pdf, 'ToUnicode').delete(name('ToUnicode')), '7.21: a font whose characters'],
  ['a font whose glyphs are not known', (pdf) => fontIn(pdf, 'CIDToGIDMap').delete(name('CIDToGIDMap')), '7.21: a font whose glyphs'],
];

test.each(spoilt)('%s is found', async (_, spoil, fault) => {
  const pdf = await open(rich);
  spoil(pdf);
  expect(uaFaults(pdf)).toContainEqual(expect.stringContaining(fault));
});

test('each clause is spoilt by one of these', () => {
  for (const { clause } of clauses) expect(spoilt.map(([, , fault]) => fault.split(':')[0])).toContain(clause);
});

test('a deck with a figure that has no words does not name the standard', async () => {
  const slide =
    '---\nsection: rounds\n---\n\n# Above\n\n<svg role="img" viewBox="0 0 9 9" width="99" height="99"><rect width="5" height="5"/></svg>\n';
  const root = await layProject(undefined, { 'slides/en/03-rich.md': slide });
  await build({ root, out: join(root, 'dist'), decks: ['base.en'], formats: ['pdf'] }, silent);
  const faults = uaFaults(await open(await readFile(join(root, 'dist/base.en.pdf'))));
  expect(faults).toEqual(['5: no pdfuaid:part', '7.3: a figure without words', '7.3: a figure without a place']);
});

test.each([
  ['en', 'Slide'],
  ['zh-Hant', '投影片'],
])('links say where they lead, within a deck in the words of its language (%s)', async (language, word) => {
  const slide = '---\nsection: rounds\n---\n\n# Above\n\n[To it](#above), [to the ledger](https://example.com/ledger?a)\n';
  const root = await layProject(undefined, { [`slides/${language}/03-links.md`]: slide });
  await build({ root, out: join(root, 'dist'), decks: [`base.${language}`], formats: ['pdf'] }, silent);
  const page = (await open(await readFile(join(root, `dist/base.${language}.pdf`)))).getPages().at(-1);
  const links =
    page?.node
      .Annots()
      ?.asArray()
      .map((each) => page.doc.context.lookup(each, PDFDict)) ?? [];
  expect(links.map((each) => each.lookup(name('Contents'), PDFHexString).decodeText())).toEqual([word, 'https://example.com/ledger?a']);
});

test('a figure of HTML is a group of a picture with its words and a caption that can be read', async () => {
  const root = await layProject(undefined, {
    'slides/en/03-figures.md': `# Figures

<figure><img src="../pictures/mark.png" alt="The mark"><figcaption>Mark of <strong>the house</strong></figcaption></figure>

<figure>

![Each round](../../charts/valuation.vl.json)

<figcaption>It came to {{ rounds.late.post_money_usd_bn | money }}</figcaption>
</figure>

---

# Others

<figure><figcaption>The rounds</figcaption><table><tr><th>Name</th></tr><tr><td>Seed</td></tr></table></figure>
`,
  });
  for (const format of ['pdf', 'handout'] as const) {
    await build({ ...htmlOnly(root), decks: ['base.en'], formats: [format] }, silent);
    const path = join(root, `dist/base.en.${format === 'pdf' ? '' : 'handout.'}pdf`);
    const pdf = await open(await readFile(path));
    expect(uaFaults(pdf)).toEqual([]);
    expect(await verifyDeck(path, htmlOnly(root))).toEqual([]);
    const typesIn = (dict: PDFDict): string[] =>
      kidsOf(dict).flatMap((kid) => {
        const own = pdf.context.lookup(kid);
        if (!(own instanceof PDFDict)) return [];
        const type = (own.get(PDFName.of('S')) as PDFName).decodeText();
        const alt = own.lookup(PDFName.of('Alt'));
        if (type === 'P') return typesIn(own);
        return alt instanceof PDFString || alt instanceof PDFHexString ? `${type} ${alt.decodeText()}` : type;
      });
    const groups = elementsOf(pdf).filter(({ dict, type }) => type === 'Div' && typesIn(dict).includes('Caption'));
    expect(groups.map(({ dict }) => typesIn(dict))).toEqual([
      ['Figure The mark', 'Caption'],
      ['Figure Each round', 'Caption'],
      ['Caption', 'Table'],
    ]);
  }
});

test('a row keeps its empty cells, each in its column', async () => {
  const pdf = await open(rich);
  const rows = elementsOf(pdf).filter(({ type }) => type === 'TR');
  const cells = rows.slice(-4).map(({ dict }) => kidsOf(dict).map((kid) => elementsOf(pdf).find(({ ref }) => ref === kid)));
  const shape = cells.map((row) => row.map((cell) => `${cell?.type}${kidsOf(cell?.dict as PDFDict).length > 0 ? ' filled' : ''}`));
  expect(shape).toEqual([
    ['TH filled', 'TH', 'TH filled'],
    ['TD filled', 'TD', 'TD filled'],
    ['TD', 'TD filled', 'TD'],
    ['TH', 'TD', 'TD filled'],
  ]);
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
  expect(types.filter(([type, kids]) => kids === 0 && !/^T[HD]$/.test(type))).toEqual([]);
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
