import { remember } from '../remember.ts';
import { perWords } from './languages/index.ts';
import { chinesePatterns, chineseValue, isIndefinite, scaleOf, withoutUnseen } from './numerals/chinese.ts';
import { readerOf } from './numerals/declared.ts';
import { englishPatterns, englishValue, romanPattern } from './numerals/english.ts';
import { exact, type Stated } from './numerals/stated.ts';
import { setPhrases } from './phrases/index.ts';

/** A number typed by hand: where it stands in the text, how it reads, the value that it states, and of what. */
export interface UntiedNumber extends Stated {
  offset: number;
  text: string;
  kind?: Kind;
}

/** What a number counts, as the words around it tell: `bare` is a number with no unit beside it. */
export type Kind = 'money' | 'share' | 'multiple' | 'scaled' | 'year' | 'months' | 'years' | 'days' | 'counted' | 'bare';

/** The worth of a scale word behind digits. */
const digitScales: Record<string, number> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  bn: 1e9,
  b: 1e9,
  tn: 1e12,
};
const scaleWords = Object.keys(digitScales)
  .sort((a, b) => b.length - a.length)
  .join('|');

const patterns: readonly RegExp[] = [
  new RegExp(
    `\\p{N}+(?:[,，]\\p{Nd}{3}(?!\\p{Nd})|[.．]\\p{Nd}+)*(?:\\s*(?:${scaleWords})(?![\\p{sc=Latin}\\p{N}])|\\s*[萬億兆万亿만억조]+)?`,
    'giu',
  ),
  ...chinesePatterns,
  ...englishPatterns,
  romanPattern,
  // Signs that show a number: months and days of a calendar, a keycap, a hundred.
  /[\u3220-\u3229\u3280-\u3289\u32C0-\u32CB\u3358-\u3370\u33E0-\u33FE\u{1F4AF}\u{1F51F}]/gu,
  // Only marks may use these characters; typed by hand they would stand for a figure.
  /[\uE000\uE001\uE010-\uE019]+/gu,
];

/**
 * Finds the numbers that a text states: digits of every script, numerals and number words, but for those inside
 * `literals`, names such as Q3 or GPT-4, and set phrases. A `language` adds its own number words and signs.
 */
export function findNumbers(text: string, literals: readonly RegExp[] = [], language?: string): UntiedNumber[] {
  return numbersIn(
    [...literals, ...setPhrases].reduce((rest, literal) => rest.replace(literal, blank), text),
    language,
  );
}

/** True for a text that states a number, in digits or in words. */
export const statesNumber = (text: string) => findNumbers(text).length > 0;

const amounts: ReadonlySet<Kind | undefined> = new Set(['money', 'share', 'multiple', 'scaled']);

/**
 * The first amount that a text states: money, a share, a multiple or a number with a scale word. What a name may be
 * is none: `3M` and `4K`, a letter behind digits, and `Double Eagle`, a word with a capital and no digit.
 */
export function findAmount(text: string, language?: string): UntiedNumber | undefined {
  return numbersIn(text, language).find(({ kind, text: number }) => {
    if (kind === 'scaled') return !/^\d+[KMB]$/.test(number);
    if (kind === 'multiple') return !/^\p{Lu}\p{Ll}+$/u.test(number);
    return amounts.has(kind);
  });
}

const literalsBefore = perWords(() => remember<readonly string[]>(1000));

/** The names and set phrases of a text that hold a number and are let through, `literals` among them, in the order of the text. */
export const findLiterals = (text: string, literals: readonly RegExp[] = [], language?: string): readonly string[] =>
  literalsBefore(language ?? 'en')(JSON.stringify([text, literals.map(String)]), () => literalsIn(text, literals, language));

function literalsIn(text: string, literals: readonly RegExp[], language?: string): string[] {
  const numbers = numbersIn(text, language);
  const holds = (from: number, to: number) => numbers.some((each) => each.offset < to && from < each.offset + each.text.length);
  let rest = text;
  const found: { at: number; text: string }[] = [];
  for (const pattern of [...literals, ...setPhrases]) {
    for (const match of rest.matchAll(pattern))
      if (holds(match.index, match.index + match[0].length)) found.push({ at: match.index, text: match[0].replace(/\s+/g, ' ') });
    rest = rest.replace(pattern, blank);
  }
  return found.sort((a, b) => a.at - b.at).map((each) => each.text);
}

/** The numbers of a text in which nothing is let through; of two that overlap, the one that begins first. */
function numbersIn(text: string, language?: string): UntiedNumber[] {
  const reader = readerOf(language);
  const own = (reader?.patterns ?? []).flatMap((pattern) => placesOf(text, pattern).map((each) => ({ ...each, read: reader?.value })));
  const found: Found[] = [...own, ...patterns.flatMap((pattern) => placesOf(text, pattern))];
  const stated = found.filter((each) => each.text !== '' && !isIndefinite(each.text) && !reader?.isOther(each.text));
  const kept: UntiedNumber[] = [];
  for (const each of stated.sort((a, b) => a.offset - b.offset || b.text.length - a.text.length)) {
    const last = kept.at(-1);
    if (last && each.offset < last.offset + last.text.length) continue;
    const { read, ...place } = each;
    const stated = read ? read(each.text) : statedValue(withoutUnseen(each.text), each.text);
    kept.push({ ...place, ...stated, kind: kindOf(text, each) });
  }
  return kept;
}

