import { inflateSync } from 'node:zlib';
import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFObject, type PDFPage, PDFRawStream, PDFRef } from './pdf-lib.ts';

const name = PDFName.of;

/** The structure types of PDF 1.7; others are told by what they stand for. */
export const standardTypes: ReadonlySet<string> = new Set(
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split(
    ' ',
  ),
);

/** An element of the structure. */
export interface StructElement {
  ref: PDFRef;
  dict: PDFDict;
  type: string;
}

/** The type of an element; undefined for all that is none. */
export const typeOf = (dict: PDFDict | undefined): string | undefined => dict?.lookupMaybe(name('S'), PDFName)?.decodeText();

/** Every element of the structure, in the order of reading. */
export function elementsOf(pdf: PDFDocument): StructElement[] {
  const found: StructElement[] = [];
  const visit = (kid: unknown): void => {
    const dict = kid instanceof PDFRef ? pdf.context.lookup(kid) : kid;
    if (dict instanceof PDFArray) for (const each of dict.asArray()) visit(each);
    if (!(dict instanceof PDFDict)) return;
    const type = typeOf(dict);
    if (kid instanceof PDFRef && type !== undefined) found.push({ ref: kid, dict, type });
    if (type !== undefined || dict.has(name('ParentTree'))) visit(dict.get(name('K')));
  };
  visit(pdf.catalog.get(name('StructTreeRoot')));
  return found;
}

/** What stands in an element: elements, numbers of content, references to content and annotations. */
export function kidsOf(dict: PDFDict): PDFObject[] {
  const kids = dict.lookup(name('K'));
  return kids instanceof PDFArray ? kids.asArray() : kids === undefined ? [] : [dict.get(name('K')) as PDFObject];
}

/** The attributes of an element, set by set. */
export function attributesOf(dict: PDFDict): PDFDict[] {
  const own = dict.lookup(name('A'));
  const all = own instanceof PDFArray ? own.asArray().map((_, index) => own.lookup(index)) : [own];
  return all.filter((each): each is PDFDict => each instanceof PDFDict);
}

/** Content that stands in an element: the kid that says so, the page, the form if it is in one, and its number there. */
export interface ContentKid {
  kid: PDFObject;
  page: PDFObject | undefined;
  form: PDFObject | undefined;
  mcid: number;
}

/** The content that stands in an element itself. */
export function contentKidsOf(pdf: PDFDocument, dict: PDFDict): ContentKid[] {
  const own = dict.get(name('Pg'));
  return kidsOf(dict).flatMap((kid): ContentKid[] => {
    if (kid instanceof PDFNumber) return [{ kid, page: own, form: undefined, mcid: kid.asNumber() }];
    const told = pdf.context.lookup(kid);
    const mcid = told instanceof PDFDict ? told.lookupMaybe(name('MCID'), PDFNumber)?.asNumber() : undefined;
    if (!(told instanceof PDFDict) || mcid === undefined) return [];
    return [{ kid, page: told.get(name('Pg')) ?? own, form: told.get(name('Stm')), mcid }];
  });
}

/** What the tree of parents says, by its keys: of an annotation its element, of content the elements by its numbers. */
export function parentsIn(pdf: PDFDocument): Map<number, PDFObject | undefined> {
  const found = new Map<number, PDFObject | undefined>();
  const visit = (node: PDFDict): void => {
    for (const kid of node.lookupMaybe(name('Kids'), PDFArray)?.asArray() ?? []) visit(pdf.context.lookup(kid, PDFDict));
    const pairs = node.lookupMaybe(name('Nums'), PDFArray);
    for (let at = 1; at < (pairs?.size() ?? 0); at += 2) found.set(pairs?.lookup(at - 1, PDFNumber).asNumber() as number, pairs?.get(at));
  };
  const tree = pdf.catalog.lookupMaybe(name('StructTreeRoot'), PDFDict)?.lookupMaybe(name('ParentTree'), PDFDict);
  if (tree) visit(tree);
  return found;
}

/** The elements of the content of a page or of a form, by its numbers. */
export function parentsOf(pdf: PDFDocument, holder: PDFDict, parents = parentsIn(pdf)): PDFArray | undefined {
  const key = holder.lookupMaybe(name('StructParents'), PDFNumber)?.asNumber();
  const own = key === undefined ? undefined : pdf.context.lookup(parents.get(key));
  return own instanceof PDFArray ? own : undefined;
}

/** The content of a page, or of a form that it places. */
export interface Content {
  ref: PDFRef;
  /** What names its parents: the page, or the form. */
  holder: PDFDict;
  text: string;
  /** The forms in it that hold tags of their own, by the names by which they are placed. */
  tagged: ReadonlyMap<string, Content>;
}

/** The contents of a page: its own, then those of its forms that hold tags. */
export function contentsOf(pdf: PDFDocument, { node }: PDFPage): Content[] {
  const all = (content: Content): Content[] => [content, ...[...content.tagged.values()].flatMap(all)];
  const own = readContent(pdf, node.get(name('Contents')), node);
  return own ? all(own) : [];
}

function readContent(pdf: PDFDocument, ref: PDFObject | undefined, page?: PDFDict): Content | undefined {
  const stream = pdf.context.lookup(ref);
  if (!(ref instanceof PDFRef && stream instanceof PDFRawStream)) return undefined;
  const holder = page ?? stream.dict;
  const bytes = stream.dict.has(name('Filter')) ? inflateSync(stream.contents) : Buffer.from(stream.contents);
  const text = bytes.toString('latin1');
  const tagged = new Map<string, Content>();
  for (const [key, each] of holder.lookupMaybe(name('Resources'), PDFDict)?.lookupMaybe(name('XObject'), PDFDict)?.entries() ?? []) {
    const placed = pdf.context.lookup(each);
    const isForm = placed instanceof PDFRawStream && placed.dict.get(name('Subtype')) === name('Form');
    const form = isForm ? readContent(pdf, each) : undefined;
    if (form && (form.tagged.size > 0 || numbersIn(form.text).size > 0)) tagged.set(key.decodeText(), form);
  }
  return { ref, holder, text, tagged };
}

/** The numbers by which content names its elements. */
export const numbersIn = (text: string): Set<number> => new Set([...text.matchAll(/\/MCID (\d+)/g)].map(([, each]) => Number(each)));
