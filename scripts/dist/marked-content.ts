import { deflateSync } from 'node:zlib';
import { type Known, markArtifacts } from './artifacts.ts';
import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
} from './pdf-lib.ts';
import { type Content, contentKidsOf, contentsOf, kidsOf, numbersIn, parentsIn, parentsOf, typeOf } from './structure.ts';

const name = PDFName.of;

/**
 * Ties what a page draws to its elements, both ways: what no reader needs becomes an artifact and leaves its element, and what
 * stands in a form (a layer that is seen through) is named as such.
 */
export function tieContent(pdf: PDFDocument, page: PDFPage): void {
  const parents = parentsOf(pdf, page.node);
  if (!parents) return;
  const [own, ...forms] = contentsOf(pdf, page).map((content) => {
    const text = markArtifacts(content.text, knownOf(content, parents));
    writeContent(pdf, content, text);
    return { ...content, numbers: numbersIn(text) };
  });
  if (!own) return;
  const before = parents.asArray();
  for (const form of forms) nameParents(pdf, form.holder, form.numbers, before);
  for (const [mcid, ref] of before.entries()) {
    const element = pdf.context.lookup(ref);
    if (!(ref instanceof PDFRef && element instanceof PDFDict) || own.numbers.has(mcid)) continue;
    const form = forms.find(({ numbers }) => numbers.has(mcid));
    // An element in a form stays in the list of the page: some readers, Firefox among them, look for it nowhere else.
    if (!form) parents.set(mcid, PDFNull);
    const place = form && pdf.context.obj({ Type: 'MCR', Pg: page.ref, Stm: form.ref, MCID: mcid });
    const old = contentKidsOf(pdf, element).find((each) => each.mcid === mcid && each.page === page.ref);
    if (old) exchange(pdf, ref, element, old.kid, place);
  }
}

/** What a page's elements tell of its content, and that of its forms, which Chromium numbers together. */
export function knownOf({ tagged }: Content, parents: PDFArray | undefined): Known {
  const ancestors = (dict: PDFDict | undefined): string[] =>
    dict && typeOf(dict) !== undefined ? [typeOf(dict) as string, ...ancestors(dict.lookupMaybe(name('P'), PDFDict))] : [];
  return {
    isTagged: (form) => tagged.has(form),
    isDrawing: (mcid) => {
      const element = parents?.lookup(mcid);
      const types = ancestors(element instanceof PDFDict ? element : undefined);
      // The dot of a list item is drawn.
      return types[0] === 'Lbl' || types.includes('Figure') || types.includes('Formula');
    },
  };
}

function writeContent(pdf: PDFDocument, { ref }: Content, text: string): void {
  const { dict } = pdf.context.lookup(ref) as PDFRawStream;
  dict.set(name('Filter'), name('FlateDecode'));
  // Nothing of the old stream's size may last.
  dict.set(name('Length'), PDFNumber.of(0));
  pdf.context.assign(ref, PDFRawStream.of(dict, deflateSync(Buffer.from(text, 'latin1'), { level: 9 })));
}

/** Tells the tree of parents of the elements whose content stands in a form. */
function nameParents(pdf: PDFDocument, form: PDFDict, numbers: ReadonlySet<number>, elements: readonly PDFObject[]): void {
  const root = pdf.catalog.lookup(name('StructTreeRoot'), PDFDict);
  const key = Math.max(-1, ...parentsIn(pdf).keys()) + 1;
  const own = elements.map((each, mcid) => (numbers.has(mcid) ? each : PDFNull)).slice(0, Math.max(-1, ...numbers) + 1);
  const pairs = root.lookup(name('ParentTree'), PDFDict).lookup(name('Nums'), PDFArray);
  pairs.push(PDFNumber.of(key));
  pairs.push(pdf.context.register(pdf.context.obj(own)));
  root.set(name('ParentTreeNextKey'), PDFNumber.of(key + 1));
  form.set(name('StructParents'), PDFNumber.of(key));
}

/** Types of elements that say nothing where nothing is in them; others have a place to keep, as a cell of a table. */
const idle = new Set(['NonStruct', 'Span', 'Div', 'P']);

/** Puts something else, or nothing, in the place of a kid of an element; an element that says nothing then leaves its own parent. */
function exchange(pdf: PDFDocument, ref: PDFRef, dict: PDFDict, old: PDFObject, now?: PDFObject): void {
  const kids = kidsOf(dict).flatMap((kid) => (kid === old ? (now ?? []) : kid));
  if (kids.length > 0) dict.set(name('K'), kids.length === 1 ? (kids[0] as PDFObject) : pdf.context.obj(kids));
  else dict.delete(name('K'));
  const above = dict.get(name('P'));
  const parent = pdf.context.lookup(above);
  if (kids.length > 0 || !idle.has(typeOf(dict) ?? '') || dict.has(name('ID'))) return;
  if (above instanceof PDFRef && parent instanceof PDFDict) exchange(pdf, above, parent, ref);
  pdf.context.delete(ref);
}
