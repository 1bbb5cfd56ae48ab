import { aside } from '../aside/index.ts';
import { cached } from '../cache.ts';
import type { Fonts } from '../fonts/coverage.ts';
import type { FontFormat } from '../fonts/cut.ts';
import { emojiFace, type Face, faceKey } from '../fonts/faces.ts';
import { featuresIn, withParts } from './features.ts';

/** The characters that every page may need. */
export const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** What fonts are cut down to: the characters of each face that is needed, and what styles (`css`) can ask of it. */
export interface Needs {
  characters: ReadonlyMap<Face, Iterable<string>>;
  /** The faces that styles name behind one. */
  next: ReadonlyMap<Face, Iterable<Face>>;
  css: string;
  fonts: Fonts;
}

/** `@font-face` rules with the needed faces inside, cut down to what a page needs, and with what shows the characters that they lack. */
export async function fontRules({ characters, next, css, fonts }: Needs, format: FontFormat): Promise<string> {
  const rules = [...characters].map(async ([face, own]) => {
    const sorted = withParts(own).sort();
    const features = featuresIn(css, sorted);
    const rule = fontRule(face, await subset(face, sorted.join(''), features, format), format);
    const parts = partsOf(sorted, (each) => fonts.faceFor(face, each, next.get(face)));
    return [rule, ...(await standInRules(face, parts, features, format))];
  });
  return (await Promise.all(rules)).flat().join('\n');
}

/** Characters by the face that shows them. */
function partsOf(characters: readonly string[], faceFor: (character: string) => Face | undefined): Map<Face, string[]> {
  const parts = new Map<Face, string[]>();
  for (const each of characters) {
    const face = faceFor(each);
    if (face) parts.set(face, [...(parts.get(face) ?? []), each]);
  }
  const emoji = parts.get(emojiFace);
  // A sequence is drawn by one font, and by none where its joiners are missing.
  const joiners = characters.filter((each) => each === '\u200d' || each === '\ufe0f');
  if (emoji) parts.set(emojiFace, [...new Set([...emoji, ...joiners])].sort());
  return parts;
}

/** What a face lacks as parts of it from other faces, so that it is shown wherever its family is named. */
function standInRules(face: Face, parts: ReadonlyMap<Face, string[]>, features: string[], format: FontFormat): Promise<string[]> {
  const others = [...parts].filter(([from]) => from !== face);
  const made = others.map(async ([from, own]) => {
    const font = await subset(from, own.join(''), from === emojiFace ? [] : features, format);
    const range = own.map((char) => `U+${(char.codePointAt(0) as number).toString(16)}`).join(',');
    return fontRule(face, font, format).replace(/}$/, `;unicode-range:${range}}`);
  });
  return Promise.all(made);
}

/** A face cut down to what is needed: the slowest step after the charts, and the same until a new character comes. */
function subset(face: Face, characters: string, features: string[], format: FontFormat): Promise<Buffer> {
  const cut = async () => Buffer.from(await aside('cutFont', { face, characters, features, format }));
  return cached('fonts', [faceKey(face), format, characters, features.join(' ')], cut);
}

function fontRule({ family, weight, style }: Face, font: Buffer, format: FontFormat): string {
  const type = format === 'truetype' ? 'ttf' : 'woff';
  const source = `url(data:font/${type};base64,${font.toString('base64')}) format("${format}")`;
  return `@font-face{font-family:"${family}";font-weight:${weight};font-style:${style};src:${source}}`;
}
