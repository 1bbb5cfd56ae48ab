import type { Browser } from 'puppeteer-core';
import { escapeXml } from '../charts/svg.ts';
import { isWide } from '../fonts/faces.ts';
import { slideLabel } from '../record/handout.ts';
import type { DeckRecord } from '../record/schema.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { openPage, patience } from './browser.ts';
import { printing, settle } from './pdf.ts';
import type { PDFDocument } from './pdf-lib.ts';
import { PDFName } from './pdf-lib.ts';
import { elementsOf } from './structure.ts';
import type { Told } from './tags.ts';

/** A sheet of paper, upright; its sides in px. */
export interface Paper {
  name: 'A4' | 'letter';
  width: number;
  height: number;
}

const pxPerMm = 96 / 25.4;
const a4: Paper = { name: 'A4', width: 210 * pxPerMm, height: 297 * pxPerMm };
const letter: Paper = { name: 'letter', width: 816, height: 1056 };

/** Where paper is Letter, by CLDR (supplemental data, `paperSize`); it is A4 anywhere else. */
const letterRegions = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/**
 * The paper of a language: that of its region. A tag without one stands for the region where most of its readers are, as it does
 * for its dates: `en` is that of the US, on Letter; `en-GB` and `en-TW` are on A4.
 */
export const paperOf = (language: string): Paper => (letterRegions.has(new Intl.Locale(language).maximize().region ?? '') ? letter : a4);

/** What is left free around the content of a page, in px. */
const margin = { top: 56, side: 60, bottom: 80 };

/** The slides of a deck as the pages of its handout: each with its number, its source line in letters that can be read, and its notes. */
export function handoutContent(deck: RenderedDeck, record: DeckRecord): string {
  const pages = deck.slides.map(({ html, notes, number }, index) => {
    // The slide has its source line already: this one is for the eye.
    const sources = record.slides[index]?.sources;
    const line = sources ? `<p class="from" aria-hidden="true">${escapeXml(sources)}</p>` : '';
    const paragraphs = notes.split('\n').filter((each) => each.trim() !== '');
    return `<article><div class="slide"><div>${html}</div></div>
<div class="notes"><p class="label">${escapeXml(slideLabel(record, number))}</p>${line}
${paragraphs.map((each) => `<p>${escapeXml(each)}</p>`).join('\n')}</div></article>`;
  });
  return pages.join('\n');
}

/** The look of a handout; the foot of each page stands in its margin, which no reader is read. */
export function handoutStyle({ deck }: DeckRecord): string {
  const { name } = paperOf(deck.language);
  const foot = 'vertical-align:top;padding-top:16px;font:12px/1.4 "Noto Sans TC";font-variant-east-asian:inherit;color:#5d5850';
  return `
@page{size:${name} portrait;margin:${margin.top}px ${margin.side}px ${margin.bottom}px;font-variant-east-asian:${isWide(deck.language) ? 'normal' : 'proportional-width'};@bottom-left{content:${cssText(deck.title)};width:85%;${foot}}@bottom-right{content:counter(page) " / " counter(pages);${foot}}}
@media print{html,body{break-inside:auto!important}article .slide section{break-before:auto!important}}
body{margin:0;background:#fff}
article+article{break-before:page}
.slide{contain:size layout paint;border:1px solid #bdb8ae}
.slide>div{transform-origin:0 0}
.notes{display:flow-root;color:#1c1a17;font-family:"Noto Sans TC";font-size:15px;line-height:1.65;line-break:strict;text-wrap:pretty;font-variant-numeric:tabular-nums}
.notes p{max-width:600px;margin:0 0 8px;orphans:2;widows:2;overflow-wrap:break-word}
.notes p.label,.notes p.from{max-width:none;margin:0;color:#5d5850;font-size:12px;line-height:1.5}
.notes p.label{margin-top:10px;font-weight:700}
.notes .from+p,.notes .label+p:not(.from){margin-top:18px}
.notes .tie{white-space:nowrap}`;
}

/** A text as CSS writes it. */
const cssText = (text: string) => `"${text.replace(/["\\<\p{Cc}]/gu, (char) => `\\${(char.codePointAt(0) as number).toString(16)} `)}"`;

/** A handout as printed, and how large each slide is drawn on it. */
export interface PrintedHandout {
  pdf: Uint8Array;
  scales: number[];
}

/** Prints the page of a handout to PDF, tagged and with bookmarks. */
export async function printHandout(browser: Browser, html: string, paper: Paper): Promise<PrintedHandout> {
  const page = await openPage(browser);
  try {
    await page.setContent(html, { waitUntil: 'load', timeout: patience });
    const room = { width: paper.width - 2 * margin.side, height: paper.height / 2 };
    const scales = (await page.evaluate(`(${settle}).then(() => (${scaleSlides})(${JSON.stringify(room)}))`)) as number[];
    return { pdf: await page.pdf(printing), scales };
  } finally {
    page.close().catch(() => {});
  }
}

/** Runs in the page: draws each slide as large as it may be, as it is laid out, and gives by how much. */
function scaleSlides(room: { width: number; height: number }): number[] {
  return [...document.querySelectorAll<HTMLElement>('article > .slide')].map((frame) => {
    const inner = frame.firstElementChild as HTMLElement;
    const slide = inner.firstElementChild as HTMLElement;
    const { offsetWidth: width, offsetHeight: height } = slide;
    // The frame takes a px on each side.
    const scale = Math.min((room.width - 2) / width, (room.height - 2) / height);
    Object.assign(inner.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` });
    Object.assign(frame.style, { width: `${width * scale}px`, height: `${height * scale}px` });
    return scale;
  });
}

/** What the tags of each page are completed by: on the page where a slide begins, what is told of the slide, where it stands there. */
export function tellPages(pdf: PDFDocument, told: readonly Told[], scales: readonly number[]): Told[] {
  const begins = new Map<unknown, number>();
  let slide = -1;
  for (const { dict, type } of elementsOf(pdf)) {
    const page = dict.get(PDFName.of('Pg'));
    if (type === 'Art') slide++;
    else if (page && ![...begins.values()].includes(slide)) begins.set(page, slide);
  }
  return pdf.getPages().map(({ ref }) => {
    const index = begins.get(ref);
    const { headings, pictures, tables } = (index === undefined ? undefined : told[index]) ?? { headings: [], pictures: [], tables: [] };
    const scale = scales[index ?? 0] ?? 1;
    const [x, y] = [margin.side + 1, margin.top + 1];
    const placed = pictures.map(({ left, top, right, bottom }) => ({
      left: x + left * scale,
      top: y + top * scale,
      right: x + right * scale,
      bottom: y + bottom * scale,
    }));
    return { headings, pictures: placed, tables };
  });
}
