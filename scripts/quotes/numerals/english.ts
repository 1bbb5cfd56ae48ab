import { exact, type Stated } from './stated.ts';

const units = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const tens = { twenty: 20, thirty: 30, forty: 40, fourty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 };
const nothing = { zero: 0, nil: 0, nought: 0, naught: 0 };
const scales: Record<string, number> = { dozen: 12, hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const times: Record<string, number> = {
  half: 0.5,
  halved: 0.5,
  halves: 0.5,
  halving: 0.5,
  double: 2,
  twice: 2,
  treble: 3,
  triple: 3,
  thrice: 3,
  quadruple: 4,
  quintuple: 5,
  sextuple: 6,
};
const values: Record<string, number> = { ...units, ...tens, ...nothing };

const anyOf = (words: object) => Object.keys(words).join('|');
const { one: _, ...more } = units;
const word = `(?:${anyOf(more)}|${anyOf(tens)}|${anyOf(nothing)}|${anyOf(scales)})`;
const any = `(?:${word}|one)`;
/** No part of a longer word; Han stands beside Latin without a space. */
const begin = '(?<![\\p{sc=Latin}_])';
const end = '(?![\\p{sc=Latin}_])';
const part =
  '(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|hundredth|thousandth|millionth|half|percent|per\\s?cent)';
const periods = 'years?|months?|weeks?|hours?|minutes?';

/** What in English words states a number. Every pattern comes with the flags g, i and u. */
export const englishPatterns: readonly RegExp[] = [
  // Cardinals: ninety, twenty-five, two hundred and fifty, one million, three point five, tenfold, ninehundred, dozens.
  `${begin}(?:one[-\\s]+(?=${anyOf(scales)}))?${word}(?:(?:[-\\s]+(?:and[-\\s]+)?)?${any})*(?:[-\\s]+point(?:[-\\s]+${any})+)?s?(?:-?fold)?${end}`,
  // One, where it counts.
  `${begin}one(?=[-\\s]+(?:${part}|percentage|basis|fold|times|dollars?|euros?|cents?|pounds?|${periods}|point\\s+${any}|(?:in|out\\sof|of\\severy)[-\\s]+${word})${end})`,
  // Multiples and halves.
  `${begin}(?:halves|halv(?:ed|ing)|half|twice|thrice|(?:doubl|tripl|trebl|quadrupl|quintupl|sextupl|septupl|octupl|decupl)(?:e[sd]?|ing))${end}`,
  // Fractions: a third of, by a quarter, one-tenth.
  `${begin}(?:an?|one)[-\\s]${part}s?(?=\\s+(?:of|off|lower|higher|more|less|fewer|larger|smaller|bigger|cheaper|faster|each|as)${end})`,
  `${begin}(?<=\\b(?:by|than|about|nearly|almost|roughly|around|up|down|lost|loses|gained|rose|fell|grew|shed|cut|to|only|just)\\s)an?\\s(?:third|fifth|sixth|seventh|eighth|ninth|tenth|quarter)${end}`,
  `${begin}one[-\\s]${part}s?${end}|${begin}(?:three|two)[-\\s](?:quarters?|thirds?)${end}`,
  `${begin}an?\\s(?:percent|per\\s?cent|hundredth|thousandth|millionth)(?=\\s|$)`,
  // Tens and digits.
  `${begin}(?:tens|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|(?:high|mid|low)[-\\s]teens|single[-\\s]digits?|(?:two|three|four)?score(?=\\s+(?:years|and)))${end}`,
  // Roman numerals where they count: XL%, US$XX, MMXXV.
  `${begin}[IVXLCDM]{1,9}(?=\\s*(?:[%％](?!\\})|percent\\b|per\\s?cent\\b|times\\b|million\\b|billion\\b|trillion\\b|倍|億|萬|兆|成(?!長)))`,
  `(?<=[$€£¥]\\s?)[IVXLCDM]{1,9}${end}`,
].map((source) => new RegExp(source, 'giu'));

/** Roman numerals of a thousand and more, which are no names of kings. */
export const romanPattern = /\bM{1,3}(?=[IVXLCDM]{2})(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b/g;

/** thirty is 30, twenty-five is 25, two hundred and fifty is 250, threefold is 3. */
export function englishValue(text: string): Stated {
  const lower = text.toLowerCase().replace(/-?fold$/, '');
  const base = lower.replace(/(?:ed|ing|es|d|s)$/, '');
  const multiple = times[lower] ?? times[base] ?? times[`${base}e`];
  if (multiple !== undefined) return { value: multiple, step: multiple < 1 ? 0.1 : 1 };
  const [whole = '', decimals] = lower.split(/[-\s]+point[-\s]+/);
  let [total, group] = [0, 0];
  for (const each of whole.split(/[-\s]+/).filter((each) => each !== 'and')) {
    const scale = scales[each];
    const value = values[each];
    if (scale === undefined && value === undefined) return { value: undefined };
    if (value !== undefined) group += value;
    else if (scale === 100 || scale === 12) group = (group || 1) * scale;
    else [total, group] = [total + (group || 1) * (scale as number), 0];
  }
  if (decimals !== undefined) return { value: undefined };
  return { value: exact(total + group), step: 1 };
}
