import { exact, type Stated } from './stated.ts';

/** How one language writes numbers in digits with a comma for the decimals, and in words. */
interface Numerals {
  /** What parts thousands. */
  group: string;
  /** Words behind digits or number words, by their worth. */
  scales: Readonly<Record<string, number>>;
  ones: Readonly<Record<string, number>>;
  /** What may stand between the parts of a number word. */
  joint: string;
  /** Words that are numbers in English and none here: "half" is "helped" in German. */
  others: readonly string[];
}

const from = (words: string, start: number, step = 1) =>
  Object.fromEntries(words.split(' ').map((word, index) => [word, start + index * step]));

const germanOnes = from('zwei drei vier fünf sechs sieben acht neun', 2);
const germanTens = from('zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig', 20, 10);
const compounds = (
  ones: Readonly<Record<string, number>>,
  tens: Readonly<Record<string, number>>,
  join: (one: string, ten: string) => string,
) => Object.fromEntries(Object.entries(tens).flatMap(([ten, by]) => Object.entries(ones).map(([one, and]) => [join(one, ten), by + and])));

const frenchSmall = from('deux trois quatre cinq six sept huit', 2);
const frenchTeens = from('dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf', 10);
const frenchTens = from('vingt trente quarante cinquante soixante', 20, 10);
const spanishOnes = from('uno dos tres cuatro cinco seis siete ocho nueve', 1);
const spanishTens = from('treinta cuarenta cincuenta sesenta setenta ochenta noventa', 30, 10);
const { uno: _, ...spanishMore } = spanishOnes;

const languages: Readonly<Record<string, Numerals>> = {
  de: {
    group: '.’\u00a0',
    scales: {
      ...{ Billionen: 1e12, Billion: 1e12, 'Bio.': 1e12, Milliarden: 1e9, Milliarde: 1e9, 'Mrd.': 1e9 },
      ...{ Millionen: 1e6, Million: 1e6, 'Mio.': 1e6, tausend: 1e3, hundert: 100, Dutzend: 12 },
    },
    ones: {
      ...germanOnes,
      ...from('zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn', 10),
      ...germanTens,
      ...compounds({ ein: 1, ...germanOnes }, germanTens, (one, ten) => `${one}und${ten}`),
    },
    joint: '\\s?',
    others: ['half', 'nil'],
  },
  fr: {
    group: '\u00a0\u202f',
    scales: { milliards: 1e9, milliard: 1e9, Md: 1e9, millions: 1e6, million: 1e6, M: 1e6, mille: 1e3, cents: 100, cent: 100 },
    ones: {
      ...frenchSmall,
      ...frenchTeens,
      ...frenchTens,
      'quatre-vingts': 80,
      'quatre-vingt': 80,
      ...compounds({ ...frenchSmall, neuf: 9 }, { ...frenchTens, 'quatre-vingt': 80 }, (one, ten) => `${ten}-${one}`),
      ...compounds(frenchTeens, { soixante: 60, 'quatre-vingt': 80 }, (one, ten) => `${ten}-${one}`),
      ...from('vingt trente quarante cinquante soixante', 21, 10),
      ...Object.fromEntries(
        Object.entries(frenchTens).flatMap(([ten, by]) => [
          [ten, by],
          [`${ten} et un`, by + 1],
          [`${ten}-et-un`, by + 1],
        ]),
      ),
    },
    joint: '[\\s-]',
    others: ['nil'],
  },
  es: {
    group: '.\u00a0',
    scales: { billones: 1e12, billón: 1e12, millones: 1e6, millón: 1e6, M: 1e6, mil: 1e3, cientos: 100, ciento: 100, cien: 100 },
    ones: {
      ...spanishMore,
      ...from('diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte', 10),
      ...from('veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve', 21),
      ...spanishTens,
      ...compounds(spanishOnes, spanishTens, (one, ten) => `${ten} y ${one}`),
    },
    joint: '\\s',
    others: ['ten', 'nil'],
  },
};

/** What states a number in one language, and its value. Patterns come with the flags g and u. */
export interface Reader {
  patterns: readonly RegExp[];
  value(text: string): Stated;
  /** True for a word that is a number in English and none in the language. */
  isOther(text: string): boolean;
}

const escaped = (text: string) => text.replace(/[.]/g, '\\.');
const anyOf = (words: object) =>
  Object.keys(words)
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');

function makeReader({ group, scales, ones, joint, others }: Numerals): Reader {
  const begin = '(?<![\\p{sc=Latin}_-])';
  const end = '(?![\\p{sc=Latin}_])';
  const number = `\\p{Nd}+(?:[${group}]\\p{Nd}{3}(?!\\p{Nd}))*(?:,\\p{Nd}+)?`;
  const digits = new RegExp(`(${number})(?:\\s?(${anyOf(scales)})${end})?`, 'gu');
  const word = `(?:${anyOf(ones)}|${anyOf(scales)})`;
  const words = new RegExp(`${begin}(?:${anyOf(ones)})(?:${joint}${word})*${end}`, 'giu');
  const lower: Record<string, number> = Object.fromEntries(Object.entries(scales).map(([name, worth]) => [name.toLowerCase(), worth]));
  const piece = new RegExp(word, 'giu');
  return {
    patterns: [digits, words],
    isOther: (text) => others.includes(text.toLowerCase()),
    value: (text) => {
      const [, figure, scale = ''] = new RegExp(`^${digits.source}`, 'u').exec(text) ?? [];
      if (figure === undefined) return { value: sum(text.match(piece) ?? [], ones, lower), step: 1 };
      const plain = figure
        .replace(new RegExp(`[${group}]`, 'gu'), '')
        .replace(',', '.')
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

const readers: Readonly<Record<string, Reader>> = Object.fromEntries(
  Object.entries(languages).map(([language, numerals]) => [language, makeReader(numerals)]),
);

/** The reader of a language (BCP 47) whose decimals stand behind a comma; undefined for those that are read everywhere. */
export const readerOf = (language: string | undefined): Reader | undefined => readers[language?.split('-')[0] ?? ''];
