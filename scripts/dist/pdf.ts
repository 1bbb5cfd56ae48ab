import type { Browser } from 'puppeteer-core';
import { escapeXml } from '../charts/svg.ts';
import type { PageReading } from '../record/reading.ts';
import { recordName } from '../record/schema.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { type Finding, findingsOn } from '../visual/checks.ts';
import type { SlideLook } from '../visual/look.ts';
import { lookText } from '../visual/measure.ts';
import { openPage, patience } from './browser.ts';
import { pageStyle, resolvePage, spaceHan, writePlain, writePrinted } from './pages.ts';
import type { PDFDocument } from './pdf-lib.ts';
import { seePictures } from './pixels.ts';
import { sealPrint } from './policy.ts';
import { readLaidOut } from './snapshot.ts';
import type { Tables } from './table-cells.ts';
import type { Told } from './tags.ts';

/**
 * The print page of a deck: its plain sections, styles and fonts, in one HTML text that asks for nothing. Other paper has its own
 * `content` around the sections, and its own `style`.
 */
export function printPage(deck: RenderedDeck, fontRules: string, content = slidesOf(deck), style = ''): string {
  const body = spaceHan(resolvePage(content, deck.ledger, writePrinted));
  const html =
    sealPrint(`<!doctype html><html lang="${deck.deck.language}"><head><meta charset="utf-8"><title>${escapeXml(deck.title)}</title>
<style>${fontRules}</style><style>${deck.css}${pageStyle(deck.faces)}${style}</style></head><body>${body}</body></html>`);
  return resolvePage(html, deck.ledger, writePlain);
}

/** The sections of a deck, one after the other. */
export const slidesOf = (deck: RenderedDeck) => deck.slides.map((slide) => slide.html).join('\n');

/** Something on a slide that stands outside its page: the slide, from 1, the text, and by how many px. */
export interface Overflow {
  slide: number;
  text: string;
  px: number;
}

/** What finishes a PDF is read in while the browser prints it. */
const loadPdfLib = () => Promise.all([import('./pdf-lib.ts'), import('./tags.ts'), import('./ua.ts'), import('./xmp.ts')]);

/** A page as printed, what leaves its slides, what else is wrong with how each looks, and what a reader sees of it. */
export interface Printed {
  pdf: Uint8Array;
  overflows: Overflow[];
  /** Slide by slide. */
  findings: Finding[][];
  /** What its tags are completed by, slide by slide. */
  told: Told[];
  pages: PageReading[];
}

/**
 * Prints a page to PDF: tagged, with bookmarks, 16:9 by the theme's page size. The same visit measures and reads every slide.
 * `onSent` is told when the browser has the page.
 */
export async function printPdf(browser: Browser, html: string, onSent: () => void = () => {}): Promise<Printed> {
  const page = await openPage(browser);
  try {
    const loading = page.setContent(html, { waitUntil: 'load', timeout: patience });
    setImmediate(onSent);
    const [session] = await Promise.all([page.createCDPSession(), loading]);
    const measured = (await page.evaluate(measure)) as { overflows: Overflow[]; looks: SlideLook[]; tables: Tables[] };
    const { overflows, tables } = measured;
    const looks = await seePictures(page, measured.looks);
    await page.emulateMediaType('print');
    // While the browser prints there is time to judge what it has measured, and to read in what finishes the file.
    const laidOut = readLaidOut(session);
    const printed = page.pdf(printing);
    const findings = looks.map(findingsOn);
    const told = looks.map(({ headings, pictures }, index) => ({
      headings: headings.map(({ text }) => text),
      pictures: pictures.map(({ box }) => box),
      tables: tables[index] ?? [],
    }));
    const [pages, pdf] = await Promise.all([laidOut, printed, loadPdfLib()]);
    return { pdf, overflows, findings, told, pages };
  } finally {
    // Of a browser that has ended no page is left to close, and one that hangs is not waited for.
    page.close().catch(() => {});
  }
}

/** How pages are printed, once their faces are there. */
export const printing = {
  tagged: true,
  outline: true,
  preferCSSPageSize: true,
  printBackground: true,
  waitForFonts: false,
  timeout: patience,
};

/** Runs in the page: waits for its faces, then fits what fits itself. A face that no layout has asked for yet would be ready before it is there. */
export const settle = `Promise.all([...document.fonts].map((face) => face.load())).then(() => (${fitText})())`;

/** Runs in the page, in one visit. */
const measure = `(${settle}).then(() => {
  const looks = (${lookText})([...document.querySelectorAll('section')]);
  return { overflows: (${measureOverflow})(), looks, tables: (${readTables})() };
})`;

/** Runs in the page: the tables of each slide. */
function readTables(): Tables[] {
  const isEmpty = (cell: Element) => cell.matches('td') && !cell.textContent?.trim() && !cell.querySelector('img, svg');
  const readRow = (row: HTMLTableRowElement) =>
    [...row.cells].map((cell) => ({ columns: cell.colSpan, rows: cell.rowSpan, isEmpty: isEmpty(cell) }));
  return [...document.querySelectorAll('section')].map((section) =>
    [...section.querySelectorAll('table')].map((table) => [...table.rows].map(readRow)),
  );
}

