import { type Problem, problem } from '../problems.ts';
import { findNumbers } from '../quotes/numbers.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { unsourced, withoutPage } from './numerals.ts';
import type { PageReading } from './reading.ts';
import type { DeckRecord } from './schema.ts';

/** Where a page was read. */
type Medium = 'print' | 'HTML';

/**
 * The second net under the gate: problems of the numerals that a reader sees on the finished pages and that nothing in the
 * record gives, however they came there. Of all slides, or of these.
 */
export function netProblems(
  deck: RenderedDeck,
  record: DeckRecord,
  pages: readonly PageReading[],
  medium: Medium,
  slides: DeckRecord['slides'] = record.slides,
): Problem[] {
  return slides.flatMap((slide) => {
    const index = slide.number - 1;
    const page = pages[index];
    if (!page) return [];
    const shown = [page.text, ...page.alts, page.notes ?? ''].flatMap((text) => unsourced(record, slide, text));
    // The numbers of its lists are not counted in a deck that reports what is typed.
    const beside = record.untied ? [] : page.beside;
    const added = beside.flatMap((text) =>
      findNumbers(withoutPage(text, record, slide.number), [], record.deck.language).map((each) => each.text),
    );
    const file = deck.slides[index]?.file ?? 'slides/decks.yaml';
    return [...new Set([...shown, ...added])].map((text) => untied(deck, file, slide.number, text, medium));
  });
}

function untied(deck: RenderedDeck, file: string, number: number, text: string, medium: Medium): Problem {
  const reason = `slide ${number} of "${deck.deck.name}" says "${text}" in ${medium}, and this numeral reached the page without a source`;
  const fix = 'look for it in styles, counters, lists, pictures and attributes; quote a cell instead, or mark a name as a literal';
  return problem({ file }, 'unsourced-numeral', reason, fix);
}
