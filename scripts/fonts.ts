import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from './packages.ts';

/** A font that decks embed. What is not covered by all of them cannot be shown. */
export interface Face {
  family: string;
  weight: 400 | 700;
  file: string;
  /** The version of the package that it comes from. */
  version: string;
}

const face = (family: string, slug: string, weight: 400 | 700): Face => {
  const style = weight === 400 ? '400Regular' : '700Bold';
  const file = `${family.replaceAll(' ', '')}_${style}.ttf`;
  const folder = packageFolder(`@expo-google-fonts/${slug}`);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { family, weight, file: join(folder, style, file), version };
};

/** The faces of every deck: a sans for text and charts in two weights, a serif for titles. */
export const faces: readonly Face[] = [
  face('Noto Sans TC', 'noto-sans-tc', 400),
  face('Noto Sans TC', 'noto-sans-tc', 700),
  face('Noto Serif TC', 'noto-serif-tc', 700),
];

/** The face of pictographs, for what the others lack: in one weight, in the colour of the text. */
export const emojiFace: Face = face('Noto Emoji', 'noto-emoji', 400);

const read = new Map<string, Promise<Buffer>>();

/** The bytes of a face's file, read once. */
export function readFace(each: Face): Promise<Buffer> {
  const bytes = read.get(each.file) ?? readFile(each.file);
  read.set(each.file, bytes);
  return bytes;
}

/** The face that a browser would take for a family and a weight, of those that decks embed. */
export function matchFace(family: string, weight: string | number = 400): Face {
  const heavy = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;
  const own = faces.filter((each) => family.includes(each.family));
  const pool = own.length > 0 ? own : faces.slice(0, 2);
  return (pool.find((each) => each.weight === (heavy ? 700 : 400)) ?? pool[0]) as Face;
}
