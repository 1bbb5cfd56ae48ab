import { chineseValue } from './chinese.ts';
import { exact, type Numerals, type Stated } from './stated.ts';

const numeral = '[一二三四五六七八九十百千万億兆]';
/** More than 一, which often points and does not count: 一つ, 一部. */
const run = `(?:${numeral}{2,}|[二三四五六七八九十百千万])`;
/** Not after 第, which makes an ordinal. */
const begin = `(?<![第\\p{N}]|${numeral})`;
const place = '[かカヶケヵ]';
const counters = `つ(?![ぎ巴子星]|返事)|社(?![会長員内外債])|店(?![長員頭主])|位(?!置|牌)|${place}(?:月|国|所)|件|名(?![称所前字義山])|台(?![風所帳地頭本])|個(?!人|別|性)|本(?![木社部当来日店人格質番音桜])|歳(?![入出費])|枚|冊|軒|棟|校(?![長舎])|拠点|年代|世代|部門|地域`;

/** What Japanese counts with numerals and Chinese does not. Every pattern comes with the flags g and u. */
const patterns: readonly RegExp[] = [
  // Tenths: 三割, 一割; not 割引.
  `${begin}${numeral}+割(?![引りれ合安高愛])`,
  `${begin}${numeral}+分の${numeral}+`,
  `${begin}${run}(?=${counters})`,
  '半分|半数|倍増|半減(?!期)',
].map((source) => new RegExp(source, 'gu'));

/** 三割 is 0.3, 五分の一 a fifth, 半分 a half, 十 of 十店舗 is 10. */
function value(text: string): Stated {
  if (text.startsWith('半')) return { value: 0.5, step: 0.1 };
  if (text.startsWith('倍')) return { value: 2, step: 1 };
  const [under = '', over] = text.replace(/割$/, '').split('分の');
  const [first, second] = [chineseValue(under).value, over === undefined ? undefined : chineseValue(over).value];
  if (first === undefined) return { value: undefined };
  if (second !== undefined) return { value: exact(second / first), step: 0.1 };
  return text.endsWith('割') ? { value: exact(first / 10), step: 0.1 } : { value: first, step: 1 };
}

/** The numerals of Japanese that stand before its own counters. */
export const japanese: Numerals = { patterns, value };
