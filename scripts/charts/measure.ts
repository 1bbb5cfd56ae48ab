import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import * as vega from 'vega';
import { type Face, faces, matchFace } from '../fonts.ts';
import type { Ledger } from '../quotes/ledger.ts';

/** The style of a text in Vega's scene. */
export interface TextStyle {
  font?: string;
  fontSize?: number;
  fontWeight?: string | number;
}

/** The width in px of a line in the font that the deck embeds. */
export function widthOf(line: string, { font = '', fontSize = 11, fontWeight }: TextStyle): number {
  return measureText(line, fontSize, font, fontWeight);
}

/** Makes Vega measure by the fonts that the deck embeds; a mark is as wide as the figure that it stands for. */
export function measureWith(ledger: Ledger): void {
  const metrics = (vega as unknown as { textMetrics: { width: (style: TextStyle, text: unknown) => number } }).textMetrics;
  metrics.width = (style, text) => {
    const line = ledger.resolve(String(text ?? '')).trim();
    return line === '' ? 0 : widthOf(line, style);
  };
}

const alias = (each: Face) => `${each.family} ${each.weight}`;
let context: ReturnType<ReturnType<typeof createCanvas>['getContext']> | undefined;

/** The width in px of one line of text in the very font that the deck embeds. */
export function measureText(text: string, size: number, family: string, weight?: string | number): number {
  if (!context) {
    for (const each of faces) GlobalFonts.registerFromPath(each.file, alias(each));
    context = createCanvas(1, 1).getContext('2d');
  }
  context.font = `${size}px "${alias(matchFace(family, weight))}"`;
  return context.measureText(text).width;
}
