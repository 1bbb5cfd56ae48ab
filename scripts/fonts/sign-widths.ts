import { cached } from '../cache.ts';
import { type Face, faceKey, readFace } from './faces.ts';
import { signs } from './narrow.ts';

/** Signs of which fonts for Chinese have a shape of proportional width (`pwid`), in which pages in other languages show them. */
const shaped = '‘’“”―‥…‵∕⋯';

/** Finds each sign that is as wide as Han in the file of a font, and is not on the page. */
export const proportional = new RegExp(`([${signs.join('')}${shaped}])`);

/** How wide these signs are on a page in a face with narrow signs, in em. */
export async function signWidths(face: Face): Promise<ReadonlyMap<string, number>> {
  const list = await cached('signs', [faceKey(face), shaped], async () => {
    const { Blob, Buffer: Text, Face: Loaded, Feature, Font, shape } = await import('harfbuzzjs');
    const font = new Font(new Loaded(new Blob(await readFace(face)), 0));
    const widths = [...signs, ...shaped].map((sign) => {
      const text = new Text();
      text.addText(sign);
      text.guessSegmentProperties();
      shape(font, text, [new Feature('pwid')]);
      return [sign, (text.getGlyphInfosAndPositions()[0]?.xAdvance ?? 0) / font.face.upem];
    });
    return Buffer.from(JSON.stringify(widths));
  });
  return new Map(JSON.parse(list.toString('utf8')) as [string, number][]);
}
