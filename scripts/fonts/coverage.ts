import { cached } from '../cache.ts';
import { emojiFace, type Face, readFace, standInsFor } from './faces.ts';

/** The faces of a project's decks, with what each can show. */
export interface Fonts {
  faces: readonly Face[];
  /** The face that shows a character: `face` where it can, else the first of `next` and of the others that does; undefined where none is. */
  faceFor(face: Face, character: string, next?: Iterable<Face>): Face | undefined;
}

const loaded = new WeakMap<readonly Face[], Promise<Fonts>>();

/** Reads what each of some faces covers. */
export function loadFonts(faces: readonly Face[]): Promise<Fonts> {
  const fonts = loaded.get(faces) ?? readAll(faces);
  loaded.set(faces, fonts);
  return fonts;
}

async function readAll(faces: readonly Face[]): Promise<Fonts> {
  const points = new Map(await Promise.all([...faces, emojiFace].map(async (face) => [face, await codePoints(face)] as const)));
  const covers = (face: Face, character: string) => points.get(face)?.has(character.codePointAt(0) as number) === true;
  const standIns = new Map(faces.map((face) => [face, standInsFor(face, faces)]));
  const faceFor = (face: Face, character: string, next: Iterable<Face> = []) =>
    [face, ...next, ...(standIns.get(face) ?? [])].find((each) => covers(each, character)) ??
    (isPictograph(character) && covers(emojiFace, character) ? emojiFace : undefined);
  return { faces, faceFor };
}

/** True for pictographs, the letters of flags, and what joins them. */
const isPictograph = (character: string) =>
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\u20e3/u.test(character);

async function codePoints(face: Face): Promise<ReadonlySet<number>> {
  const list = await cached('coverage', [face.file, face.version], async () => {
    const harfbuzz = await import('harfbuzzjs');
    const points = new harfbuzz.Face(new harfbuzz.Blob(await readFace(face)), 0).collectUnicodes();
    return Buffer.from(JSON.stringify([...points]));
  });
  return new Set(JSON.parse(list.toString('utf8')) as number[]);
}

/** The characters of `text` that no face shows. White space, line ends and marks of direction need no glyph. */
export function uncovered({ faces, faceFor }: Fonts, text: string): string[] {
  const needsNone = /[\s\p{Default_Ignorable_Code_Point}]/u;
  return [...new Set(text)].filter((each) => !needsNone.test(each) && !faceFor(faces[0] as Face, each)).sort();
}
