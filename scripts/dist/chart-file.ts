import type { Chart } from '../charts/index.ts';
import { fontRules } from './fonts.ts';
import { resolvePage, writePlain } from './pages.ts';
import { charactersByFace } from './typeset.ts';

/** A chart as a file of its own, with the font that it is set in, its title and language; it has no ground of its own, so it stands on any paper. */
export async function drawChartFile(chart: Chart): Promise<Buffer> {
  const svg = resolvePage(chart.svg, chart.ledger, writePlain);
  const characters = new Map([...charactersByFace(svg, '')].filter(([, own]) => own.size > 0));
  const own = wide.test(chart.language) ? '' : 'font-variant-east-asian:proportional-width';
  const fonts = await fontRules({ characters, css: own }, 'woff');
  const style = `<style>${fonts}${own && `text{${own}}`}</style>`;
  const title = /^<svg[^>]* aria-label="([^"]*)"/.exec(svg)?.[1];
  const words = title === undefined ? '' : `<title>${title}</title>`;
  const named = (tag: string) => `${tag.slice(0, -1)} lang="${chart.language}">${words}${style}`;
  return Buffer.from(svg.replace(/^<svg[^>]*>/, named).replaceAll('font-family="Noto Sans TC"', 'font-family="Noto Sans TC, sans-serif"'));
}

/** Languages whose punctuation is as wide as a character. */
const wide = /^(?:zh|ja|ko)\b/;
