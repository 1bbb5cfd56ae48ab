import type { Chart } from '../charts/index.ts';
import { type Face, matchFace } from '../fonts.ts';
import { plainText } from '../slides/plain.ts';
import { ascii, fontRules } from './fonts.ts';
import { resolvePage, writePlain } from './pages.ts';

/** A chart as a file of its own, with the font that it is set in. */
export async function drawChartFile(chart: Chart): Promise<Buffer> {
  const svg = resolvePage(chart.svg, chart.ledger, writePlain);
  const chosen = facesOf(svg);
  const fonts = await fontRules({ text: plainText(svg) + ascii, css: '' }, 'woff', chosen);
  return Buffer.from(svg.replace(/^(<svg[^>]*>)/, (tag) => `${tag}<style>${fonts}</style>`));
}

/** The faces in which the texts of an SVG are set. */
function facesOf(svg: string): Face[] {
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  const texts = [...svg.matchAll(/<text\b[^>]*>/g)].map(([tag]) =>
    matchFace(attribute(tag, 'font-family') ?? '', attribute(tag, 'font-weight')),
  );
  return [...new Set([matchFace(''), ...texts])];
}