/** Runs in the page: sets fitting headings as wide as their slide, and wide code smaller, as Marp's script does on screen. */
function fitText(): void {
  for (const element of document.querySelectorAll<HTMLElement>('section [data-fit]')) {
    const isCode = element.dataset.fit === 'code';
    const block = (isCode && element.closest('pre')) || element;
    const style = getComputedStyle(block);
    const room = block.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    const range = document.createRange();
    range.selectNodeContents(element);
    const before = block.style.whiteSpace;
    block.style.whiteSpace = isCode ? 'pre' : 'nowrap';
    const tall = isCode ? Number.POSITIVE_INFINITY : (0.6 * (block.closest('section') as HTMLElement).clientHeight) / block.offsetHeight;
    const ratio = Math.min(tall, room / range.getBoundingClientRect().width);
    if (ratio > 0 && Number.isFinite(ratio) && (!isCode || ratio < 1))
      block.style.fontSize = `${Math.floor(Number.parseFloat(style.fontSize) * ratio * 100) / 100}px`;
    else block.style.whiteSpace = before;
  }
}

/**
 * Runs in the page: the worst thing that leaves each slide, or runs into its source line. `mark` is told of its element.
 * A slide on screen may be scaled; what is measured is in px of the slide.
 */
export function measureOverflow(mark?: (element: Element, px: number) => void): Overflow[] {
  return [...document.querySelectorAll('section')].flatMap((section, index) => {
    const page = section.getBoundingClientRect();
    const line = section.querySelector(':scope > .sources');
    const box = line?.getBoundingClientRect();
    // One that styles do not show stands nowhere.
    const sources = box?.height ? box : undefined;
    const scale = page.width / section.offsetWidth || 1;
    // A source line that is pushed down keeps clear of the edge, by 32 px where the theme's padding has as many.
    const padding = Number.parseFloat(getComputedStyle(section).paddingBottom) || 0;
    const margin = line && getComputedStyle(line).position === 'static' ? Math.min(padding, 32) * scale : 0;
    let worst: { slide: number; text: string; px: number } | undefined;
    let culprit: Element | undefined;
    for (const element of section.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      // What a clip or the frame of a drawing cuts off is not seen.
      const frame = element.parentElement?.closest('svg');
      // In a preview the slide itself stands in one.
      const isCut = frame && section.contains(frame) && (element.closest('[clip-path]') || getComputedStyle(frame).overflow !== 'visible');
      if (isCut || box.width === 0 || box.height === 0 || element.closest('header, footer, .backdrop')) continue;
      const lowest = element.closest('.sources') ? page.bottom - margin : (sources?.top ?? page.bottom);
      const px = Math.max(page.left - box.left, box.right - page.right, page.top - box.top, box.bottom - lowest) / scale;
      const text = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
      if (px <= 1 || px < (worst?.px ?? 0)) continue;
      worst = { slide: index + 1, text, px: Math.round(px) };
      culprit = element;
    }
    if (worst && culprit) mark?.(culprit, worst.px);
    return worst ? [worst] : [];
  });
}

/** What a PDF says of itself. */
export interface PdfFacts {
  title: string;
  author: string;
  subject: string;
  language: string;
  /** ISO date, which stands for every date in the file. */
  date: string;
  /** The tie-out record, which travels in the file, with its ids for the metadata. */
  record: string;
  build: string;
  data: string;
  /** Hashes of the texts that styles do not show in print, by slide. */
  hidden: readonly (string | undefined)[];
  /** Words by which readers of the file know its kind. */
  kind?: string;
  /** What its tags are completed by, page by page. */
  told: (pdf: PDFDocument) => readonly Told[];
}

const objectsPerStream = 2000;

/** Sets the PDF's metadata. The only date in it is the deck's, so the same input gives the same bytes. */
export async function finishPdf(bytes: Uint8Array, facts: PdfFacts): Promise<Uint8Array> {
  const [{ AFRelationship, PDFHeader, PDFName, PDFDocument, PDFStreamWriter }, { completeTags }, { uaFaults }, { writeXmp }] =
    await loadPdfLib();
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  const date = new Date(`${facts.date}T00:00:00Z`);
  pdf.setTitle(facts.title, { showInWindowTitleBar: true });
  pdf.setAuthor(facts.author);
  pdf.setSubject(facts.subject);
  pdf.setLanguage(facts.language);
  pdf.setCreator('tieout');
  pdf.setProducer('tieout');
  const hidden = facts.hidden.flatMap((hash, index) => (hash ? [`hidden:${index + 1}:${hash}`] : []));
  const keywords = [`build:${facts.build}`, `data:${facts.data}`, ...(facts.kind ? [facts.kind] : []), ...hidden];
  pdf.setKeywords(keywords);
  pdf.setCreationDate(date);
  pdf.setModificationDate(date);
  const description = 'Tie-out record: every figure of this deck and the cell that it comes from';
  await pdf.attach(Buffer.from(facts.record), recordName, {
    mimeType: 'application/json',
    afRelationship: AFRelationship.Data,
    description,
    creationDate: date,
    modificationDate: date,
  });
  await pdf.flush();
  completeTags(pdf, facts.told(pdf), facts.language);
  const { catalog, context } = pdf;
  context.header = PDFHeader.forVersion(1, 7);
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
  catalog.set(PDFName.of('PageLabels'), context.obj({ Nums: [0, { S: 'D' }] }));
  const xmp = (isAccessible: boolean) => Buffer.from(writeXmp({ ...facts, keywords: keywords.join(' '), isAccessible }));
  const metadata = (isAccessible: boolean) => context.register(context.stream(xmp(isAccessible), { Type: 'Metadata', Subtype: 'XML' }));
  catalog.set(PDFName.of('Metadata'), metadata(true));
  if (uaFaults(pdf).length > 0) catalog.set(PDFName.of('Metadata'), metadata(false));
  // Object streams pack the many small objects of the tags, a third of the file; the more in one, the better.
  return PDFStreamWriter.forContext(pdf.context, Number.POSITIVE_INFINITY, true, objectsPerStream).serializeToBuffer();
}
