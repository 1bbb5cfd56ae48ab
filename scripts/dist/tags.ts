import { languageWords } from '../quotes/languages/index.ts';
import type { Box } from '../visual/look.ts';
import { tieContent } from './marked-content.ts';
import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, PDFRef, PDFString } from './pdf-lib.ts';
import { attributesOf, elementsOf, kidsOf, parentsIn, type StructElement, standardTypes, typeOf } from './structure.ts';
import { completeTables, type Tables } from './table-cells.ts';

/**
 * What the tags of a PDF cannot say by themselves: of each slide its headings as they read, its pictures in px from its top left
 * corner, and its tables.
 */
export interface Told {
  headings: readonly string[];
  pictures: readonly Box[];
  tables: Tables;
}

const name = PDFName.of;
const pointsPerPx = 0.75;

/**
 * Completes the tags that Chromium writes: a section for each slide, list items with a body, tables with all cells, pictures with
 * their place, types that readers know, all else marked as artifacts; and the outline and the links in words.
 */
export function completeTags(pdf: PDFDocument, told: readonly Told[], language: string): void {
  const root = pdf.catalog.lookupMaybe(name('StructTreeRoot'), PDFDict);
  if (!root) return;
  nameGroups(elementsOf(pdf));
  for (const page of pdf.getPages()) tieContent(pdf, page);
  const elements = elementsOf(pdf);
  const own = [...new Set(elements.map(({ type }) => type))].filter((type) => !standardTypes.has(type));
  if (own.length > 0) root.set(name('RoleMap'), pdf.context.obj(Object.fromEntries(own.sort().map((type) => [type, name('Span')]))));
  for (const { ref, dict, type } of elements) if (type === 'LI') addBody(pdf, ref, dict);
  completeTables(
    pdf,
    told.map(({ tables }) => tables),
  );
  numberIds(pdf, root);
  placeFigures(pdf, elements, told);
  nameLinks(pdf, languageWords(language).changes.columns.slide);
  nameOutline(
    pdf,
    told.flatMap(({ headings }) => headings),
  );
}

/**
 * What stands in the document itself is a slide; in a handout each stands in an article, above its notes. A `<figure>` is a group of what
 * it shows and its caption: the picture in it is the figure, with words of its own, in whose place the caption would not be read.
 */
function nameGroups(elements: readonly StructElement[]): void {
  const above = elements.filter(({ type }) => type === 'Document' || type === 'Art').map(({ ref }) => ref);
  for (const { dict, type } of elements) {
    if (type === 'NonStruct' && above.includes(dict.get(name('P')) as PDFRef)) dict.set(name('S'), name('Sect'));
    if (type === 'Figure' && !dict.has(name('Alt')) && kidsOf(dict).every((kid) => kid instanceof PDFRef)) dict.set(name('S'), name('Div'));
  }
}

/** Puts what a list item says, but for its label, into a body. */
function addBody(pdf: PDFDocument, item: PDFRef, dict: PDFDict): void {
  const kids = kidsOf(dict);
  const isA = (type: string, kid: unknown) => kid instanceof PDFRef && typeOf(pdf.context.lookupMaybe(kid, PDFDict)) === type;
  if (kids.some((kid) => isA('LBody', kid))) return;
  const [labels, rest] = [kids.filter((kid) => isA('Lbl', kid)), kids.filter((kid) => !isA('Lbl', kid))];
  const page = dict.get(name('Pg'));
  const body = pdf.context.register(pdf.context.obj({ Type: 'StructElem', S: 'LBody', P: item, K: rest, ...(page && { Pg: page }) }));
  for (const kid of rest) if (kid instanceof PDFRef) pdf.context.lookupMaybe(kid, PDFDict)?.set(name('P'), body);
  if (rest.some((kid) => !(kid instanceof PDFRef))) adopt(pdf, item, body);
  dict.set(name('K'), pdf.context.obj([...labels, body]));
}

/** Tells the tree of parents that what stood in one element now stands in another. */
function adopt(pdf: PDFDocument, before: PDFRef, now: PDFRef): void {
  for (const each of parentsIn(pdf).values()) {
    const parents = pdf.context.lookup(each);
    if (!(parents instanceof PDFArray)) continue;
    for (const [mcid, parent] of parents.asArray().entries()) if (parent === before) parents.set(mcid, now);
  }
}

/**
 * Numbers what table cells call their headers by in the order of reading: Chromium takes the numbers of its own nodes, which are not the
 * same each time.
 */
function numberIds(pdf: PDFDocument, root: PDFDict): void {
  const tree = root.lookupMaybe(name('IDTree'), PDFDict);
  if (!tree) return;
  const own = elementsOf(pdf).filter(({ dict }) => dict.has(name('ID')));
  const textOf = (id: unknown) => (id instanceof PDFString || id instanceof PDFHexString ? id.asBytes().toString() : '');
  const ids = new Map(own.map(({ dict }, index) => [textOf(dict.get(name('ID'))), PDFString.of(`c${String(index + 1).padStart(5, '0')}`)]));
  const idFor = (id: unknown) => ids.get(textOf(id)) ?? (id as PDFString);
  for (const { dict } of elementsOf(pdf)) {
    for (const headers of attributesOf(dict).flatMap((each) => each.lookupMaybe(name('Headers'), PDFArray) ?? []))
      for (const [index, id] of headers.asArray().entries()) headers.set(index, idFor(id));
  }
  for (const { dict } of own) dict.set(name('ID'), idFor(dict.get(name('ID'))));
  for (const kid of tree.lookupMaybe(name('Kids'), PDFArray)?.asArray() ?? []) if (kid instanceof PDFRef) pdf.context.delete(kid);
  for (const key of ['Kids', 'Limits']) tree.delete(name(key));
  tree.set(name('Names'), pdf.context.obj(own.flatMap(({ dict, ref }) => [dict.get(name('ID')) as PDFString, ref])));
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

/** Links say where they lead: to an address, or to a slide, as the language calls it. */
function nameLinks(pdf: PDFDocument, slide: string): void {
  for (const page of pdf.getPages()) {
    for (const each of page.node.Annots()?.asArray() ?? []) {
      const annotation = pdf.context.lookup(each, PDFDict);
      const action = annotation.lookupMaybe(name('A'), PDFDict);
      const address = action?.lookup(name('URI'));
      const said = address instanceof PDFString || address instanceof PDFHexString ? address.decodeText() : undefined;
      if (!annotation.has(name('Contents'))) annotation.set(name('Contents'), PDFHexString.fromText(said ?? slide));
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
