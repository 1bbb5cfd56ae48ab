/** A number typed by hand: where it stands in the text, how it reads, and the value that it states. */
export interface UntiedNumber {
  offset: number;
  text: string;
  value: number | undefined;
  /** The worth of the value's last digit: 1e11 for 3.5 兆. */
  step?: number;
}

const numerals = '〇零一二三四五六七八九十百千萬億兆兩廿卅';
const counters =
  '個半月|個月|小時|分鐘|公司|百分點|倍|年|月|日|天|週|季|次|個|家|位|名|人|款|種|項|輪|筆|成|顆|瓦|國|條|張|頁|章|節|段|步|層|歲|美元|元|億|兆|萬|半|%|％|折|度|支|本|座|台|份|組|批|類|點|大';
const indefinite = new RegExp(`^一(?!年|倍|半|成|個半月|個月|季|天|週|月|日|小時|美元|分之|%|％|點?[${numerals}])`);
const scales: Record<string, number> = {
  萬: 1e4,
  億: 1e8,
  兆: 1e12,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  m: 1e6,
  bn: 1e9,
  tn: 1e12,
  k: 1e3,
};
const englishTens = { twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 };
const englishOnes = { two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12 };
const englishTeens = { thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19 };
const englishTimes = {
  half: 0.5,
  halved: 0.5,
  double: 2,
  doubled: 2,
  twice: 2,
  triple: 3,
  tripled: 3,
  thrice: 3,
  quadruple: 4,
  quadrupled: 4,
};
const english: Record<string, number> = { ...englishTens, ...englishOnes, ...englishTeens, ...englishTimes };
const anyOf = (words: object) => Object.keys(words).join('|');

/** What may stand inside a number and is not seen: spaces, emphasis, characters without width. */
const unseen = '[\\s*_~\u200B-\u200D\u2060]*';
const run = `[${numerals}]+(?:點[${numerals}]+)?`;
/** Not after 第, which makes an ordinal, and no 一 that points (同一年). */
const start = `(?<!第[${numerals}]*)(?<![同每某另前上下](?=一))`;

const patterns = [
  /[\p{Nd}\p{No}]+(?:[,，]\p{Nd}{3}(?!\p{Nd})|[.．]\p{Nd}+)*(?:\s*(?:thousand|million|billion|trillion|tn|bn|m|k)\b|\s*[萬億兆]+)?/giu,
  new RegExp(`${start}${run}[多餘幾來又]?半?${unseen}(?:${counters})`, 'gu'),
  new RegExp(`${start}[${numerals}]+分之${unseen}${run}`, 'gu'),
  /一半|減半|半年|半數|過半|雙倍|翻倍|[數幾][十百千萬億兆]+/gu,
  new RegExp(`\\b(?:(?:${anyOf(englishTens)})-(?:${anyOf(englishOnes)})|${anyOf(english)})(?:-?fold)?\\b`, 'giu'),
  /\b(?:dozens?|hundreds?|thousands?|millions?|billions?|trillions?|one[- ](?:third|quarter|fifth|tenth))\b|\ba (?:third|quarter|fifth|tenth)(?= of\b)/giu,
  // Only marks may use these characters; typed by hand they would stand for a figure.
  /[\uE000\uE001\uE010-\uE019]+/gu,
];

/** Words that hold numerals and state no number. */
const fixed = /千萬(?=[不別要])/gu;

/** Finds the numbers that a text states: digits, Chinese numerals before a counter, English number words. */
export function findNumbers(text: string, literals: readonly RegExp[] = []): UntiedNumber[] {
  const open = [...literals, fixed].reduce((rest, literal) => rest.replace(literal, blank), text);
  const found = patterns.flatMap((pattern) => [...open.matchAll(pattern)].map((match) => ({ offset: match.index, text: match[0].trim() })));
  const stated = found.filter((each) => !indefinite.test(withoutUnseen(each.text)));
  const kept: UntiedNumber[] = [];
  for (const each of stated.sort((a, b) => a.offset - b.offset || b.text.length - a.text.length)) {
    const last = kept.at(-1);
    if (last && each.offset < last.offset + last.text.length) continue;
    kept.push({ ...each, ...statedValue(withoutUnseen(each.text)) });
  }
  return kept;
}

