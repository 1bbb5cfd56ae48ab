import { cached } from '../cache.ts';
import { emojiFace, type Face, faces, readFace } from '../fonts.ts';
import { featuresIn } from './features.ts';
import { packWoff } from './woff.ts';

/** TrueType is quick to make, for print; WOFF is smaller, for a file that travels. */
export type FontFormat = 'truetype' | 'woff';

let coverage: Promise<ReadonlySet<number>> | undefined;

/** The code points that every shipped face has; what is outside cannot be shown. */
export function coveredCodePoints(): Promise<ReadonlySet<number>> {
  coverage ??= Promise.all(faces.map(codePoints)).then(([first = [], ...others]) => {
    const rest = others.map((each) => new Set(each));
    return new Set(first.filter((point) => rest.every((each) => each.has(point))));
  });
  return coverage;
}

let pictographs: Promise<ReadonlySet<number>> | undefined;

/** The characters of `text` that the face of pictographs alone has, with the joiners between them. */
async function emojiIn(text: string): Promise<string[]> {
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text)) return [];
  pictographs ??= codePoints(emojiFace).then((points) => new Set(points));
  const [covered, drawn] = await Promise.all([coveredCodePoints(), pictographs]);
  const isOwn = (point: number) => drawn.has(point) && (!covered.has(point) || point === 0x200d || point === 0xfe0f);
  return [...new Set(text)].filter((char) => isOwn(char.codePointAt(0) as number)).sort();
}

async function codePoints(face: Face): Promise<number[]> {
  const list = await cached('coverage', [face.file, face.version], async () => {
    const harfbuzz = await import('harfbuzzjs');
    const points = new harfbuzz.Face(new harfbuzz.Blob(await readFace(face)), 0).collectUnicodes();
    return Buffer.from(JSON.stringify([...points]));
  });
  return JSON.parse(list.toString('utf8')) as number[];
}

/** The characters of `text` that no shipped font shows. White space and line ends need no glyph. */
export async function uncovered(text: string): Promise<string[]> {
  const [covered, emoji] = await Promise.all([coveredCodePoints(), emojiIn(text)]);
  const isCovered = (char: string) => /\s/u.test(char) || covered.has(char.codePointAt(0) as number) || emoji.includes(char);
  return [...new Set(text)].filter((char) => !isCovered(char)).sort();
}

/** The characters that every page may need. */
export const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** What fonts are cut down to: the characters of each face that is needed, and what styles (`css`) can ask of it. */
export interface Needs {
  characters: ReadonlyMap<Face, Iterable<string>>;
  css: string;
}

/** `@font-face` rules with the needed faces inside, cut down to what a page needs. */
export async function fontRules({ characters, css }: Needs, format: FontFormat): Promise<string> {
  const features = featuresIn(css);
  const rules = [...characters].map(async ([face, own]) => {
    const sorted = [...new Set(own)].sort().join('');
    return fontRule(face, await subset(face, sorted, features, format), format);
  });
  return [...(await Promise.all(rules)), ...(await emojiRules(characters, format))].join('\n');
}

/** Pictographs as a part of each face, so that they are shown wherever its family is named. */
async function emojiRules(characters: Needs['characters'], format: FontFormat): Promise<string[]> {
  const emoji = await emojiIn([...characters.values()].map((own) => [...own].join('')).join(''));
  if (emoji.length === 0) return [];
  const font = await subset(emojiFace, emoji.join(''), [], format);
  const range = emoji.map((char) => `U+${(char.codePointAt(0) as number).toString(16)}`).join(',');
  return [...characters.keys()].map((face) => fontRule(face, font, format).replace(/}$/, `;unicode-range:${range}}`));
}

/** A face cut down to `characters` and `features`, without hints: the slowest step after the charts, and the same until a new character comes. */
function subset(face: Face, characters: string, features: string[], format: FontFormat): Promise<Buffer> {
  const make = async () => {
    const { default: subsetFont } = await import('subset-font');
    const font = await subsetFont(await readFace(face), characters, { targetFormat: 'truetype', keepFeatures: features, noHinting: true });
    return format === 'woff' ? packWoff(font) : font;
  };
  return cached('fonts', [face.file, face.version, format, characters, features.join(' ')], make);
}

function fontRule(face: Face, font: Buffer, format: FontFormat): string {
  const type = format === 'truetype' ? 'ttf' : 'woff';
  const source = `url(data:font/${type};base64,${font.toString('base64')}) format("${format}")`;
  return `@font-face{font-family:"${face.family}";font-weight:${face.weight};font-style:normal;src:${source}}`;
}
