import type { Manner } from '../data/manner.ts';
import { remember } from '../remember.ts';
import type { LanguageWords } from './languages/words.ts';
import { FormatError, type Quantity } from './quantity.ts';

type Precision = keyof LanguageWords['date'];

/** A date as it is written: what the language's pattern has for it, and what stands in the place of each name there. */
interface WrittenDate {
  pattern: string;
  values: Readonly<Record<string, string | number>>;
}

/** Writes a date at a precision; without one, at that of its type. One end of a range lacks what it shares with the other. */
export function formatDate(quantity: Quantity, words: LanguageWords, option: unknown, manner: Manner): string {
  return writeEnd(readDate(quantity, words, option, manner.fiscalFrom), manner.end, manner.shared);
}

/** What two dates share, which stands once in their range; whether it is one of more than years, which are joined as numbers are; and what parts them. */
export function joinDates(
  ends: readonly [Quantity, Quantity],
  words: LanguageWords,
  options: readonly { option: unknown; manner: Manner }[],
): { shared: Manner['shared']; isFine: boolean; separator: string } {
  const dates = ends.map((each, at) => readDate(each, words, options[at]?.option, options[at]?.manner.fiscalFrom));
  const [from, to] = dates as [WrittenDate, WrittenDate];
  if (from.pattern !== to.pattern) throw new FormatError('the ends of the range are of different precisions');
  const [begins, other] = options.map(({ manner }) => manner.fiscalFrom ?? 1);
  if (namesIn(from.pattern).includes('span') && begins !== other)
    throw new FormatError(`the fiscal years of the ends begin in different months, ${begins} and ${other}`);
  const shared = sharedBy(from, to);
  const isFine = namesIn(from.pattern).some((name) => !yearNames.includes(name));
  const differing = dates.map((each) => writeEnd(each, 'both', shared)).join('');
  const isSpaced = isFine && words.until === '–' && /\s/.test(differing);
  return { shared, isFine, separator: isSpaced ? `\u00a0${words.until} ` : words.until };
}

/** How finely dates are told; what is not known so finely is not written so. */
const fineness: Record<Precision, number> = { year: 0, fiscal: 0, quarter: 1, fiscalQuarter: 1, month: 1, day: 2 };

/** Reads a date in the calendar, or in its fiscal year, which is told by the year in which it begins. */
function readDate(quantity: Quantity, words: LanguageWords, option: unknown, fiscalFrom = 1): WrittenDate {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(String(quantity.value));
  if (!parts) throw new FormatError(`"date" writes dates, and this is the ${quantity.type} "${quantity.value}"`);
  const natural = naturalOf(quantity.type, parts);
  const precision = (option === undefined ? natural : String(option)) as Precision;
  if (!Object.hasOwn(fineness, precision))
    throw new FormatError(`a date's precision is ${Object.keys(fineness).join(', ')}, not "${precision}"`);
  const pattern = words.date[precision];
  if (fineness[precision] > fineness[natural]) throw new FormatError(`"${parts[0]}" is a ${natural}, which has no ${precision}`);
  const [calendar, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const isFiscal = precision === 'fiscal' || precision === 'fiscalQuarter';
  // Without a month it is the fiscal year's own name.
  const isBefore = isFiscal && natural !== 'year' && month < fiscalFrom;
  const year = isBefore ? calendar - 1 : calendar;
  const span = fiscalFrom === 1 ? year : `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
  const quarter = Math.ceil((isFiscal ? ((month - fiscalFrom + 12) % 12) + 1 : month) / 3);
  const monthName = pattern.includes('{monthName}') ? nameOfMonth(month, pattern.includes('{day'), words.locale) : '';
  const names = { quarterName: '一二三四'[quarter - 1] as string, dayFirst: day === 1 ? '1er' : day };
  return { pattern, values: { year, span, month, day, quarter, monthName, ...names } };
}

function naturalOf(type: Quantity['type'], [, , month, day]: RegExpExecArray): 'year' | 'month' | 'day' {
  if (type === 'year' || month === undefined) return 'year';
  return type === 'yearmonth' || day === undefined ? 'month' : 'day';
}

/** The names in patterns that tell no more than the year, and than the month. */
const yearNames = ['year', 'span'];
const monthNames = [...yearNames, 'month', 'monthName'];

const namesIn = (pattern: string) => [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

/** The smallest part that two dates have in common, where the pattern tells a smaller one. */
function sharedBy({ pattern, values }: WrittenDate, to: WrittenDate): Manner['shared'] {
  const names = namesIn(pattern);
  const isSame = (all: readonly string[]) =>
    names.some((name) => !all.includes(name)) && all.every((name) => values[name] === to.values[name]);
  if (names.some((name) => name.startsWith('day')) && isSame(monthNames)) return 'month';
  return isSame(yearNames) ? 'year' : undefined;
}

/** A date as a whole, or as an end of a range: the first without what it shares behind, the last without what it shares before. */
function writeEnd({ pattern, values }: WrittenDate, end: Manner['end'] | 'both', shared: Manner['shared']): string {
  // Names stand between the literals.
  const pieces = pattern.split(/\{(\w+)\}/);
  const own = shared === 'month' ? monthNames : shared === 'year' ? yearNames : [];
  const isKept = (at: number) => at % 2 === 1 && !own.includes(pieces[at] as string);
  const at = pieces.map((_, index) => index).filter(isKept);
  const [first, last] = [at.at(0) as number, at.at(-1) as number];
  const from = end === 'from' || end === undefined || first === 1 ? 0 : first;
  const to = end === 'to' || end === undefined || last === pieces.length - 2 ? pieces.length : last + 1;
  const text = pieces.slice(from, to).map((piece, index) => ((from + index) % 2 === 1 ? String(values[piece] ?? `{${piece}}`) : piece));
  return [from > 0 ? headOf(pieces[from - 1] as string) : '', ...text, to < pieces.length ? tailOf(pieces[to] as string) : ''].join('');
}

/** What of the words between two parts belongs to the one behind: Q, 第. */
const headOf = (between: string) => /(?<=\s)\S*$/.exec(between)?.[0] ?? /第?$/.exec(between)?.[0] ?? '';

/** What of them belongs to the one before: the point of a German day. */
const tailOf = (between: string) => /^[^\s,]*/.exec(between)?.[0] ?? '';

/** The name of a month, in the form that it has beside a day where one stands there. */
const nameOfMonth = (month: number, withDay: boolean, locale: string): string =>
  months(`${locale} ${month} ${withDay}`, () => {
    const options = { month: 'long', timeZone: 'UTC', calendar: 'gregory' } as const;
    const write = new Intl.DateTimeFormat(locale, withDay ? { ...options, day: 'numeric' } : { ...options, year: 'numeric' });
    return write.formatToParts(Date.UTC(2000, month - 1, 1)).find(({ type }) => type === 'month')?.value ?? '';
  });

const months = remember<string>(200);
