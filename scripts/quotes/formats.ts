import { type Manner, readManner } from '../data/manner.ts';
import { remember } from '../remember.ts';
import { formatDate } from './date.ts';
import { fill, inForm, languageWords } from './languages/index.ts';
import type { Forms, LanguageWords as Words } from './languages/words.ts';
import { findNumbers } from './numbers.ts';
import { FormatError, type Quantity } from './quantity.ts';

/** How a number is written: in a sentence, as a chart's label, or as an axis tick (no currency). */
export type Style = 'sentence' | 'label' | 'tick';

export { FormatError, type Quantity };

const scaleWords: Record<string, number> = { '': 1, k: 1e3, m: 1e6, bn: 1e9, tn: 1e12 };

/** Reads a money unit such as `USD bn`; undefined when the unit is not money. */
export function moneyUnit(unit: string | undefined): { currency: string; scale: number } | undefined {
  const match = /^([A-Z]{3})(?: (k|m|bn|tn))?$/.exec(unit ?? '');
  return match ? { currency: match[1] as string, scale: scaleWords[match[2] ?? ''] as number } : undefined;
}

/** The ways to write a quantity, each a Liquid filter of the same name. `decimals` fixes the decimals where it is given. */
export type Way = 'money' | 'percent' | 'times' | 'number' | 'count' | 'date' | 'show';
type NumberWay = Exclude<Way, 'date' | 'show'>;
export const ways: readonly Way[] = ['money', 'percent', 'times', 'number', 'count', 'date', 'show'];

/** Why a way of writing does not fit a unit: only a share is a percentage, only a multiple is times. */
export function wrongWay(way: Way, unit: string | undefined): string | undefined {
  if (unit === undefined) return undefined;
  if (way === 'percent' && unit !== 'share' && unit !== '%') return `"percent" writes shares, and the field is in "${unit}"`;
  if (way === 'times' && unit !== 'x') return `"times" writes multiples, and the field is in "${unit}"`;
  if (way === 'count' && (moneyUnit(unit) || unit === 'share' || unit === '%' || unit === 'x'))
    return `"count" writes counts, and the field is in "${unit}"`;
  return undefined;
}

/** Why a unit cannot stand beside a number: it holds one of its own, as "99 GW" and "million" do. */
function wrongUnit(unit: string | undefined, language: string): string | undefined {
  const [number] = unit === undefined || moneyUnit(unit) ? [] : findNumbers(unit.replace(/(?<=\p{L})[23²³](?!\p{N})/gu, ''), [], language);
  return number && `the field's unit "${unit}" holds the number "${number.text}", which comes from no cell`;
}

/** A quantity as written, and the number that a reader takes from it: 1,830億 says 183000000000. */
interface Written {
  text: string;
  shown: number | undefined;
}

/**
 * Writes a quantity in a language.
 * `option` is the number of decimals, or for dates the precision (year, fiscal, quarter, fiscalQuarter, month or day), or a {@link Manner}. Without it money has four
 * significant digits, a measured number four and a multiple three, neither rounding its whole part, a share has one
 * decimal, and what is counted is whole; so no language rounds otherwise.
 * @throws FormatError when the value is missing or is not of the kind that the way writes.
 */
export function writeQuantity(quantity: Quantity, way: Way, language: string, option?: unknown, style: Style = 'sentence'): Written {
  const words = languageWords(language);
  const read = readManner(option);
  if (typeof read === 'string') throw new FormatError(read);
  const { manner, precision } = read;
  if (quantity.value === null) return writeEmpty(manner, language);
  const chosen = way === 'show' ? wayFor(quantity) : way;
  if (chosen === 'date') {
    const text = formatDate(quantity, words, precision, manner);
    return { text: manner.shared ? text : toEnd(text, manner), shown: undefined };
  }
  if (chosen === undefined) return { text: String(quantity.value), shown: undefined };
  if (typeof precision === 'string') throw new FormatError(`decimals are a whole number from 0 to 6, not "${precision}"`);
  const wrong = wrongWay(chosen, quantity.unit) ?? wrongUnit(quantity.unit, language);
  if (wrong) throw new FormatError(wrong);
  const written = writeSigned(quantity, chosen, words, manner, style);
  if (!Number.isFinite(written.shown)) throw new FormatError(`${quantity.value} in its unit is beyond the range of numbers`);
  return { ...written, text: toEnd(written.text, manner) };
}

