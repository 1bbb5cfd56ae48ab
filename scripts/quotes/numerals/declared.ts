import { languageWords } from '../languages/index.ts';
import type { NumberWords } from '../languages/words.ts';
import { exact, type Stated } from './stated.ts';

/** What states a number in one language, and its value. Patterns come with the flags g and u. */
export interface Reader {
  patterns: readonly RegExp[];
  value(text: string): Stated;
  /** True for a word that is a number in English and none in the language. */
  isOther(text: string): boolean;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const anySign = (signs: string) => `[${escaped(signs).replaceAll('-', '\\-')}]`;
const anyOf = (words: object) =>
  Object.keys(words)
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');

function makeReader({ decimal, group, scales, words: ones, joint = '[\\s-]?', others = [], numerals }: NumberWords): Reader {
  // Beside Latin letters Han stands without a space, and beside those of other scripts nothing does.
  const letter = /^[\p{sc=Latin}\p{P}\s]*$/u.test(Object.keys({ ...ones, ...scales }).join('')) ? '\\p{sc=Latin}' : '\\p{L}\\p{M}';
  const begin = `(?<![${letter}_-])`;
  const end = `(?![${letter}_])`;
  const [point, parts] = [anySign(decimal), group === '' ? undefined : anySign(group)];
  const number = `\\p{Nd}+${parts ? `(?:${parts}\\p{Nd}{3}(?!\\p{Nd}))*` : ''}(?:${point}\\p{Nd}+)?`;
  const scaled = Object.keys(scales).length > 0 ? `(?:\\s?(${anyOf(scales)})${end})?` : '';
  const digits = new RegExp(`(${number})${scaled}`, 'gu');
  const word = `(?:${anyOf(ones)}|${anyOf(scales)})`;
  const words = new RegExp(`${begin}(?:${anyOf(ones)})(?:${joint}${word})*${end}`, 'giu');
  const lower = (worths: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(worths).map(([name, worth]) => [name.toLowerCase(), worth]));
  const [lowerOnes, lowerScales] = [lower(ones), lower(scales)];
  const piece = new RegExp(word, 'giu');
  return {
    patterns: [digits, ...(Object.keys(ones).length > 0 ? [words] : []), ...(numerals?.patterns ?? [])],
    isOther: (text) => others.includes(text.toLowerCase()),
    value: (text) => {
      const [, figure, scale = ''] = new RegExp(`^${digits.source}`, 'u').exec(text) ?? [];
      if (figure === undefined && numerals) return numerals.value(text);
      if (figure === undefined) return { value: sum(text.match(piece) ?? [], lowerOnes, lowerScales), step: 1 };
      const plain = figure
        .replace(new RegExp(parts ?? '(?!)', 'gu'), '')
        .replace(new RegExp(point, 'u'), '.')
        .normalize('NFKC');
      const worth = scales[scale] ?? 1;
      const decimals = plain.split('.')[1]?.length ?? 0;
      return { value: exact(Number(plain) * worth), step: exact(worth / 10 ** decimals) };
    },
  };
}

/** zweihundert fünfzig is 250, trois milliards is 3e9, and dos mil millones, a scale of a scale, is 2e9. */
function sum(words: readonly string[], ones: Readonly<Record<string, number>>, scales: Readonly<Record<string, number>>): number {
  let [total, group, before] = [0, 0, 0];
  for (const word of words.map((each) => each.toLowerCase())) {
    const scale = scales[word];
    if (scale === undefined) group += ones[word] ?? 0;
    else if (scale <= 100) group = (group || 1) * scale;
    else if (scale > before && total > 0) [total, group, before] = [(total + group) * scale, 0, scale];
    else [total, group, before] = [total + (group || 1) * scale, 0, scale];
  }
  return exact(total + group);
}

const readers = new WeakMap<NumberWords, Reader>();

/** The reader of a language (BCP 47) that has number words; undefined for those that are read everywhere, and where nobody has told them. */
export function readerOf(language: string | undefined): Reader | undefined {
  const numbers = language === undefined ? undefined : languageWords(language).numbers;
  if (!numbers) return undefined;
  const reader = readers.get(numbers) ?? makeReader(numbers);
  readers.set(numbers, reader);
  return reader;
}
