import { deflateSync, inflateSync } from 'node:zlib';
import type { Box } from '../visual/measure.ts';
import { markArtifacts } from './artifacts.ts';
import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, PDFNumber, PDFRawStream, PDFRef, PDFString } from './pdf-lib.ts';

/** What the tags of a PDF cannot say by themselves: of each slide its headings as they read, and its pictures in px from its top left corner. */
export interface Told {
  headings: readonly string[];
  pictures: readonly Box[];
}

const name = PDFName.of;
const pointsPerPx = 0.75;

/** The structure types of PDF 1.7; others are told by what they stand for. */
const standard = new Set(
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split(
    ' ',
  ),
);

/**
 * Completes the tags that Chromium writes: a section for each slide, list items with a body, pictures with their place, types
 * that readers know, all else marked as artifacts; and the outline and the links in words.
 */
export function completeTags(pdf: PDFDocument, told: readonly Told[]): void {
  const elements = elementsOf(pdf);
  const root = pdf.catalog.lookupMaybe(name('StructTreeRoot'), PDFDict);
  if (!root) return;
  const own = [...new Set(elements.map(({ type }) => type))].filter((type) => !standard.has(type));
  if (own.length > 0) root.set(name('RoleMap'), pdf.context.obj(Object.fromEntries(own.sort().map((type) => [type, name('Span')]))));
  const document = elements.find(({ type }) => type === 'Document');
  for (const { dict, type } of elements) {
    if (type === 'NonStruct' && document && dict.get(name('P')) === document.ref) dict.set(name('S'), name('Sect'));
  }
  for (const { ref, dict, type } of elements) if (type === 'LI') addBody(pdf, root, ref, dict);
  placeFigures(pdf, elements, told);
  nameLinks(pdf);
  nameOutline(
    pdf,
    told.flatMap(({ headings }) => headings),
  );
  for (const page of pdf.getPages()) markPage(pdf, page.node);
}

/** An element of the structure. */
interface StructElement {
  ref: PDFRef;
  dict: PDFDict;
  type: string;
}

/** Every element of the structure, in the order of reading. */
export function elementsOf(pdf: PDFDocument): StructElement[] {
  const found: StructElement[] = [];
  const visit = (kid: unknown): void => {
    const dict = kid instanceof PDFRef ? pdf.context.lookup(kid) : kid;
    if (dict instanceof PDFArray) for (const each of dict.asArray()) visit(each);
    if (!(dict instanceof PDFDict)) return;
    const type = dict.lookupMaybe(name('S'), PDFName)?.decodeText();
    if (kid instanceof PDFRef && type !== undefined) found.push({ ref: kid, dict, type });
    if (type !== undefined || dict.has(name('ParentTree'))) visit(dict.get(name('K')));
  };
  visit(pdf.catalog.get(name('StructTreeRoot')));
  return found;
}

const kidsOf = (dict: PDFDict) => {
  const kids = dict.lookup(name('K'));
  return kids instanceof PDFArray ? kids.asArray() : kids === undefined ? [] : [dict.get(name('K')) as PDFRef];
};

/** Puts what a list item says, but for its label, into a body. */
function addBody(pdf: PDFDocument, root: PDFDict, item: PDFRef, dict: PDFDict): void {
  const typeOf = (kid: unknown) =>
    kid instanceof PDFRef ? pdf.context.lookupMaybe(kid, PDFDict)?.lookupMaybe(name('S'), PDFName)?.decodeText() : undefined;
  const kids = kidsOf(dict);
  if (kids.some((kid) => typeOf(kid) === 'LBody')) return;
  const [labels, rest] = [kids.filter((kid) => typeOf(kid) === 'Lbl'), kids.filter((kid) => typeOf(kid) !== 'Lbl')];
  const page = dict.get(name('Pg'));
  const body = pdf.context.register(pdf.context.obj({ Type: 'StructElem', S: 'LBody', P: item, K: rest, ...(page && { Pg: page }) }));
  for (const kid of rest) if (kid instanceof PDFRef) pdf.context.lookupMaybe(kid, PDFDict)?.set(name('P'), body);
  if (rest.some((kid) => kid instanceof PDFNumber)) adopt(pdf, root, item, body);
  dict.set(name('K'), pdf.context.obj([...labels, body]));
}