/** A text as a whole, or as one end of a range: without what stands behind its digits, or without what stands before them. */
function toEnd(text: string, { end }: Manner): string {
  if (end === undefined) return text;
  return end === 'from' ? text.replace(/[^\p{N}]+$/u, '') : text.replace(/^[^\p{N}]+/u, '');
}

/** What stands for a missing value, where anything may. */
function writeEmpty({ empty }: Manner, language: string): Written {
  if (empty === undefined) throw new FormatError('the cell is empty');
  const [number] = findNumbers(empty, [], language);
  if (number) throw new FormatError(`"${empty}" for an empty cell states "${number.text}", which comes from no cell`);
  return { text: empty, shown: undefined };
}

/** A number with its sign as the manner has it: (2.3%) or −2.3%, and +2.3% where changes are told. */
function writeSigned(quantity: Quantity, way: NumberWay, words: Words, manner: Manner, style: Style): Written {
  const number = numberOf(quantity, way);
  if (number < 0 && manner.negative === 'brackets') {
    const { text, shown } = writeNumber({ ...quantity, value: -number }, way, words, manner, style);
    return shown === 0 || shown === undefined ? { text, shown } : { text: `(${text})`, shown: -shown };
  }
  const written = writeNumber(quantity, way, words, manner, style);
  return manner.sign && (written.shown ?? 0) > 0 ? { ...written, text: `+${written.text}` } : written;
}

function writeNumber(quantity: Quantity, way: NumberWay, words: Words, manner: Manner, style: Style): Written {
  const { decimals, scale } = manner;
  const number = numberOf(quantity, way);
  if (scale !== undefined && (way === 'percent' || way === 'times')) throw new FormatError(`"${way}" has no scale`);
  if (manner.unit === false) return writeAlone(number, quantity.unit, way, words, manner);
  switch (way) {
    case 'money':
      return writeMoney(number, quantity.unit, words, { decimals, scale }, style);
    case 'percent': {
      const points = round(quantity.unit === '%' ? number : number * 100, decimals ?? 1);
      return { text: fill(words.percent, { number: digits(points, words, decimals) }), shown: round(points / 100, 12) };
    }
    case 'times': {
      const shown = round(number, decimals ?? Math.max(0, 2 - magnitude(number)));
      return { text: fill(words.times, { number: digits(shown, words, decimals) }), shown };
    }
    case 'count': {
      if (scale !== undefined) return scaled(number, words, { decimals, scale }, style);
      // A scale word may stand only for zeros: 2,000,000 is 2 million, and 21,933 stays whole.
      const exact = decimals === undefined && significant(number) === number;
      if (exact && (Math.abs(number) >= 1e6 || style !== 'sentence')) return scaled(number, words, {}, style);
      const shown = round(number, decimals ?? measured(number));
      return { text: digits(shown, words, decimals), shown };
    }
    case 'number': {
      if (scale !== undefined) {
        const { text, shown } = scaled(number, words, { decimals, scale }, style);
        return { text: withUnit(text, shown, quantity.unit, words), shown };
      }
      const shown = round(number, decimals ?? measured(number));
      const text = digits(shown, words, decimals);
      return { text: withUnit(text, shown, quantity.unit, words), shown };
    }
  }
}

