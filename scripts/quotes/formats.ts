import type { FieldType } from '../data/descriptor.ts';
import type { Value } from '../data/tables.ts';
import { findNumbers } from './numbers.ts';

/** How a number is written: in a sentence, as a chart's label, or as an axis tick (no currency). */
export type Style = 'sentence' | 'label' | 'tick';

/** A cell's value with what is needed to write it. */
export interface Quantity {
  value: Value;
  unit: string | undefined;
  type: FieldType;
}

/** Thrown when a value cannot be written in the way asked for. */
export class FormatError extends Error {}

/** The words of one language: scales from large to small, currencies, units, dates. */
interface Words {
  intl: string;
  scales: Record<Exclude<Style, 'tick'>, readonly [number, string][]>;
  money(number: string, currency: string): string;
  times: string;
  units: Record<string, (number: string, value: number) => string>;
  date: Record<'year' | 'month' | 'day', (year: number, month: number, day: number) => string>;
  source(titles: string, places: string, asOf: string): string;
  join: string;
  /** What stands between a number and a physical unit. */
  beforeSymbol: string;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const chineseScales: readonly [number, string][] = [
  [1e12, '兆'],
  [1e8, '億'],
  [1e4, '萬'],
];
const symbols: Record<string, string> = { USD: 'US$', EUR: '€', GBP: '£', JPY: '¥', TWD: 'NT$', CNY: 'CN¥', HKD: 'HK$' };
const plural = (one: string) => (number: string, value: number) => `${number} ${one}${value === 1 ? '' : 's'}`;
const suffix = (word: string) => (number: string) => `${number}${word}`;

const languages: Record<string, Words> = {
  'zh-Hant': {
    intl: 'zh-Hant-TW',
    scales: { sentence: chineseScales, label: chineseScales },
    money: (number, currency) => `${number}${new Intl.DisplayNames('zh-Hant', { type: 'currency' }).of(currency)}`,
    times: '倍',
    units: { months: suffix('個月'), years: suffix('年'), days: suffix('天') },
    date: { year: (y) => `${y}年`, month: (y, m) => `${y}年${m}月`, day: (y, m, d) => `${y}年${m}月${d}日` },
    source: (titles, places, asOf) => `資料來源：${titles}${places && `（${places}）`}；截至${asOf}`,
    join: '、',
    beforeSymbol: '',
  },
  en: {
    intl: 'en-US',
    scales: {
      sentence: [
        [1e12, ' trillion'],
        [1e9, ' billion'],
        [1e6, ' million'],
      ],
      label: [
        [1e12, 'tn'],
        [1e9, 'bn'],
        [1e6, 'm'],
      ],
    },
    money: (number, currency) => `${symbols[currency] ?? `${currency} `}${number}`,
    times: 'x',
    units: { months: plural('month'), years: plural('year'), days: plural('day') },
    date: { year: (y) => `${y}`, month: (y, m) => `${months[m - 1]} ${y}`, day: (y, m, d) => `${d} ${months[m - 1]} ${y}` },
    source: (titles, places, asOf) => `Source: ${titles}${places && ` (${places})`}; as of ${asOf}`,
    join: ', ',
    beforeSymbol: ' ',
  },
};

/** The languages that a deck may be in. */
export const languageNames = Object.keys(languages);

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
function wrongUnit(unit: string | undefined): string | undefined {
  const [number] = unit === undefined || moneyUnit(unit) ? [] : findNumbers(unit.replace(/(?<=\p{L})[23²³](?!\p{N})/gu, ''));
  return number && `the field's unit "${unit}" holds the number "${number.text}", which comes from no cell`;
}

/** A quantity as written, and the number that a reader takes from it: 1,830億 says 183000000000. */
interface Written {
  text: string;
  shown: number | undefined;
}

/**
 * Writes a quantity in a language.
 * `option` is the number of decimals, or for dates the precision (year, month or day). Without it money has four
 * significant digits, a measured number four and a multiple three, neither rounding its whole part, a share has one
 * decimal, and what is counted is whole; so no language rounds otherwise.
 * @throws FormatError when the value is missing or is not of the kind that the way writes.
 */
export function writeQuantity(quantity: Quantity, way: Way, language: string, option?: unknown, style: Style = 'sentence'): Written {
  const words = languages[language] as Words;
  if (quantity.value === null) throw new FormatError('the cell is empty');
  const chosen = way === 'show' ? wayFor(quantity) : way;
  if (chosen === 'date') return { text: formatDate(quantity, words, option), shown: undefined };
  if (chosen === undefined) return { text: String(quantity.value), shown: undefined };
  const wrong = wrongWay(chosen, quantity.unit) ?? wrongUnit(quantity.unit);
  if (wrong) throw new FormatError(wrong);
  const written = writeNumber(quantity, chosen, words, decimalsOf(option), style);
  if (!Number.isFinite(written.shown)) throw new FormatError(`${quantity.value} in its unit is beyond the range of numbers`);
  return written;
}

function writeNumber(quantity: Quantity, way: NumberWay, words: Words, decimals: number | undefined, style: Style): Written {
  const number = numberOf(quantity, way);
  switch (way) {
    case 'money':
      return writeMoney(number, quantity.unit, words, decimals, style);
    case 'percent': {
      const points = round(quantity.unit === '%' ? number : number * 100, decimals ?? 1);
      return { text: `${digits(points, words, decimals)}%`, shown: round(points / 100, 12) };
    }
    case 'times': {
      const shown = round(number, decimals ?? Math.max(0, 2 - magnitude(number)));
      return { text: `${digits(shown, words, decimals)}${words.times}`, shown };
    }
    case 'count': {
      // A scale word may stand only for zeros: 2,000,000 is 2 million, and 21,933 stays whole.
      const exact = decimals === undefined && significant(number) === number;
      if (exact && (Math.abs(number) >= 1e6 || style !== 'sentence')) return scaled(number, words, undefined, style);
      const shown = round(number, decimals ?? measured(number));
      return { text: digits(shown, words, decimals), shown };
    }
    case 'number': {
      const shown = round(number, decimals ?? measured(number));
      const text = digits(shown, words, decimals);
      return { text: words.units[quantity.unit ?? '']?.(text, shown) ?? withSymbol(text, quantity.unit, words), shown };
    }
  }
}

/** Physical units stand behind their number; what is counted or ranked is named by the sentence. */
const withSymbol = (text: string, unit: string | undefined, words: Words) =>
  /[A-Z/°]/.test(unit ?? '') ? `${text}${words.beforeSymbol}${unit}` : text;

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

function decimalsOf(option: unknown): number | undefined {
  if (option === undefined) return undefined;
  if (Number.isInteger(option) && (option as number) >= 0 && (option as number) <= 6) return option as number;
  throw new FormatError(`decimals are a whole number from 0 to 6, not "${option}"`);
}

function writeMoney(number: number, unit: string | undefined, words: Words, decimals: number | undefined, style: Style): Written {
  const money = moneyUnit(unit);
  if (!money) throw new FormatError(`"money" needs a unit such as USD bn, and the field's unit is ${unit ? `"${unit}"` : 'not declared'}`);
  const { text, shown } = scaled(Math.abs(number) * money.scale, words, decimals, style);
  const amount = style === 'tick' ? text : words.money(text, money.currency);
  return number < 0 && shown !== 0 ? { text: minus + amount, shown: -shown } : { text: amount, shown };
}

/** A large number in the words of the language: 183000000000 is 1,830億, or 183 billion. */
function scaled(number: number, words: Words, decimals: number | undefined, style: Style): Written & { shown: number } {
  const exact = decimals === undefined ? significant(number) : number;
  const scales = words.scales[style === 'tick' ? 'label' : style];
  const [scale, word] = scales.find(([least]) => Math.abs(exact) >= least) ?? [1, ''];
  const amount = decimals === undefined ? round(exact / scale, 9) : round(exact / scale, decimals);
  return { text: digits(amount, words, decimals) + word, shown: round(amount * scale, 6) };
}

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

const numberFormats = new Map<string, Intl.NumberFormat>();

/** A number format, made once: making one costs more than a thousand uses. */
function numberFormat(intl: string, decimals: number): Intl.NumberFormat {
  const key = `${intl} ${decimals}`;
  const known =
    numberFormats.get(key) ??
    new Intl.NumberFormat(intl, { minimumFractionDigits: decimals, maximumFractionDigits: Math.max(decimals, 9) });
  numberFormats.set(key, known);
  return known;
}

/** The digits of a number that is rounded already, grouped by thousands; `decimals` keeps the zeros at the end. */
function digits(number: number, words: Words, decimals?: number): string {
  const least = decimals ?? 0;
  const text = numberFormat(words.intl, least).format(number);
  return text.replace('-', minus).replace(/^\u2212(0(?:\.0+)?)$/, '$1');
}

function formatDate(quantity: Quantity, words: Words, option: unknown): string {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(String(quantity.value));
  if (!parts) throw new FormatError(`"date" writes dates, and this is the ${quantity.type} "${quantity.value}"`);
  const natural = quantity.type === 'year' ? 'year' : quantity.type === 'yearmonth' ? 'month' : 'day';
  const precision = option === undefined ? natural : String(option);
  const write = words.date[precision as 'day'];
  if (!write) throw new FormatError(`a date's precision is year, month or day, not "${precision}"`);
  return write(Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1));
}

/** The source line of a slide: titles and places without repeats, and the as-of date (ISO) in words. */
export function sourceLine(titles: readonly string[], places: readonly string[], asOf: string, language: string): string {
  const words = languages[language] as Words;
  const date = format({ value: asOf, unit: undefined, type: 'date' }, 'date', language);
  return words.source(titles.join(words.join), places.join(words.join), date);
}
