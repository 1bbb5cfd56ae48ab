import { fill, languageWords } from '../quotes/languages/index.ts';

/** The parts of a time unit, from large to small, as Vega-Lite joins them into one word. */
const parts = /^(?:binned)?(utc)?(year)?(quarter)?(month)?(week)?(dayofyear)?(day)?(date)?(hours)?(minutes)?(seconds)?(milliseconds)?$/;

/** A time unit as the parts that it states; undefined for one that Vega labels by numbers alone, as weeks. */
function partsOf(unit: string): { utc: boolean; names: string[] } | undefined {
  const match = parts.exec(unit);
  if (!match || match[5] || match[6] || match[12]) return undefined;
  return { utc: match[1] !== undefined, names: match.slice(2).filter((part) => part !== undefined) };
}

/** True for a time unit that states a whole day. */
export const isDay = (unit: string) => partsOf(unit)?.names.join('') === 'yearmonthdate';

/** True for a time unit that has words of its own in each language. */
export const hasWords = (unit: string) => partsOf(unit) !== undefined;

const styles: Record<string, Intl.DateTimeFormatOptions> = {
  year: { year: 'numeric' },
  month: { month: 'short' },
  day: { weekday: 'short' },
  date: { day: 'numeric' },
  hours: { hour: '2-digit', hourCycle: 'h23' },
  minutes: { minute: '2-digit' },
  seconds: { second: '2-digit' },
};

/** An instant as its time unit states it, and no more: the month of a year, the day of a week, a quarter. */
export function writeTimeUnit(instant: Date, unit: string, language: string): string {
  const { utc, names } = partsOf(unit) as { utc: boolean; names: string[] };
  const zone = utc ? { timeZone: 'UTC' } : {};
  const write = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { ...options, ...zone }).format(instant);
  if (names.includes('quarter')) return writeQuarter(instant, utc, names.includes('year'), language);
  // An hour alone is written with its minutes, or it would read as a count.
  const whole = names.includes('hours') && !names.includes('minutes') ? [...names, 'minutes'] : names;
  return write(Object.assign({}, ...whole.map((name) => styles[name])));
}

function writeQuarter(instant: Date, utc: boolean, withYear: boolean, language: string): string {
  const [month, year] = utc ? [instant.getUTCMonth(), instant.getUTCFullYear()] : [instant.getMonth(), instant.getFullYear()];
  const quarter = Math.floor(month / 3) + 1;
  const pattern = languageWords(language).date.quarter;
  const own = withYear ? pattern : pattern.replace(/\s*\{year\}[年년]?\s*/u, '');
  return fill(own, { year, quarter, quarterName: quarter });
}
