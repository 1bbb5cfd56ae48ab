import { escapeXml } from '../charts/svg.ts';
import type { Ledger, Tie } from '../quotes/ledger.ts';
import { isFigure } from '../quotes/ledger.ts';

/** How a figure stands in a page: as an element where elements may stand, as text elsewhere. */
type WriteTie = (tie: Tie, id: number, inSvg: boolean) => string;

/** Puts the figures of a deck into its HTML as plain text, as in print. */
export const writePlain: WriteTie = (tie) => escapeXml(tie.text);

/** Puts each figure into an element that tells its tie, as on screen. Words stay plain. */
export const writeTied: WriteTie = (tie, id, inSvg) => {
  const text = escapeXml(tie.text);
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
  let raw: string | undefined;
  return html.replace(/<!--[\s\S]*?-->|<[^>]*>|[^<]+/g, (part) => {
    if (!part.startsWith('<')) return ledger.resolve(part, (tie, id) => (raw ? escapeXml(tie.text) : write(tie, id, inSvg > 0)));
    const [, close, name] = /^<(\/?)([\w-]+)/.exec(part) ?? [];
    if (name === 'svg' && !part.endsWith('/>')) inSvg += close ? -1 : 1;
    if (name === 'foreignObject') inSvg += close ? 1 : -1;
    if (name === 'title' || name === 'style' || name === 'script') raw = close ? undefined : name;
    return ledger.resolve(part, (tie) => escapeXml(tie.text));
  });
}
