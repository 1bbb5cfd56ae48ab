/** Signs of running Latin text that fonts for Chinese may have in the width of Han alone. */
export const signs = [...'§¶†‡•·×÷±'];

/** What is left free at each side of a sign, in em. */
const side = 0.08;

/** What is done to a font: what is kept of it is kept under this. */
export const narrowKey = `${signs.join('')} ${side}`;

/**
 * A TrueType font in which these signs are no wider than what is drawn of them (OpenType 1.9: `hmtx`, `glyf`): their outlines move to
 * the left, and what follows comes closer. Whatever sets or measures text with it sees the same, and the text stays as it is written.
 */
export async function narrowSigns(font: Buffer): Promise<Buffer> {
  const { Blob, Face, Font } = await import('harfbuzzjs');
  const face = new Face(new Blob(font), 0);
  const glyphs = new Font(face);
  const own = Buffer.from(font);
  const at = (tag: string) => own.readUInt32BE(own.indexOf(tag, 12, 'latin1') + 8);
  const [metrics, places, outlines] = [at('hmtx'), at('loca'), at('glyf')];
  const isLong = own.readInt16BE(at('head') + 50) === 1;
  const room = Math.round(side * face.upem);
  for (const sign of signs) {
    const glyph = glyphs.nominalGlyph(sign.codePointAt(0) as number);
    const metric = metrics + 4 * (glyph ?? 0);
    if (glyph === undefined || own.readUInt16BE(metric) !== face.upem) continue;
    const place = isLong ? own.readUInt32BE(places + 4 * glyph) : 2 * own.readUInt16BE(places + 2 * glyph);
    own.writeUInt16BE(moveTo(room, own.subarray(outlines + place)) + 2 * room, metric);
    own.writeInt16BE(room, metric + 2);
  }
  return own;
}

const [isShort, isRepeated] = [2, 8];

/** Moves a simple outline so that it begins at `room`, and gives its width. Each point is told by its step from the one before: with the first all others move. */
function moveTo(room: number, glyph: Buffer): number {
  const ends = 10 + 2 * glyph.readInt16BE(0);
  const [left, right] = [glyph.readInt16BE(2), glyph.readInt16BE(6)];
  const flags = ends + 2 + glyph.readUInt16BE(ends);
  let at = flags;
  for (let points = glyph.readUInt16BE(ends - 2) + 1; points > 0; points--)
    if (glyph.readUInt8(at++) & isRepeated) points -= glyph.readUInt8(at++);
  const by = room - left;
  if (glyph.readUInt8(flags) & isShort) glyph.writeUInt8(glyph.readUInt8(at) + by, at);
  else glyph.writeInt16BE(glyph.readInt16BE(at) + by, at);
  glyph.writeInt16BE(room, 2);
  glyph.writeInt16BE(right + by, 6);
  return right - left;
}
