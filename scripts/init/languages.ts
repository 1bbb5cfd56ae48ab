import { wordsTag } from '../quotes/languages/index.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import type { StarterWords } from './words.ts';
import { zhHans } from './zh-Hans.ts';
import { zhHant } from './zh-Hant.ts';

/** The starter's words by language: one file each beside this one, named by the language, and its line here. */
export const starterLanguages: Record<string, StarterWords> = {
  de,
  en,
  es,
  fr,
  ja,
  ko,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
};

/** The words of a starter in a language, or one of its kind, as de for de-AT; undefined where there are none. */
export const starterWords = (language: string): StarterWords | undefined => starterLanguages[wordsTag(language) ?? language];
