import { Blob, Face, Font, Buffer as HarfbuzzBuffer, shape } from 'harfbuzzjs';
import { expect, test } from 'vitest';
import { measureText } from '../scripts/charts/measure.ts';
import { faces, matchFace, readFace } from '../scripts/fonts.ts';

// No two full-width marks meet: versions of Skia differ in how close they set those.
const texts = ['1,830億美元', '估值，成長（倍）', 'AV To fi Wy 29.8×', 'US$183bn', 'The quick brown fox 0123456789'];

test.each(faces)('$family $weight: the measured width is the sum of the advances that HarfBuzz gives', async (face) => {
  const loaded = new Face(new Blob(await readFace(face)), 0);
  const font = new Font(loaded);
  for (const text of texts) {
    const buffer = new HarfbuzzBuffer();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    shape(font, buffer);
    const advance = buffer.getGlyphInfosAndPositions().reduce((sum, glyph) => sum + (glyph.xAdvance ?? 0), 0);
    for (const size of [16, 34]) {
      expect(measureText(text, size, face.family, face.weight), text).toBeCloseTo((advance / loaded.upem) * size, 1);
    }
  }
});

test('a face is matched by family and weight; an unknown family is the sans', () => {
  const named = (family: string, weight: string | number) => `${matchFace(family, weight).family} ${matchFace(family, weight).weight}`;
  expect(named('"Noto Sans TC", sans-serif', 'bold')).toBe('Noto Sans TC 700');
  expect(named('Noto Sans TC', 500)).toBe('Noto Sans TC 400');
  expect(named('Noto Serif TC', 400)).toBe('Noto Serif TC 700');
  expect(named('Comic Sans', 700)).toBe('Noto Sans TC 700');
});
