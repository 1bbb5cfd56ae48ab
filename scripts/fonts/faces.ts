import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from '../packages.ts';
import { narrowKey, narrowSigns } from './narrow.ts';

export type FontStyle = 'normal' | 'italic';

/** A font in one weight and style, as decks embed it. */
export interface Face {
  family: string;
  /** As in CSS, from 1 to 1000. */
  weight: number;
  style: FontStyle;
  /** Its absolute path. */
  file: string;
  /** The version of the package that it comes from, or the hash of the file. */
  version: string;
  /** Of a variable font: where on its axes the face stands. */
  axes?: Readonly<Record<string, number>>;
  /** True where the signs of Latin in it are made as narrow as they are drawn. */
  isNarrow?: true;
}

const shipped = (family: string, slug: string, weight: 400 | 700): Face => {
  const name = weight === 400 ? '400Regular' : '700Bold';
  const file = `${family.replaceAll(' ', '')}_${name}.ttf`;
  const folder = packageFolder(`@expo-google-fonts/${slug}`);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { family, weight, style: 'normal', file: join(folder, name, file), version };
};

/** The faces that every deck has: a sans for text and charts in two weights, a serif for titles. */
export const shippedFaces: readonly Face[] = [
  shipped('Noto Sans TC', 'noto-sans-tc', 400),
  shipped('Noto Sans TC', 'noto-sans-tc', 700),
  shipped('Noto Serif TC', 'noto-serif-tc', 700),
];

/** The face of pictographs, for what the others lack: in one weight, in the colour of the text. */
export const emojiFace: Face = shipped('Noto Emoji', 'noto-emoji', 400);

/** True where text is set as Chinese, Japanese or Korean is: its punctuation is as wide as a character. */
export const isWide = (language: string) => /^(?:zh|ja|ko)\b/.test(language);

const narrowed = new WeakMap<readonly Face[], readonly Face[]>();

/** Some faces as a language is set in them: of the shipped ones, Latin has those with narrow signs. Those of a project have signs as they want them. */
export function facesIn(language: string, faces: readonly Face[]): readonly Face[] {
  if (isWide(language)) return faces;
  const own = narrowed.get(faces) ?? faces.map((each) => (shippedFaces.includes(each) ? { ...each, isNarrow: true as const } : each));
  narrowed.set(faces, own);
  return own;
}

/** True where a project has no faces of its own. */
export const areShipped = (faces: readonly Face[]) => faces === shippedFaces || faces === narrowed.get(shippedFaces);

/** Says of a face which it is and what stands in its file: what is made with it is kept under this. */
export const faceKey = ({ family, weight, style, file, version, axes, isNarrow }: Face) =>
  JSON.stringify([family, weight, style, file, version, axes, isNarrow && narrowKey]);

const read = new Map<string, Promise<Buffer>>();

/** The bytes of a face, read once. */
export function readFace({ file, version, isNarrow }: Face): Promise<Buffer> {
  const key = `${file}\n${version}\n${isNarrow}`;
  const bytes = read.get(key) ?? (isNarrow ? readFile(file).then(narrowSigns) : readFile(file));
  read.set(key, bytes);
  return bytes;
}

/** The families of some faces, in their order. */
export const familiesOf = (faces: readonly Face[]): string[] => [...new Set(faces.map((each) => each.family))];

/** The face that a browser takes of a family for a weight and a style (CSS Fonts 4, 5.2); undefined where there is no such family. */
export function faceIn(faces: readonly Face[], family: string, weight: number, style: FontStyle): Face | undefined {
  const own = faces.filter((each) => each.family === family);
  const styled = own.filter((each) => each.style === style);
  return (styled.length > 0 ? styled : own).reduce<Face | undefined>(
    (best, each) => (best === undefined || distance(weight, each.weight) < distance(weight, best.weight) ? each : best),
    undefined,
  );
}

/** How late a weight is tried for a wanted one. Of 400 to 500 those up to 500 come first; else lighter ones for light text, heavier ones for heavy. */
function distance(wanted: number, has: number): number {
  const late = 2000;
  if (has === wanted) return 0;
  if (wanted > 500) return has > wanted ? has - wanted : late + wanted - has;
  if (has < wanted) return (wanted >= 400 ? 500 : 0) + wanted - has;
  return wanted >= 400 && has <= 500 ? has - wanted : late + has - wanted;
}

/** The faces of a text: of the families in a list (as CSS has it) that are there, else of the first of all. */
export function matchFaces(
  faces: readonly Face[],
  families: string,
  weight: string | number = 400,
  style: FontStyle = 'normal',
): [Face, ...Face[]] {
  const named = families.split(',').map((each) => each.trim().replace(/^["']|["']$/g, ''));
  const found = named.flatMap((each) => faceIn(faces, each, weightOf(weight), style) ?? []);
  const first = found[0] ?? (faceIn(faces, (faces[0] as Face).family, weightOf(weight), style) as Face);
  return [first, ...found.slice(1)];
}

/** A weight in words as a number. */
const weightOf = (weight: string | number) => (weight === 'bold' || weight === 'bolder' ? 700 : Number(weight) || 400);

/** The faces that show what `face` lacks: of each other family the one that is most like it, in their order. */
export function standInsFor(face: Face, faces: readonly Face[]): Face[] {
  const others = familiesOf(faces).filter((each) => each !== face.family);
  const own = faces.filter((each) => each.family === face.family && each !== face);
  return [...others.flatMap((family) => faceIn(faces, family, face.weight, face.style) ?? []), ...own];
}