/** The digits of a number, whose unit, currency and scale the head of its column names; without a scale it is in whole units. */
function writeAlone(number: number, unit: string | undefined, way: NumberWay, words: Words, { decimals, scale }: Manner): Written {
  if (way === 'percent') {
    const points = round(unit === '%' ? number : number * 100, decimals ?? 1);
    return { text: digits(points, words, decimals), shown: round(points / 100, 12) };
  }
  const whole = way === 'money' ? number * (moneyUnit(unit)?.scale ?? 1) : number;
  const [by] = scale === undefined ? [1] : fixedScale(scale, words.scales.sentence, words);
  const amount = round(whole / by, decimals ?? (way === 'times' ? Math.max(0, 2 - magnitude(whole)) : measured(whole / by)));
  return { text: digits(amount, words, decimals), shown: round(amount * by, 6) };
}

/** Units that the sentence names, as what is counted or ranked, or that another way writes. */
const silentUnits: ReadonlySet<string | undefined> = new Set([undefined, 'count', 'rank', 'x', 'share', '%']);

/** A number with its unit in the words of the language; one that they do not have stands as it is declared. */
function withUnit(text: string, shown: number, unit: string | undefined, words: Words): string {
  if (silentUnits.has(unit) || moneyUnit(unit)) return text;
  const forms = words.units[unit as string];
  return forms ? inForm(forms, shown, words.locale, { number: text }) : `${text}${words.beforeSymbol}${unit}`;
}

/** The text of {@link writeQuantity}. */
export function format(quantity: Quantity, way: Way, language: string, option?: unknown, style: Style = 'sentence'): string {
  return writeQuantity(quantity, way, language, option, style).text;
}

/** The way that a unit or a type calls for; undefined for text. */
function wayFor(quantity: Quantity): Exclude<Way, 'show'> | undefined {
  if (['date', 'datetime', 'yearmonth', 'year'].includes(quantity.type)) return 'date';
  if (typeof quantity.value !== 'number') return undefined;
  if (moneyUnit(quantity.unit)) return 'money';
  if (quantity.unit === 'share' || quantity.unit === '%') return 'percent';
  if (quantity.unit === 'x') return 'times';
  return quantity.unit === 'count' ? 'count' : 'number';
}

function numberOf(quantity: Quantity, way: Way): number {
  if (typeof quantity.value === 'number') return quantity.value;
  throw new FormatError(`"${way}" writes numbers, and this is the ${quantity.type} "${quantity.value}"`);
}

function writeMoney(number: number, unit: string | undefined, words: Words, manner: Manner, style: Style): Written {
  const money = moneyUnit(unit);
  if (!money) throw new FormatError(`"money" needs a unit such as USD bn, and the field's unit is ${unit ? `"${unit}"` : 'not declared'}`);
  const { text, shown } = scaled(Math.abs(number) * money.scale, words, manner, style);
  const amount = style === 'tick' ? text : withCurrency(text, money.currency, words);
  return number < 0 && shown !== 0 ? { text: minus + amount, shown: -shown } : { text: amount, shown };
}

/** An amount with its currency; a currency that is called by letters stands apart from the digits before which it is written. */
function withCurrency(number: string, currency: string, words: Words): string {
  const name = currencyName(currency, words);
  const apart = words.money.includes('{currency}{number}') && /\p{L}$/u.test(name) ? `${name} ` : name;
  return fill(words.money, { number, currency: apart });
}

const currencyNames = remember<string>(1000);

/** What a language calls a currency; its ISO 4217 code where nothing is known. */
function currencyName(currency: string, words: Words): string {
  const own = words.currencies[currency];
  if (own) return own;
  return currencyNames(`${words.locale} ${words.currency} ${currency}`, () => nameByIntl(currency, words));
}