/** Tells the tree of parents that what stood in one element now stands in another. */
function adopt(pdf: PDFDocument, root: PDFDict, before: PDFRef, now: PDFRef): void {
  const visit = (node: PDFDict): void => {
    for (const kid of node.lookupMaybe(name('Kids'), PDFArray)?.asArray() ?? []) visit(pdf.context.lookup(kid, PDFDict));
    const pairs = node.lookupMaybe(name('Nums'), PDFArray);
    for (let at = 1; at < (pairs?.size() ?? 0); at += 2) {
      const parents = pairs?.lookup(at);
      if (!(parents instanceof PDFArray)) continue;
      parents.asArray().forEach((each, index) => {
        if (each === before) parents.set(index, now);
      });
    }
  };
  visit(root.lookup(name('ParentTree'), PDFDict));
}

/** Gives the figures of each page their place, where as many are tagged as were measured. */
function placeFigures(pdf: PDFDocument, elements: readonly StructElement[], told: readonly Told[]): void {
  pdf.getPages().forEach((page, index) => {
    const figures = elements.filter(({ dict, type }) => type === 'Figure' && dict.get(name('Pg')) === page.ref);
    const boxes = told[index]?.pictures ?? [];
    if (figures.length !== boxes.length) return;
    const { height } = page.getSize();
    figures.forEach(({ dict }, nth) => {
      const { left, top, right, bottom } = boxes[nth] as Box;
      const place = [left, height / pointsPerPx - bottom, right, height / pointsPerPx - top].map(
        (px) => Math.round(px * pointsPerPx * 100) / 100,
      );
      dict.set(name('A'), pdf.context.obj({ O: 'Layout', Placement: 'Block', BBox: place }));
    });
  });
}

/** Links say where they lead. */
function nameLinks(pdf: PDFDocument): void {
  for (const page of pdf.getPages()) {
    for (const each of page.node.Annots()?.asArray() ?? []) {
      const annotation = pdf.context.lookup(each, PDFDict);
      const action = annotation.lookupMaybe(name('A'), PDFDict);
      const address = action?.lookup(name('URI'));
      const said = address instanceof PDFString || address instanceof PDFHexString ? address.decodeText() : undefined;
      if (!annotation.has(name('Contents'))) annotation.set(name('Contents'), PDFHexString.fromText(said ?? 'slide'));
    }
  }
}

/** The entries of the outline as the headings read: Chromium loses the space where a line ends. */
function nameOutline(pdf: PDFDocument, headings: readonly string[]): void {
  const entries: PDFDict[] = [];
  const visit = (first: PDFDict | undefined): void => {
    for (let entry = first; entry; entry = entry.lookupMaybe(name('Next'), PDFDict)) {
      entries.push(entry);
      visit(entry.lookupMaybe(name('First'), PDFDict));
    }
  };
  visit(pdf.catalog.lookupMaybe(name('Outlines'), PDFDict)?.lookupMaybe(name('First'), PDFDict));
  // The first entry stands for the document.
  const own = entries.length === headings.length + 1 ? entries.slice(1) : entries;
  if (own.length === headings.length)
    for (const [index, entry] of own.entries()) entry.set(name('Title'), PDFHexString.fromText(headings[index] as string));
}

/** Marks what a page draws outside of its tags. */
function markPage(pdf: PDFDocument, page: PDFDict): void {
  const ref = page.get(name('Contents'));
  const stream = ref instanceof PDFRef ? pdf.context.lookup(ref) : undefined;
  if (!(stream instanceof PDFRawStream) || stream.dict.lookupMaybe(name('Filter'), PDFName)?.decodeText() !== 'FlateDecode') return;
  const forms = page.lookupMaybe(name('Resources'), PDFDict)?.lookupMaybe(name('XObject'), PDFDict);
  const isTagged = (form: string) => (forms?.lookup(name(form)) as PDFRawStream | undefined)?.dict.has(name('StructParents')) ?? false;
  const content = inflateSync(stream.contents).toString('latin1');
  const marked = Buffer.from(markArtifacts(content, isTagged), 'latin1');
  stream.dict.set(name('Length'), PDFNumber.of(0));
  pdf.context.assign(ref as PDFRef, PDFRawStream.of(stream.dict, deflateSync(marked, { level: 9 })));
}
