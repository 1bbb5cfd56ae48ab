/** What of a page is kept between swaps: its slides as they came. */
export interface Shown {
  slides: readonly string[];
}

type Morph = (from: Element, to: Element, options: { onBeforeElUpdated(from: Element, to: Element): boolean }) => void;

/**
 * Runs in the page: puts what differs in another rendering of the deck (`html`) in place, element by element, so that
 * the slide that is looked at, the focus and what is selected stay. Gives the changed slides (from 1), or undefined
 * where the deck has other slides, steps or notes than before, which only a new page can show.
 */
export function swapPage(html: string, shown: Shown, record: string): number[] | undefined {
  const morph = (window as unknown as { morphdom: Morph }).morphdom;
  const next = new DOMParser().parseFromString(html, 'text/html');
  const slidesOf = (page: Document) => [...page.querySelectorAll('svg[data-marpit-svg]')];
  const notesOf = (page: Document) => [...page.querySelectorAll<HTMLElement>('.bespoke-marp-note')];
  const stylesOf = (page: Document) => [...page.querySelectorAll('head > style')];
  const indexes = (notes: HTMLElement[]) => notes.map((note) => note.dataset.index).join();
  const steps = (slide: Element) => slide.querySelectorAll('[data-marpit-fragment]').length;
  const [slides, notes, styles] = [slidesOf(document), notesOf(document), stylesOf(document)];
  const [newSlides, newNotes, newStyles] = [slidesOf(next), notesOf(next), stylesOf(next)];
  const isOther =
    slides.length !== newSlides.length ||
    styles.length !== newStyles.length ||
    indexes(notes) !== indexes(newNotes) ||
    newSlides.some((slide, index) => steps(slide) !== steps(slides[index] as Element));
  if (isOther) return undefined;

  /** What the deck's own scripts have written on an element stays there. */
  const keepState = (from: Element, to: Element) => {
    for (const { name, value } of from.attributes) {
      if (name === 'class') to.classList.add(...value.split(/\s+/).filter((each) => each.startsWith('bespoke-')));
      else if (/^data-bespoke-|^(?:tabindex|inert)$/.test(name) && !to.hasAttribute(name)) to.setAttribute(name, value);
    }
    return !from.isEqualNode(to);
  };

  const texts = newSlides.map((slide) => slide.outerHTML);
  const changed = texts.flatMap((text, index) => (text === shown.slides[index] ? [] : [index]));
  let isRestyled = false;
  styles.forEach((style, index) => {
    const text = newStyles[index]?.textContent ?? '';
    if (style.textContent === text) return;
    style.textContent = text;
    isRestyled = true;
  });
  for (const index of changed) morph(slides[index] as Element, newSlides[index] as Element, { onBeforeElUpdated: keepState });
  notes.forEach((note, index) => {
    const text = newNotes[index]?.innerHTML ?? '';
    if (note.innerHTML !== text) note.innerHTML = text;
  });
  const [old, now] = [document, next].map((page) => page.querySelector(`script#${record}`));
  if (old && now && old.textContent !== now.textContent) old.textContent = now.textContent;
  if (document.title !== next.title) document.title = next.title;
  shown.slides = texts;
  return isRestyled ? texts.map((_, index) => index + 1) : changed.map((index) => index + 1);
}