const withoutUnseen = (text: string) => text.replace(new RegExp(unseen, 'gu'), '');

/** Spaces in place of a text, so that what follows keeps its line and column. */
export const blank = (text: string) => text.replace(/[^\n]/gu, (char) => ' '.repeat(char.length));

type Stated = Pick<UntiedNumber, 'value' | 'step'>;

const exact = (number: number) => Number(number.toPrecision(12));

/** The value that a number's text states, with its scale word; undefined where it is not plain. */
function statedValue(text: string): Stated {
  if (/\p{No}/u.test(text)) return { value: undefined };
  const half = text.normalize('NFKC').replaceAll(',', '');
  const plain = /^(\d+(?:\.(\d+))?)\s*([^\d\s.]+)?/.exec(half);
  if (!plain) return /^[a-z]/i.test(half) ? englishValue(half) : chineseValue(half);
  const [, number, decimals = '', word = ''] = plain;
  const scale = scales[word.toLowerCase()] ?? scaleOf(word);
  return { value: exact(Number(number) * scale), step: exact(scale / 10 ** decimals.length) };
}

/** The scale of 億 or of 萬億; 1 for other words. */
const scaleOf = (word: string) => (/^[萬億兆]+$/.test(word) ? [...word].reduce((scale, each) => scale * (scales[each] as number), 1) : 1);

/** thirty is 30, twenty-five is 25, threefold is 3. */
function englishValue(text: string): Stated {
  const words = text
    .toLowerCase()
    .replace(/-?fold$/, '')
    .split('-');
  const values = words.map((word) => english[word]);
  if (values.includes(undefined)) return { value: undefined };
  return { value: (values as number[]).reduce((sum, each) => sum + each, 0), step: values.includes(0.5) ? 0.1 : 1 };
}

/** 三十 is 30, 兩百五十 is 250, 三點五兆 is 3.5e12, 二〇二五 is 2025, 三成 is 0.3, 百分之四十 is 0.4. */
function chineseValue(text: string): Stated {
  const [, under, over, unit = ''] = new RegExp(`^(?:([${numerals}]+)分之)?(${run})(.?)`).exec(text) ?? [];
  if (over === undefined) return { value: undefined };
  const [whole = '', fraction = ''] = over.split('點');
  const [, ones = '', word = ''] = /^(.*?)([萬億兆]*)$/.exec(fraction) ?? [];
  const part = /^成/.test(unit) ? 10 : under ? chineseWhole(under) : 1;
  const scale = scaleOf(word);
  const value = (chineseWhole(whole) + (ones ? chineseWhole(ones) / 10 ** ones.length : 0)) * scale;
  return { value: exact(value / part), step: exact(scale / 10 ** ones.length / part) };
}

function chineseWhole(text: string): number {
  const digits = '〇一二三四五六七八九';
  const ones = [...text.replaceAll('零', '〇').replaceAll('兩', '二')].map((char) => digits.indexOf(char));
  if (ones.length > 1 && ones.every((one) => one >= 0)) return Number(ones.join(''));
  const tens: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
  const short: Record<string, number> = { 廿: 20, 卅: 30 };
  let [total, section, digit] = [0, 0, 0];
  for (const [index, char] of [...text].entries()) {
    const one = ones[index] as number;
    if (one >= 0) digit = one;
    else if (short[char]) section += short[char];
    else if (tens[char]) [section, digit] = [section + (digit || 1) * tens[char], 0];
    else [total, section, digit] = [(total + section + digit || 1) * (scales[char] as number), 0, 0];
  }
  return total + section + digit;
}