/** A number where it stands, with the reader of a language that has found it. */
interface Found {
  offset: number;
  text: string;
  read?: ((text: string) => Stated) | undefined;
}

const placesOf = (text: string, pattern: RegExp): Found[] =>
  [...text.matchAll(pattern)].map((match) => ({ offset: match.index, text: match[0].trim() }));

/** Spaces in place of a text, so that what follows keeps its line and column. */
export const blank = (text: string) => text.replace(/[^\n]/gu, (char) => ' '.repeat(char.length));

/** The value that a number's text states, with its scale word; undefined where it is not plain. */
function statedValue(text: string, spaced: string): Stated {
  if (/[\p{No}\p{Nl}]/u.test(text.replaceAll('〇', ''))) return { value: undefined };
  const half = text.normalize('NFKC').replaceAll(',', '');
  const plain = /^(\d+(?:\.(\d+))?)\s*([^\d\s.]+)?/.exec(half);
  if (!plain) return /^[a-z]/i.test(half) ? englishValue(spaced) : chineseValue(half);
  const [, number, decimals = '', word = ''] = plain;
  const scale = digitScales[word.toLowerCase()] ?? scaleOf(asTraditional(word));
  return { value: exact(Number(number) * scale), step: exact(scale / 10 ** decimals.length) };
}

/** The scale words of Japanese, Korean and Simplified Chinese as those of Traditional Chinese. */
const asTraditional = (word: string) => word.replace(/[万亿만억조]/gu, (char) => '萬億萬億兆'['万亿만억조'.indexOf(char)] as string);

/** Scale words of English, German, French and Spanish. */
const latinScales =
  'million|billion|trillion|thousand|[mbt]n|mln|[mkb]|millionen|milliarden?|billionen|(?:mio|mrd|bio|tsd)\\.?|millions|milliards?|md|millón|millones|bill(?:ón|ones)';

const units: readonly (readonly [Kind, RegExp])[] = [
  ['share', /^[\s-]*(?:[%％]|percent|per\s?cent|成(?!長)|趴|percentage|個?百分點|Prozent|pour\s?cent|por\s?ciento|パーセント|퍼센트)/iu],
  ['multiple', /^[\s-]*(?:倍|배(?![경치분포송])|x\b|×|times\b|-?fold)/iu],
  ['months', /^[\s-]*(?:個半?月|개월|months?\b|Monate?|mois\b|mes(?:es)?\b)/iu],
  ['years', /^[\s-]*(?:年(?!代)|년(?!대)|years?\b|Jahre?n?\b|ans\b|años?\b)/iu],
  ['days', /^[\s-]*(?:天|日(?!圓)|일(?=[간\s]|$)|days?\b|Tage?n?\b|jours?\b|días?\b)/iu],
  ['money', /^[\s-]*[億萬兆千百만억조천백]*(?:美元|美金|元|歐元|日圓|円|원|달러|유로|dollars?\b|euros?\b|Franken\b|USD\b)/iu],
  ['scaled', new RegExp(`^\\s*(?:[萬億兆万亿만억조]|(?:${latinScales})(?![\\p{sc=Latin}]))`, 'iu')],
  ['counted', /^[\s-]*(?:[\p{sc=Latin}]{3,}|[個家位名人款種項輪筆次명곳]|개|가지)/u],
];

const endsScaled = new RegExp(`(?:[萬億兆万亿만억조]|${latinScales})$`, 'iu');

/** How many characters after a number its unit is looked for. */
const unitReach = 200;

/** What a number counts, by the currency before it, the unit in it and the words after it. */
function kindOf(text: string, { offset, text: number }: { offset: number; text: string }): Kind {
  if (/(?:[$€£¥₩₹￥＄]|\b(?:USD|EUR|GBP|JPY|TWD|NTD|CNY|HKD))\s*$/u.test(text.slice(Math.max(0, offset - 8), offset))) return 'money';
  if (/分之/.test(number)) return 'share';
  if (/fold$|^(?:hal[fv]|twice|thrice|doubl|tripl|trebl|quadrupl)|倍/i.test(number)) return 'multiple';
  const rest = text.slice(offset + number.length, offset + number.length + unitReach);
  const [own = ''] = /(?<=[\p{N}百千十萬億兆一二三四五六七八九兩半])[^\p{N}百千十一二三四五六七八九兩半.,]*$/u.exec(number) ?? [];
  const scaled = endsScaled.test(number);
  const kind = units.find(([, unit]) => unit.test(own + rest))?.[0];
  if (kind === 'years' && /^(?:(?:19|20)\d\d|[一二]?[〇零一二九]{4})/.test(number)) return 'year';
  if (scaled && (kind === undefined || kind === 'counted')) return 'scaled';
  return kind ?? (/^(?:19|20)\d\d$/.test(number) ? 'year' : 'bare');
}
