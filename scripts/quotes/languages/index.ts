import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import type { Forms, LanguageWords, Scales } from './words.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

const files: Readonly<Record<string, LanguageWords>> = { 'zh-Hant': zhHant, 'zh-Hans': zhHans, en, ja, ko, de, fr, es };

/** The languages whose words tieout has. */
export const wordedLanguages: readonly string[] = Object.keys(files);

/** True for a BCP 47 tag of a language that Intl knows by name. */
export function isLanguage(tag: string): boolean {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    const { language } = new Intl.Locale(tag);
    return canonical === tag && new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(language) !== undefined;
  } catch {
    return false;
  }
}

/** The tag of the words that a language falls back to: `de-AT` to `de`, `zh-TW` to `zh-Hant`; undefined where there are none. */
export function wordsTag(tag: string): string | undefined {
  const { language, script } = new Intl.Locale(tag).maximize();
  return [tag, `${language}-${script}`, language].find((each) => Object.hasOwn(files, each));
}

const known = new Map<string, LanguageWords>();

/** The words of a language. Without any, they are English, and numbers and dates are as Intl writes them. */
export function languageWords(tag: string): LanguageWords {
  const words = known.get(tag) ?? makeWords(tag);
  known.set(tag, words);
  return words;
}

function makeWords(tag: string): LanguageWords {
  const from = wordsTag(tag);
  if (!from) return { ...en, ...intlWords(tag) };
  const file = files[from] as LanguageWords;
  return new Intl.Locale(tag).region ? { ...file, locale: tag } : file;
}

/** How Intl writes in a language that has no words of its own. */
function intlWords(locale: string): Partial<LanguageWords> {
  const scales = intlScales(locale);
  const money = pattern(new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', numberingSystem: 'latn' }).formatToParts(1));
  const percent = pattern(new Intl.NumberFormat(locale, { style: 'percent', numberingSystem: 'latn' }).formatToParts(0.01));
  const day = datePattern(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const month = datePattern(locale, { month: 'long', year: 'numeric' });
  return { locale, scales: { sentence: scales, label: scales }, currencies: {}, money, percent, date: { ...en.date, day, month } };
}

/** The parts of a number as a pattern: `{number} {currency}`. */
const pattern = (parts: readonly Intl.NumberFormatPart[]) =>
  parts
    .filter(({ type }) => type !== 'fraction' && type !== 'decimal')
    .map(({ type, value }) => (type === 'integer' ? '{number}' : type === 'currency' ? '{currency}' : value))
    .join('')
    .replaceAll('\u202f', '\u00a0');

const datePattern = (locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { ...options, numberingSystem: 'latn', calendar: 'gregory' })
    .formatToParts(0)
    .map(({ type, value }) => (type === 'month' ? '{monthName}' : type === 'day' || type === 'year' ? `{${type}}` : value))
    .join('');

/** The powers of ten from which a language has a word for a scale, from a hundred thousand: 10^7 is 1 crore in Hindi. */
function intlScales(locale: string): Scales {
  const write = new Intl.NumberFormat(locale, { notation: 'compact', compactDisplay: 'long', numberingSystem: 'latn' });
  const word = (number: number) =>
    write
      .formatToParts(number)
      .filter(({ type }) => type === 'compact' || type === 'literal')
      .map(({ value }) => value)
      .join('');
  const powers = [12, 11, 10, 9, 8, 7, 6, 5].map((power) => 10 ** power);
  const own = powers.filter((power) => {
    const parts = write.formatToParts(power);
    return parts.some(({ type }) => type === 'compact') && parts.find(({ type }) => type === 'integer')?.value === '1';
  });
  return own.map((power) => [power, formsOf(locale, (count) => word(count * power))]);
}

/** The forms of a word by plural category, each from a number of that category. */
function formsOf(locale: string, word: (count: number) => string): Forms {
  const rules = new Intl.PluralRules(locale);
  const counts = [1, 2, 3, 5, 11, 21].map((count) => [rules.select(count), word(count)] as const);
  return { other: word(5), ...Object.fromEntries(counts.toReversed()) };
}

const rules = new Map<string, Intl.PluralRules>();

/** The form of a word that goes with a number, with `values` put in. */
export function inForm(forms: Forms, number: number, locale: string, values: Readonly<Record<string, string | number>> = {}): string {
  if (typeof forms === 'string') return fill(forms, values);
  const own = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, own);
  return fill(forms[own.select(Math.abs(number))] ?? forms.other, values);
}

/** A text with `values` in the place of their names in braces. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
