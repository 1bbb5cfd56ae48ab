import type { Chart } from '../charts/index.ts';
import { makeMeasure, type TextStyle } from '../charts/measure.ts';
import { loadFonts } from '../fonts/coverage.ts';
import { type Face, type FontStyle, facesIn, isWide } from '../fonts/faces.ts';
import { decodeEntity } from '../quotes/entities.ts';
import { fontRules } from './fonts.ts';
import { resolvePage, writePlain } from './pages.ts';
import { charactersByFace } from './typeset.ts';

/**
 * A chart as a file of its own, with the font that it is set in, its alternative text as title and description, and its language
 * as HTML and as XML call it. It has no ground of its own, so it stands on any paper. What draws it without that font finds
 * another one of the machine's, and room for it at the sides.
 */
export async function drawChartFile(chart: Chart, all: readonly Face[]): Promise<Buffer> {
  const faces = facesIn(chart.language, all);
  const fonts = await loadFonts(faces);
  const svg = resolvePage(chart.svg, chart.ledger, writePlain);
  const shown = charactersByFace(svg, '', faces);
  const characters = new Map([...shown.characters].filter(([, own]) => own.size > 0));
  const own = isWide(chart.language) ? '' : 'font-variant-east-asian:proportional-width';
  const rules = await fontRules({ ...shown, characters, css: own, fonts }, 'woff');
  const style = `<style>${rules}${own && `text{${own}}`}</style>`;
  const title = /^<svg[^>]* aria-label="([^"]*)"/.exec(svg)?.[1];
  const words = title === undefined ? '' : `<title>${title}</title><desc>${title}</desc>`;
  const room = roomFor(svg, await makeMeasure(faces));
  const named = (tag: string) =>
    `${withRoom(tag, room).slice(0, -1)} lang="${chart.language}" xml:lang="${chart.language}">${words}${style}`;
  return Buffer.from(svg.replace(/^<svg[^>]*>/, named).replace(/font-family="([^",]+)"/g, 'font-family="$1, sans-serif"'));
}

/** By how much the text of another font may be wider than that of ours: DejaVu Sans, which most systems fall back to, is by a fifth. */
const wider = 0.25;

/** How far the texts of a picture would reach further to the left and to the right in a wider font, in px. */
function roomFor(svg: string, measure: (text: string, style: TextStyle) => number): { left: number; right: number } {
  const room = { left: 0, right: 0 };
  for (const [, attributes = '', content = ''] of svg.matchAll(/<text\b([^>]*)>([\s\S]*?)<\/text>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
    const lines = content.split(/<tspan[^>]*>|<\/tspan>/).map((line) => line.replace(/&[\w#]+;/g, decodeEntity));
    const style = {
      font: of('font-family') ?? '',
      fontSize: Number.parseFloat(of('font-size') ?? '11'),
      fontWeight: of('font-weight') ?? 400,
      fontStyle: (of('font-style') ?? 'normal') as FontStyle,
    };
    const more = wider * Math.max(0, ...lines.map((line) => measure(line, style)));
    const anchor = of('text-anchor') ?? 'start';
    const part = anchor === 'middle' ? 0.5 : 1;
    if (anchor !== 'start') room.left = Math.max(room.left, more * part);
    if (anchor !== 'end') room.right = Math.max(room.right, more * part);
  }
  return { left: Math.ceil(room.left), right: Math.ceil(room.right) };
}

/** Room above and below, as the signs of another font may be taller. */
const taller = 4;

/** The tag of a picture that is larger by some room on all sides. */
function withRoom(tag: string, { left, right }: { left: number; right: number }): string {
  const size = /\bwidth="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"/.exec(tag);
  if (!size) return tag;
  const [found, width, height] = size as unknown as [string, string, string];
  const whole = Number(width) + left + right;
  const high = Number(height) + 2 * taller;
  return tag.replace(found, `width="${whole}" height="${high}" viewBox="${-left} ${-taller} ${whole} ${high}"`);
}
