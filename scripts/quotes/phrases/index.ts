import { en } from './en.ts';
import { ja } from './ja.ts';
import { zhHant } from './zh-hant.ts';

/** What a language says with a number in it and without stating one; sources of regular expressions. */
export interface SetPhrases {
  /** As written. */
  names: readonly string[];
  /** In any case. */
  phrases: readonly string[];
}

/** A name is no name behind a currency, a sign or more of a word, nor before a unit, a scale or more digits. */
const before = '(?<![\\p{sc=Latin}\\p{N}$€£¥₩₹￥＄%％−+±＋~≈]|\\p{N}[.,])';
const scale =
  '[%％‰]|percent|per\\s?cent|pp\\b|bps?\\b|[bmt]n\\b|mln\\b|[kmb]\\b|million|billion|trillion|thousand|hundred|dozen|times\\b|-?fold|[x×]';
const after = `(?![\\p{sc=Latin}\\p{N}]|[.,:]\\p{N}|[\\s-]*(?:${scale})|\\s*(?:[倍億萬兆千折趴元]|百(?!貨|姓|分)|成(?![長為立本功績果員交熟])))`;

/** Where Chinese is set, a phrase may not be the tail or the head of a longer numeral. */
const chineseBefore = '(?<![\\d〇零一二三四五六七八九十百千萬億兆兩廿卅])';

const spaced = (source: string) => source.replace(/ /g, '\\s+');

/** Every name and set phrase of every language. They come with the flags g and u. */
export const setPhrases: readonly RegExp[] = [
  new RegExp(`${before}(?:${spaced(en.names.join('|'))})${after}`, 'gu'),
  new RegExp(`${before}(?:${spaced(en.phrases.join('|'))})${after}`, 'giu'),
  new RegExp(`${chineseBefore}(?:${[zhHant, ja].flatMap(({ names, phrases }) => [...names, ...phrases]).join('|')})`, 'gu'),
];
