import { en } from './en.ts';
import type { StarterWords } from './words.ts';
import { zhHant } from './zh-Hant.ts';

/** The starter's words by language: one file each beside this one, named by the language, and its line here. */
export const starterLanguages: Record<string, StarterWords> & { en: StarterWords } = { en, 'zh-Hant': zhHant };
