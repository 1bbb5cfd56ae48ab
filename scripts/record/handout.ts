import { languageWords } from '../quotes/languages/index.ts';
import { squeeze } from './align.ts';
import type { DeckReading, PageReading } from './reading.ts';
import type { DeckRecord } from './schema.ts';

/** The keyword by which a PDF says that it is a handout. */
export const handoutKind = 'handout';

/** What stands under a slide in a handout, above its notes: `Slide 3 / 8`. */
export const slideLabel = ({ deck, slides }: DeckRecord, number: number) =>
  `${languageWords(deck.language).changes.columns.slide} ${number} / ${slides.length}`;

/** A page of a handout: a slide with its notes, or what of the notes of the slide before did not fit there. */
export interface HandoutPage extends PageReading {
  notes: string;
  begins: boolean;
}

/** The pages of a handout as slides, each with all of its notes. */
export function joinPages(pages: readonly HandoutPage[]): PageReading[] {
  const slides: PageReading[] = [];
  for (const { begins, ...page } of pages) {
    const last = slides.at(-1);
    if (begins || !last) slides.push(page);
    else
      Object.assign(last, {
        notes: `${last.notes}\n${page.notes}`,
        beside: [...last.beside, ...page.beside],
        links: [...(last.links ?? []), ...(page.links ?? [])],
      });
  }
  return slides;
}

/**
 * A handout as the deck that it is made from: without the label of each slide, its source line in larger letters, and the title at the foot of each page.
 * What differs from these stays, and is told as a difference.
 */
export function withoutMargins(record: DeckRecord, reading: DeckReading): DeckReading {
  const pages = reading.pages.map((page, index) => {
    const { number, sources = '' } = record.slides[index] ?? { number: 0 };
    const [label, notes] = [squeeze(slideLabel(record, number)).text, squeeze(page.notes ?? '').text];
    const beside = page.beside.map((each) => withoutFoot(record, each, sources));
    return { ...page, beside, notes: notes.startsWith(label) ? notes.slice(label.length) : (page.notes ?? '') };
  });
  return { ...reading, pages };
}

/** What stands beside the text of a page, all in one, without the title at its foot and the source line. */
function withoutFoot({ deck }: DeckRecord, beside: string, sources: string): string {
  const known = [sources, deck.title].map((each) => squeeze(each).text).sort((a, b) => b.length - a.length);
  return known.reduce((left, each) => left.replace(each, ' '), squeeze(beside).text);
}
