import { escapeXml } from '../charts/svg.ts';
import { areShipped, type Face } from '../fonts/faces.ts';
import type { Ledger, Tie } from '../quotes/ledger.ts';
import { isFigure, isUntied } from '../quotes/ledger.ts';

/** How a figure stands in a page: as an element where elements may stand, as text elsewhere. */
type WriteTie = (tie: Tie, id: number, inSvg: boolean) => string;

/** Puts the figures of a deck into its HTML as plain text, as in a chart's own file. */
export const writePlain: WriteTie = (tie) => escapeXml(tie.text);

/** Puts the figures into the elements that they have on screen, so that print breaks its lines at the same places. */
export const writePrinted: WriteTie = (tie, _, inSvg) => {
  const text = escapeXml(tie.text);
  return isFigure(tie) && !inSvg ? `<data class="tie">${text}</data>` : text;
};

/** Puts each figure into an element that tells its tie, as on screen, and each number that has none into one that says so. Words stay plain. */
export const writeTied: WriteTie = (tie, id, inSvg) => {
  const text = escapeXml(tie.text);
  if (isUntied(tie) && !inSvg) return `<span class="untied">${text}</span>`;
  if (!isFigure(tie)) return text;
  if (inSvg) return `<tspan class="tie" data-tie="${id}">${text}</tspan>`;
  return `<data class="tie" value="${escapeXml(String(tie.value))}" data-tie="${id}">${text}</data>`;
};

/**
 * Resolves every mark in an HTML text. In attributes, comments, titles, styles and scripts a figure is always
 * plain text; between tags it is what `write` gives.
 */
export function resolvePage(html: string, ledger: Ledger, write: WriteTie): string {
  let inSvg = 0;
  return html.replace(pieces, (part) => {
    if (!part.startsWith('<')) return ledger.resolve(part, (tie, id) => write(tie, id, inSvg > 0));
    const [, close, name] = /^<(\/?)([\w-]+)/.exec(part) ?? [];
    if (name === 'svg' && !part.endsWith('/>')) inSvg += close ? -1 : 1;
    if (name === 'foreignObject') inSvg += close ? 1 : -1;
    return ledger.resolve(part, (tie) => escapeXml(tie.text).replaceAll("'", '&#39;'));
  });
}

/** The pieces of an HTML text: what holds no elements as a whole, a tag with all in its quotes, and text. */
const pieces = /<!--[\s\S]*?-->|<(title|style|script)\b[\s\S]*?<\/\1\s*>|<(?:"[^"]*"|'[^']*'|[^"'>])*>|[^<]+|</g;

const han = '\\p{Script=Han}';
const latin = '[A-Za-z0-9$%+\\u2212]';
const borders = new RegExp(`(?<=${han})(?=${latin})|(?<=${latin})(?=${han})`, 'gu');

/**
 * Sets Han and Latin a little apart, between tags and outside charts, in print as on screen, so that both break their lines at the
 * same places. A browser's own `text-autospace` lets a line break between a figure and its words, and is so wide that readers
 * of PDF take it for a space: then text is not found or copied as it was written.
 */
export function spaceHan(html: string): string {
  let inSvg = 0;
  let before = '';
  return html.replace(pieces, (part) => {
    if (part.startsWith('<')) {
      if (/^<svg\b/.test(part)) inSvg++;
      if (/^<\/svg/.test(part)) inSvg--;
      if (/^<foreignObject\b/.test(part)) inSvg--;
      if (/^<\/foreignObject/.test(part)) inSvg++;
      if (!/^<\/?(?:b|i|em|strong|a|span|data|code|mark|sub|sup)\b/.test(part)) before = '';
      return part;
    }
    if (inSvg > 0) return part;
    const spaced = (before + part).replace(borders, gap).slice(before.length);
    before = part.at(-1) ?? '';
    return spaced;
  });
}

/** The slides of a page, and not the notes below them, with Han and Latin apart. */
export function spaceSlides(page: string): string {
  const end = page.indexOf('<div class="bespoke-marp-note"');
  return end < 0 ? spaceHan(page) : spaceHan(page.slice(0, end)) + page.slice(end);
}

const gap = '<i class="g"></i>';

/**
 * What every page of ours sets beside its theme: the gaps, and for what is not Chinese, Japanese or Korean the signs of Latin
 * in their own width, also where a style gives `font` as a whole, which would undo it. Where a project has fonts of its own, in
 * many weights, charts stay in the one in which they were measured.
 */
export const pageStyle = (faces: readonly Face[]) =>
  `*{text-autospace:no-autospace!important}.g{padding-inline-start:.09em}:not(:lang(zh),:lang(ja),:lang(ko)){font-variant-east-asian:proportional-width!important}${areShipped(faces) ? '' : 'span.chart{font-weight:400;font-style:normal}'}`;
