import { type Face, readFace } from './faces.ts';
import { packWoff } from './woff.ts';

/** TrueType is quick to make, for print; WOFF is smaller, for a file that travels. */
export type FontFormat = 'truetype' | 'woff';

/** What of a face is cut out: its characters, and the OpenType features that styles can ask of it. */
export interface Cut {
  face: Face;
  characters: string;
  features: readonly string[];
  format: FontFormat;
}

/** A face cut down to some characters and features, without hints. */
export async function cutFont({ face, characters, features, format }: Cut): Promise<Uint8Array> {
  const { default: subsetFont } = await import('subset-font');
  const variable = face.axes && { variationAxes: { ...face.axes } };
  const options = { targetFormat: 'truetype' as const, keepFeatures: [...features], noHinting: true, ...variable };
  const font = await subsetFont(await readFace(face), characters, options);
  return format === 'woff' ? packWoff(font) : font;
}
