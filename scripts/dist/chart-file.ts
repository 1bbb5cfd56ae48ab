import type { Chart } from '../charts/index.ts';
import { fontRules } from './fonts.ts';
import { resolvePage, writePlain } from './pages.ts';
import { charactersByFace } from './typeset.ts';

/** A chart as a file of its own, with the font that it is set in. */
export async function drawChartFile(chart: Chart): Promise<Buffer> {
  const svg = resolvePage(chart.svg, chart.ledger, writePlain);
  const characters = new Map([...charactersByFace(svg, '')].filter(([, own]) => own.size > 0));
  const fonts = await fontRules({ characters, css: '' }, 'woff');
  return Buffer.from(svg.replace(/^(<svg[^>]*>)/, (tag) => `${tag}<style>${fonts}</style>`));
}
