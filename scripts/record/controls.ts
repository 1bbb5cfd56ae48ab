import { escapeXml } from '../charts/svg.ts';
import { languageWords, wordedLanguages } from '../quotes/languages/index.ts';
import type { ControlName } from '../quotes/languages/words.ts';

/** How the script of Marp CLI puts in the number of a slide, and how many there are. */
const [number, count] = [`\${t+1}`, `\${e.slides.length}`];

/** What the controls of Marp CLI say, as its script writes them, and their words; longer ones first, as some hold others. */
const controls: readonly (readonly [said: string, name: ControlName])[] = [
  [`Page ${number} of ${count}`, 'page'],
  ['Open presenter view', 'openPresenter'],
  ['Toggle overview view', 'toggleOverview'],
  ['Close overview', 'closeOverview'],
  ['Toggle fullscreen', 'fullscreen'],
  ['Smaller notes font size', 'smaller'],
  ['Bigger notes font size', 'bigger'],
  ['is disabled due to restricted localStorage.', 'disabled'],
  ['Presenter view', 'presenter'],
  ['Previous slide', 'previousSlide'],
  ['Next slide', 'nextSlide'],
  ['[Overview]', 'overview'],
  ['title:"Previous"},"Previous"', 'previous'],
  ['title:"Next"},"Next"', 'next'],
  ['Current time', 'time'],
  ['title:"Timer"', 'timer'],
  ['Slide controls', 'controls'],
];

/** The words of the controls in a language by what Marp CLI writes: as they stand in HTML, and in its script. */
export function controlWords(language: string, place: 'html' | 'script'): [said: string, word: string][] {
  const words = languageWords(language).controls;
  return controls.map(([said, name]) => {
    const word = place === 'html' ? escapeXml(words[name]) : inScript(words[name]);
    if (name === 'page') return [said, word.replace('{page}', () => number).replace('{pages}', () => count)];
    if (name === 'overview') return [said, `[${word}]`];
    return [said, said.includes('"') ? said.replace(/(?<=")[A-Z]\w+(?=")/g, () => word) : word];
  });
}

/** A word that ends neither a text of a script nor the script. */
const inScript = (word: string) => word.replace(/[\\"'`$<]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

const buttons: readonly ControlName[] = ['previousSlide', 'nextSlide', 'fullscreen', 'toggleOverview', 'openPresenter'];

/** What the buttons of a screen deck say, in every language. */
export const buttonTexts = (language: string): ReadonlySet<string> =>
  new Set([...wordedLanguages, language].flatMap((each) => buttons.map((name) => languageWords(each).controls[name])));
