import { Blob, Face, Font, Buffer as HarfbuzzBuffer, shape } from 'harfbuzzjs';
import { expect, test } from 'vitest';
import { makeMeasure } from '../../scripts/charts/measure.ts';
import { readFace, shippedFaces } from '../../scripts/fonts/faces.ts';

// No two full-width marks meet: versions of Skia differ in how close they set those.
const texts = ['1,830億美元', '估值，成長（倍）', 'AV To fi Wy 29.8×', 'US$183bn', 'The quick brown fox 0123456789'];

test.each(shippedFaces)('$family $weight: the measured width is the sum of the advances that HarfBuzz gives', async (face) => {
  const loaded = new Face(new Blob(await readFace(face)), 0);
  const font = new Font(loaded);
  const measure = await makeMeasure(shippedFaces);
  for (const text of texts) {
    const buffer = new HarfbuzzBuffer();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    shape(font, buffer);
    const advance = buffer.getGlyphInfosAndPositions().reduce((sum, glyph) => sum + (glyph.xAdvance ?? 0), 0);
    for (const fontSize of [16, 34]) {
      const width = measure(text, { fontSize, font: face.family, fontWeight: face.weight });
      expect(width, text).toBeCloseTo((advance / loaded.upem) * fontSize, 1);
    }
  }
});
