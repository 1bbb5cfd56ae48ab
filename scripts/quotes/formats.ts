import type { FieldType } from '../data/descriptor.ts';
import type { Value } from '../data/tables.ts';

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
    units: { months: suffix('個月'), years: suffix('年'), days: suffix('天'), GW: suffix('GW') },
    date: { year: (y) => `${y}年`, month: (y, m) => `${y}年${m}月`, day: (y, m, d) => `${y}年${m}月${d}日` },
    source: (titles, places, asOf) => `資料來源：${titles}${places && `（${places}）`}；截至${asOf}`,
    join: '、',
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
    times: '×',
    units: { months: plural('month'), years: plural('year'), days: plural('day'), GW: suffix(' GW') },
    date: { year: (y) => `${y}`, month: (y, m) => `${months[m - 1]} ${y}`, day: (y, m, d) => `${d} ${months[m - 1]} ${y}` },
    source: (titles, places, asOf) => `Source: ${titles}${places && ` (${places})`}; as of ${asOf}`,
    join: ', ',
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
export const ways: readonly Way[] = ['money', 'percent', 'times', 'number', 'count', 'date', 'show'];

/**
 * Writes a quantity in a language.
 * `option` is the number of decimals, or for dates the precision (year, month or day).
 * @throws FormatError when the value is missing or is not of the kind that the way writes.
 */
export function format(quantity: Quantity, way: Way, language: string, option?: unknown, style: Style = 'sentence'): string {
  const words = languages[language] as Words;
  if (quantity.value === null) throw new FormatError('the cell is empty');
  const chosen = way === 'show' ? wayFor(quantity) : way;
  if (chosen === 'date') return formatDate(quantity, words, option);
  if (chosen === undefined) return String(quantity.value);
  const number = numberOf(quantity, chosen);
  const decimals = decimalsOf(option);
  switch (chosen) {
    case 'money':
      return formatMoney(number, quantity.unit, words, decimals, style);
    case 'percent':
      return `${write(quantity.unit === '%' ? number : number * 100, words, decimals ?? [0, 1])}%`;
    case 'times':
      return `${write(number, words, decimals ?? [0, 1])}${words.times}`;
    case 'count':
      return style === 'sentence' ? write(number, words, 0) : scaled(number, words, decimals, style).text;
    case 'number':
      return formatUnit(number, quantity.unit, words, decimals);
  }
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

function formatMoney(number: number, unit: string | undefined, words: Words, decimals: number | undefined, style: Style): string {
  const money = moneyUnit(unit);
  if (!money) throw new FormatError(`"money" needs a unit such as USD bn, and the field's unit is ${unit ? `"${unit}"` : 'not declared'}`);
  const { text, negative } = scaled(number * money.scale, words, decimals, style);
  return negative + (style === 'tick' ? text : words.money(text, money.currency));
}

/** A large number in the words of the language: 183000000000 is 1,830億, or 183 billion. */
function scaled(number: number, words: Words, decimals: number | undefined, style: Style): { text: string; negative: string } {
  const size = Math.abs(number);
  const scales = words.scales[style === 'tick' ? 'label' : style];
  const [scale, word] = scales.find(([least]) => size >= least) ?? [1, ''];
  return { text: write(size / scale, words, decimals ?? significant(size / scale)) + word, negative: number < 0 ? '−' : '' };
}

function formatUnit(number: number, unit: string | undefined, words: Words, decimals: number | undefined): string {
  const text = write(number, words, decimals ?? significant(number));
  return words.units[unit ?? '']?.(text, number) ?? text;
}

/** Three significant digits, never rounding the whole part. */
function significant(number: number): [number, number] {
  const whole = Math.max(1, Math.floor(Math.log10(Math.max(1, Math.abs(number)))) + 1);
  return [0, Math.max(0, 3 - whole)];
}

function write(number: number, words: Words, decimals: number | [number, number]): string {
  const [least, most] = typeof decimals === 'number' ? [decimals, decimals] : decimals;
  const exact = Number(number.toPrecision(15));
  const text = new Intl.NumberFormat(words.intl, { minimumFractionDigits: least, maximumFractionDigits: most }).format(exact);
  return text.replace('-', '−').replace(/^−(0(?:\.0+)?)$/, '$1');
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
