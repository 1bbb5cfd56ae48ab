import { controlWords } from '../record/controls.ts';

/** Has the controls of Marp CLI speak the language of a deck, and names them for screen readers. */
export function localizeControls(html: string, language: string): string {
  const said = (text: string, place: 'html' | 'script') =>
    controlWords(language, place).reduce((done, [own, word]) => done.replaceAll(own, () => word), text);
  return html
    .replace(/<div class="bespoke-marp-osc">[\s\S]*?<\/div>/, (osc) =>
      said(osc, 'html').replace('<div', () => `<div role="navigation" aria-label="${said('Slide controls', 'html')}"`),
    )
    .replace('<div id=":$p"', '<div id=":$p" role="main"')
    .replace(/<script>\/\*!! License: [\s\S]*?<\/script>/, (script) => said(script, 'script'));
}
