import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { type HandoutPage, handoutKind, joinPages } from './handout.ts';
import type { DeckReading, PageReading } from './reading.ts';
import { recordName } from './schema.ts';

/** What a page holds of text: pieces under their tags by id, and pieces under none. */
interface Pieces {
  tagged: Map<string, string>;
  untagged: string[];
}

interface Tag {
  role?: string;
  type?: string;
  id?: string;
  alt?: string;
  children?: Tag[];
}

/** Reads a PDF page by page in the order of its tags. No canvas and no DOM is needed, and nothing in the file is run. */
export async function readPdf(bytes: Uint8Array): Promise<DeckReading> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const options = { verbosity: 0, useSystemFonts: false, disableFontFace: true, isEvalSupported: false, stopAtErrors: true };
  const task = getDocument({ data: Uint8Array.from(bytes), ...options });
  try {
    const pdf = await task.promise;
    const pages: PageReading[] = [];
    const sheets: HandoutPage[] = [];
    const foreign: string[] = [];
    const { info } = await pdf.getMetadata();
    const { Title: title, Subject: subject, Author: author, Keywords: keywords = '' } = info as Record<string, string | undefined>;
    const isHandout = new RegExp(`\\b${handoutKind}\\b`).test(keywords);
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const { drawn, links } = await annotationsOf(page, number);
      if (isHandout) sheets.push({ ...(await readSheet(page, `${number}/${pdf.numPages}`)), links });
      else pages.push({ ...(await readPage(page)), links });
      foreign.push(...drawn);
    }
    foreign.push(...(await besidePages(pdf)));
    const build = /\bbuild:(\w+)/.exec(keywords)?.[1];
    const hiddenOn = (slide: number) => new RegExp(`\\bhidden:${slide}:(\\w+)`).exec(keywords)?.[1];
    const shown = [...pages, ...joinPages(sheets)].map((page, index) => ({ ...page, hidden: hiddenOn(index + 1) }));
    return { title, subject, author, pages: shown, isHandout, outside: [], foreign, build, outline: await outlineOf(pdf) };
  } finally {
    await task.destroy();
  }
}

async function readPage(page: PDFPageProxy): Promise<PageReading> {
  const { tagged, untagged } = await piecesOf(page);
  const tree = (await page.getStructTree()) as Tag | null;
  if (!tree) return { text: [...tagged.values(), ...untagged].join('\n'), beside: [], alts: [], untagged: true };
  const { text, alts, beside } = readTags([tree], tagged);
  return { text, alts, beside: [...untagged, ...beside, ...tagged.values()].filter((each) => each.trim() !== '') };
}

/** A page of a handout: in an article the section of a slide, and paragraphs of its notes; at its foot `place`, which is no part of it. */
async function readSheet(page: PDFPageProxy, place: string): Promise<HandoutPage> {
  const { tagged, untagged } = await piecesOf(page);
  const tree = (await page.getStructTree()) as Tag | null;
  // It is drawn in pieces.
  const foot = new RegExp(`(?<!\\d\\s*)${[...place].join('\\s*')}(?!\\s*\\d)`);
  const beside = [untagged.join('\n').replace(foot, '')];
  if (!tree) return { text: [...tagged.values()].join('\n'), notes: '', begins: true, beside, alts: [], untagged: true };
  const parts = (tree.children ?? []).flatMap(({ children = [] }) => children).flatMap(({ children = [] }) => children);
  const isSlide = ({ role }: Tag) => role === 'Sect';
  const [slide, notes] = [parts.filter(isSlide), parts.filter((each) => !isSlide(each))].map((tags) => readTags(tags, tagged));
  const stray = [...(slide?.beside ?? []), ...(notes?.beside ?? []), ...tagged.values()];
  return {
    text: slide?.text ?? '',
    notes: notes?.text ?? '',
    begins: parts.some(isSlide),
    beside: [...beside, ...stray].filter((each) => each.trim() !== ''),
    alts: [...(slide?.alts ?? []), ...(notes?.alts ?? [])],
  };
}

/** What stands under some tags, in their order; it is taken from the pieces. */
function readTags(tags: readonly Tag[], left: Map<string, string>): Pick<PageReading, 'text' | 'alts' | 'beside'> {
  const read: string[] = [];
  const beside: string[] = [];
  const alts: string[] = [];
  const visit = (tag: Tag, place: number): void => {
    if (tag.alt) alts.push(tag.alt);
    const label = tag.role === 'Lbl';
    let items = 0;
    for (const child of tag.children ?? []) {
      if (child.type === 'content') {
        const text = left.get(child.id ?? '') ?? '';
        left.delete(child.id ?? '');
        // Items of a list are counted by the browser: their numbers are no part of the text.
        if (!label) read.push(text);
        else if (ordinal(text) !== place) beside.push(text);
      } else visit(child, child.role === 'LI' ? ++items : place);
    }
    if (/^(?:H\d?|P|LI|TD|TH|Figure)$/.test(tag.role ?? '')) read.push('\n');
  };
  for (const each of tags) visit(each, 0);
  return { text: read.join(''), beside, alts };
}

/** The number of a list item, from its label as drawn; undefined for a label of another kind. */
const ordinal = (text: string) => (/^\s*\d+[.)]\s*$/.test(text) ? Number.parseInt(text, 10) : undefined);

async function piecesOf(page: PDFPageProxy): Promise<Pieces> {
  const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
  const pieces: Pieces = { tagged: new Map(), untagged: [] };
  const open: (string | undefined)[] = [];
  for (const item of items) {
    if ('str' in item) {
      const text = item.hasEOL ? `${item.str}\n` : item.str;
      const id = open.findLast((each) => each !== undefined);
      if (id) pieces.tagged.set(id, (pieces.tagged.get(id) ?? '') + text);
      else pieces.untagged.push(text);
    } else if (item.type === 'endMarkedContent') open.pop();
    else open.push(item.id ?? undefined);
  }
  return pieces;
}

/** Annotations may draw over a page, so a deck has none but links that draw nothing. Links within the deck have no address. */
async function annotationsOf(page: PDFPageProxy, number: number): Promise<{ drawn: string[]; links: string[] }> {
  type Annotation = { subtype: string; hasAppearance?: boolean; url?: string; unsafeUrl?: string };
  const annotations = (await page.getAnnotations()) as Annotation[];
  const drawn = annotations.filter((each) => each.subtype !== 'Link' || each.hasAppearance);
  const links = annotations.flatMap((each) => each.url ?? each.unsafeUrl ?? []);
  return { drawn: drawn.map((each) => `an annotation (${each.subtype}) on page ${number}`), links: [...new Set(links)] };
}

/** What a file does or holds beside its pages; a deck holds its record alone, and does nothing. */
async function besidePages(pdf: PDFDocumentProxy): Promise<string[]> {
  const files = Object.keys(((await pdf.getAttachments()) ?? {}) as object).filter((name) => name !== recordName);
  return [...((await pdf.getJSActions()) ? ['a script'] : []), ...files.map((name) => `the attached file "${name}"`)];
}

async function outlineOf(pdf: PDFDocumentProxy): Promise<string[]> {
  type Entries = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;
  const flat = (entries: Entries): string[] => (entries ?? []).flatMap((each) => [each.title, ...flat(each.items)]);
  return flat(await pdf.getOutline());
}