function nameByIntl(currency: string, { locale, currency: by }: Words): string {
  if (by === 'name') return new Intl.DisplayNames(locale, { type: 'currency' }).of(currency) ?? currency;
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(1);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

/** A large number in the words of the language: 183000000000 is 1,830億, or 183 billion. */
function scaled(number: number, words: Words, { decimals, scale: fixed }: Manner, style: Style): Written & { shown: number } {
  const exact = decimals === undefined ? significant(number) : number;
  const scales = words.scales[style === 'tick' ? 'label' : style];
  const [scale, word] =
    fixed === undefined ? (scales.find(([least]) => Math.abs(exact) >= least) ?? [1, '']) : fixedScale(fixed, scales, words);
  const amount = decimals === undefined ? round(exact / scale, 9) : round(exact / scale, decimals);
  return { text: digits(amount, words, decimals) + inForm(word, amount, words.locale), shown: round(amount * scale, 6) };
}

/** The scale of a name, with its word: a power that every language of business has, or a word of the language. */
function fixedScale(name: string, scales: Words['scales']['label'], words: Words): readonly [number, Forms] {
  const power = name === '1' ? 1 : scaleWords[name.toLowerCase()];
  if (power === 1) return [1, ''];
  const found = scales.find(([scale, word]) => scale === power || wordsOf(word).includes(name));
  if (found) return found;
  const known = scales.map(([scale, word]) => Object.keys(scaleWords).find((each) => scaleWords[each] === scale) ?? wordsOf(word)[0]);
  throw new FormatError(`"${name}" is no scale of ${words.locale}, which has ${known.join(', ')}`);
}

const wordsOf = (forms: Forms) => (typeof forms === 'string' ? [forms] : Object.values(forms)).map((each) => each.trim());

/** The names of the scales of a language. */
export const scaleNames = (language: string): string[] => [
  '1',
  ...new Set(
    languageWords(language).scales.sentence.map(
      ([scale, word]) => Object.keys(scaleWords).find((each) => scaleWords[each] === scale) ?? (wordsOf(word)[0] as string),
    ),
  ),
];

const minus = '\u2212';

/** Rounds half away from zero at a decimal, as people do; 1.005 counts as it is written. */
function round(number: number, decimals: number): number {
  if (decimals >= 0 && Number.isInteger(number)) return number;
  const [mantissa, exponent = '0'] = String(Number(Math.abs(number).toPrecision(15))).split('e') as [string, string?];
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + decimals}`));
  const [whole, power = '0'] = String(shifted).split('e') as [string, string?];
  return Math.sign(number) * Number(`${whole}e${Number(power) - decimals}`);
}

/** The power of ten of the first digit. */
const magnitude = (number: number) => Math.floor(Math.log10(Math.abs(number) || 1));

/** Four significant digits. */
const significant = (number: number) => round(number, 3 - magnitude(number));

/** The decimals that give four significant digits and leave the whole part whole; none for a whole number. */
const measured = (number: number) => (Number.isInteger(number) ? 0 : Math.max(0, 3 - magnitude(number)));

const numberFormats = remember<Intl.NumberFormat>(100);

/** A number format, made once: making one costs more than a thousand uses. */
const numberFormat = (intl: string, decimals: number): Intl.NumberFormat =>
  numberFormats(`${intl} ${decimals}`, () => {
    const most = Math.max(decimals, 9);
    return new Intl.NumberFormat(intl, { numberingSystem: 'latn', minimumFractionDigits: decimals, maximumFractionDigits: most });
  });

/** The digits of a number that is rounded already, grouped by thousands; `decimals` keeps the zeros at the end. */
function digits(number: number, words: Words, decimals?: number): string {
  const least = decimals ?? 0;
  const text = numberFormat(words.locale, least).format(number);
  return text
    .replaceAll('\u202f', '\u00a0')
    .replace('-', minus)
    .replace(/^\u2212(0(?:\.0+)?)$/, '$1');
}

/** The source line of a slide: titles and places without repeats, and the as-of date (ISO) in words. */
export function sourceLine(titles: readonly string[], places: readonly string[], asOf: string, language: string): string {
  const words = languageWords(language);
  const date = format({ value: asOf, unit: undefined, type: 'date' }, 'date', language);
  const inPlaces = places.length > 0 ? fill(words.places, { places: places.join(words.join) }) : '';
  return fill(words.source, { titles: titles.join(words.join), places: inPlaces, date });
}
