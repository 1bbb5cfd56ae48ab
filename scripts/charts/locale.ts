import type { NumberLocale, TimeLocale } from 'vega';
import * as vega from 'vega';
import { fill, languageWords, perWords } from '../quotes/languages/index.ts';

/** How the formats of d3 read in one language; English is Vega's own. */
export interface Locale {
  number: NumberLocale;
  time: TimeLocale;
}

/** Separators, percent sign, months and days of a language, as Intl and its words have them. */
export const localeOf = perWords((language): Locale => {
  const { locale, percent } = languageWords(language);
  return { number: numbersIn(locale, percent), time: timesIn(locale) };
});

/** Writes numbers and times by formats of d3. */
export const writersOf = perWords((language) => {
  const { number, time } = localeOf(language);
  const made = (vega as unknown as { locale(number: NumberLocale, time: TimeLocale): unknown }).locale(number, time);
  return made as Record<'format' | 'timeFormat', (d3: string) => (value: unknown) => string>;
});

function numbersIn(locale: string, percent: string): NumberLocale {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn', minimumFractionDigits: 1 }).formatToParts(-1_234_567);
  const sign = (type: Intl.NumberFormatPartTypes, other: string) =>
    (parts.find((part) => part.type === type)?.value ?? other).replace('\u202f', '\u00a0');
  return {
    decimal: sign('decimal', '.'),
    thousands: sign('group', ','),
    grouping: [3],
    currency: ['$', ''],
    percent: fill(percent, { number: '' }),
    minus: '\u2212',
  };
}

function timesIn(locale: string): TimeLocale {
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' });
  const partOf = (options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes, instant: number) =>
    write(options)
      .formatToParts(instant)
      .find((part) => part.type === type)?.value ?? '';
  // A month is named as it stands alone; the first day of 2023 was a Sunday.
  const months = (month: 'long' | 'short') => list(12, (index) => partOf({ month }, 'month', Date.UTC(2023, index, 1)));
  const days = (weekday: 'long' | 'short') => list(7, (index) => partOf({ weekday }, 'weekday', Date.UTC(2023, 0, index + 1)));
  const halves = [0, 12].map((hour) => partOf({ hour: 'numeric', hourCycle: 'h12' }, 'dayPeriod', Date.UTC(2023, 0, 1, hour)));
  return {
    dateTime: '%x %X',
    date: dateIn(write({ year: 'numeric', month: '2-digit', day: '2-digit' })),
    time: '%H:%M:%S',
    periods: halves as TimeLocale['periods'],
    days: days('long') as TimeLocale['days'],
    shortDays: days('short') as TimeLocale['shortDays'],
    months: months('long') as TimeLocale['months'],
    shortMonths: months('short') as TimeLocale['shortMonths'],
  };
}

const list = (length: number, make: (index: number) => string) => Array.from({ length }, (_, index) => make(index));

/** A day in digits as a format of d3. */
const dateIn = (write: Intl.DateTimeFormat) =>
  write
    .formatToParts(0)
    .map(({ type, value }) => ({ year: '%Y', month: '%m', day: '%d' })[type as 'year'] ?? value)
    .join('');
