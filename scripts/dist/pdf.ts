import { PDFDocument } from '@cantoo/pdf-lib';
import type { Browser } from 'puppeteer-core';
import { escapeXml } from '../charts/svg.ts';
import { recordName } from '../record/carry.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { resolvePage, writePlain } from './pages.ts';

/** The print page of a deck: its plain sections, styles and fonts, in one HTML text that asks for nothing. */
export function printPage(deck: RenderedDeck, fontRules: string): string {
  const body = deck.slides.map((slide) => slide.html).join('\n');
  const html = `<!doctype html><html lang="${deck.deck.language}"><head><meta charset="utf-8"><title>${escapeXml(deck.title)}</title>
<style>${fontRules}</style><style>${deck.css}</style></head><body>${body}</body></html>`;
  return resolvePage(html, deck.ledger, writePlain);
}

/** Prints a page to PDF: tagged, with bookmarks, 16:9 by the theme's page size. */
export async function printPdf(browser: Browser, html: string): Promise<Uint8Array> {
  const page = await browser.newPage();
  try {
    await page.setOfflineMode(true);
    await page.setContent(html, { waitUntil: 'load' });
    await page.evaluate('document.fonts.ready.then(() => true)');
    return await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true, printBackground: true });
  } finally {
    await page.close();
  }
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
}

/** Sets the PDF's metadata. The only date in it is the deck's, so the same input gives the same bytes. */
export async function finishPdf(bytes: Uint8Array, facts: PdfFacts): Promise<Uint8Array> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  const date = new Date(`${facts.date}T00:00:00Z`);
  pdf.setTitle(facts.title, { showInWindowTitleBar: true });
  pdf.setAuthor(facts.author);
  pdf.setSubject(facts.subject);
  pdf.setLanguage(facts.language);
  pdf.setCreator('tieout');
  pdf.setProducer('tieout');
  pdf.setKeywords([`build:${facts.build}`, `data:${facts.data}`]);
  pdf.setCreationDate(date);
  pdf.setModificationDate(date);
  const description = 'Tie-out record: every figure of this deck and the cell that it comes from';
  await pdf.attach(Buffer.from(facts.record), recordName, { mimeType: 'application/json', description, creationDate: date, modificationDate: date });
  return pdf.save();
}
