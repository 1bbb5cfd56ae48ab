import { AsyncLocalStorage } from 'node:async_hooks';
import { remember } from '../../remember.ts';
import { note } from '../../trace.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import type { OwnWords } from './schema.ts';
import type { Forms, LanguageWords, Scales } from './words.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

/** The words that come with tieout, by language. */
export const files: Readonly<Record<string, LanguageWords>> = { 'zh-Hant': zhHant, 'zh-Hans': zhHans, en, ja, ko, de, fr, es };

/** The languages whose words tieout has. */
export const wordedLanguages: readonly string[] = Object.keys(files);

/** True for a BCP 47 tag of a language that Intl knows by name. */
export const isLanguage = (tag: string): boolean => languagesBefore(tag, () => isNamed(tag));

const languagesBefore = remember<boolean>(100);

function isNamed(tag: string): boolean {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    const { language } = new Intl.Locale(tag);
    return canonical === tag && new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(language) !== undefined;
  } catch {
    return false;
  }
}

/** The words of a project by language: what they say takes the place of tieout's own. */
export type ProjectWords = ReadonlyMap<string, OwnWords>;

const none: ProjectWords = new Map();
const atWork = new AsyncLocalStorage<ProjectWords>();

/** Does some work in the words of a project, beside those that come with tieout. */
export const inWords = <T>(own: ProjectWords, work: () => T): T => atWork.run(own, work);

/** The tags under which the words of a language are sought, the nearest first: `de-AT`, `de-Latn`, `de`. */
export const tagsOf = (tag: string): readonly string[] => tagsBefore(tag, () => nearestTags(tag));

const tagsBefore = remember<readonly string[]>(100);

function nearestTags(tag: string): string[] {
  const { language, script } = new Intl.Locale(tag).maximize();
  return [...new Set([tag, `${language}-${script}`, language])];
}

/** The tag of the words that a language falls back to: `de-AT` to `de`, `zh-TW` to `zh-Hant`; undefined where there are none. */
export const wordsTag = (tag: string): string | undefined => tagsOf(tag).find((each) => Object.hasOwn(files, each));

/** What a project says of a language, the farther tags first. */
export const ownWords = (own: ProjectWords, tag: string): OwnWords[] =>
  tagsOf(tag)
    .flatMap((each) => own.get(each) ?? [])
    .reverse();

/** True where numbers in words are read in a language: those of English and Chinese are in every deck, also as Japanese writes them. */
export const readsNumberWords = (tag: string): boolean =>
  /^(?:en|zh|ja|yue)$/.test(new Intl.Locale(tag).language) || languageWords(tag).numbers !== undefined;

const known = new WeakMap<ProjectWords, Map<string, LanguageWords>>();

/** The words of a language. Without any, they are English, and numbers and dates are as Intl writes them; a project's own come first. */
export function languageWords(tag: string): LanguageWords {
  note(`words ${tag}`);
  const own = atWork.getStore() ?? none;
  const all = known.get(own) ?? new Map<string, LanguageWords>();
  const words = all.get(tag) ?? ownWords(own, tag).reduce<LanguageWords>(withOwn, makeWords(tag));
  known.set(own, all.set(tag, words));
  return words;
}

/** What is worked out once for the words of a language, and again for others. */
export function perWords<T extends object>(make: (language: string) => T): (language: string) => T {
  const made = new WeakMap<LanguageWords, T>();
  return (language) => {
    const words = languageWords(language);
    const own = made.get(words) ?? make(language);
    made.set(words, own);
    return own;
  };
}

function makeWords(tag: string): LanguageWords {
  const from = wordsTag(tag);
  if (!from) return { ...en, ...intlWords(tag) };
  const file = files[from] as LanguageWords;
  return new Intl.Locale(tag).region ? { ...file, locale: tag } : file;
}

/** Words with others in their place, key by key; forms and scales are taken as a whole. */
function withOwn<T>(words: T, own: unknown): T {
  if (!isGroup(words) || !isGroup(own)) return own as T;
  const merged = Object.entries(own).map(([key, value]) => [key, key in words ? withOwn(words[key], value) : value]);
  return { ...words, ...Object.fromEntries(merged) } as T;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('other' in value);

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
