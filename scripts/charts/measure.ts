import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { loadFonts } from '../fonts/coverage.ts';
import { type Face, type FontStyle, faceKey, matchFaces } from '../fonts/faces.ts';
import { proportional, signWidths } from '../fonts/sign-widths.ts';

/** The style of a text in Vega's scene. */
export interface TextStyle {
  font?: string;
  fontSize?: number;
  fontWeight?: string | number;
  fontStyle?: string;
}

/** The width in px of a line of text in the very faces that the deck embeds. */
export type Measure = (line: string, style: TextStyle) => number;

/** What measures in some faces: what the face of a text lacks is as wide as in the one that shows it. */
export async function makeMeasure(faces: readonly Face[]): Promise<Measure> {
  const { faceFor } = await loadFonts(faces);
  const signs = new Map(
    await Promise.all(faces.filter((each) => each.isNarrow).map(async (each) => [each, await signWidths(each)] as const)),
  );
  return (line, { font = '', fontSize = 11, fontWeight, fontStyle }) => {
    const [face, ...next] = matchFaces(faces, font, fontWeight, (fontStyle === 'oblique' ? 'italic' : fontStyle) as FontStyle | undefined);
    return runsIn(line, (each) => faceFor(face, each, next) ?? face).reduce(
      (sum, run) => sum + widthOf(run.text, fontSize, run.face, signs.get(run.face)),
      0,
    );
  };
}

/** A text as runs of one face each. */
function runsIn(line: string, faceOf: (character: string) => Face): { face: Face; text: string }[] {
  const runs: { face: Face; text: string }[] = [];
  for (const character of line) {
    const face = faceOf(character);
    const last = runs.at(-1);
    if (last?.face === face) last.text += character;
    else runs.push({ face, text: character });
  }
  return runs;
}

const registered = new Map<string, string>();
let context: ReturnType<ReturnType<typeof createCanvas>['getContext']> | undefined;

/** The width of a text; that of some signs, which the page sets in another shape, is told. */
function widthOf(text: string, size: number, face: Face, signs: ReadonlyMap<string, number> | undefined): number {
  const parts = signs ? text.split(proportional) : [text];
  return parts.reduce((sum, part) => sum + (signs?.get(part) ?? 0) * size + (signs?.has(part) ? 0 : drawnWidth(part, size, face)), 0);
}

function drawnWidth(text: string, size: number, face: Face): number {
  context ??= createCanvas(1, 1).getContext('2d');
  context.font = `${size}px "${aliasOf(face)}"`;
  const axes = Object.entries(face.axes ?? {}).map(([tag, value]) => `"${tag}" ${value}`);
  context.fontVariationSettings = axes.length > 0 ? axes.join(', ') : 'normal';
  return context.measureText(text).width;
}

/** The name by which the canvas knows a face, and no font of the machine. */
function aliasOf(face: Face): string {
  const key = faceKey(face);
  const known = registered.get(key) ?? `tieout ${registered.size}`;
  if (!registered.has(key)) GlobalFonts.registerFromPath(face.file, known);
  registered.set(key, known);
  return known;
}
