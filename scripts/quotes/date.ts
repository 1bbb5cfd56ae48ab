import type { Manner } from '../data/manner.ts';
import { remember } from '../remember.ts';
import { fill } from './languages/index.ts';
import type { LanguageWords } from './languages/words.ts';
import { FormatError, type Quantity } from './quantity.ts';

/** Writes a date at a precision; without one, at that of its type. A fiscal year is told by the year in which it begins. */
export function formatDate(quantity: Quantity, words: LanguageWords, option: unknown, { fiscalFrom = 1 }: Manner): string {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(String(quantity.value));
  if (!parts) throw new FormatError(`"date" writes dates, and this is the ${quantity.type} "${quantity.value}"`);
  const natural = quantity.type === 'year' ? 'year' : quantity.type === 'yearmonth' ? 'month' : 'day';
  const precision = option === undefined ? natural : String(option);
  const pattern = words.date[precision as 'day'];
  if (!pattern) throw new FormatError(`a date's precision is year, fiscal, quarter, month or day, not "${precision}"`);
  const [calendar, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  // Without a month it is the fiscal year's own name.
  const year = precision === 'fiscal' && parts[2] !== undefined && month < fiscalFrom ? calendar - 1 : calendar;
  const span = fiscalFrom === 1 ? year : `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
  const quarter = Math.ceil(month / 3);
  const monthName = pattern.includes('{monthName}') ? nameOfMonth(month, pattern.includes('{day'), words.locale) : '';
  const names = { quarterName: '一二三四'[quarter - 1] as string, dayFirst: day === 1 ? '1er' : day };
  return fill(pattern, { year, span, month, day, quarter, monthName, ...names });
}

/** The name of a month, in the form that it has beside a day where one stands there. */
const nameOfMonth = (month: number, withDay: boolean, locale: string): string =>
  months(`${locale} ${month} ${withDay}`, () => {
    const options = { month: 'long', timeZone: 'UTC', calendar: 'gregory' } as const;
    const write = new Intl.DateTimeFormat(locale, withDay ? { ...options, day: 'numeric' } : { ...options, year: 'numeric' });
    return write.formatToParts(Date.UTC(2000, month - 1, 1)).find(({ type }) => type === 'month')?.value ?? '';
  });

const months = remember<string>(200);
