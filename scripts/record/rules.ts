import type { Tables } from '../data/tables.ts';
import { type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { cellOf } from './diff.ts';
import type { DeckRecord, Figure } from './schema.ts';

/** Problems of a deck as a whole: one figure rounded in two ways, and datasets too old for the day of the deck. */
export function checkRecord(project: Project, tables: Tables, deck: RenderedDeck, record: DeckRecord): Problem[] {
  return [...roundings(deck, record), ...stale(project, tables, deck, record)];
}

/** The same figure shown with two different roundings in one deck. */
function roundings(deck: RenderedDeck, record: DeckRecord): Problem[] {
  const first = new Map<string, Figure>();
  const problems = new Map<string, Problem>();
  for (const figure of record.figures) {
    if (figure.shown === undefined) continue;
    for (const same of sameness(figure)) {
      const earlier = first.get(same);
      if (!earlier) first.set(same, figure);
      else if (earlier.shown !== figure.shown && !problems.has(same)) {
        const file = deck.slides[figure.slide - 1]?.file ?? 'slides/decks.yaml';
        const again = cellOf(figure) === cellOf(earlier) ? '' : ` ${cellOf(figure)}, the same figure,`;
        const reason = `"${deck.deck.name}" shows ${cellOf(earlier)} as "${earlier.text}" on slide ${earlier.slide} and${again} as "${figure.text}" on slide ${figure.slide}`;
        problems.set(same, problem({ file }, 'two-roundings', reason, 'write it with the same filter and decimals everywhere'));
      }
    }
  }
  return [...new Map([...problems.values()].map((each) => [each.reason, each])).values()];
}

/** What makes two showings one figure: the same cell, or a value of so many digits that it cannot be another by chance. */
function sameness(figure: Figure): string[] {
  const cell = cellOf(figure);
  const digits =
    typeof figure.value === 'number'
      ? Math.abs(figure.value)
          .toPrecision(15)
          .replace(/\D/g, '')
          .replace(/^0+|0+$/g, '').length
      : 0;
  return digits > 8 ? [cell, `${figure.value} ${figure.unit ?? ''}`] : [cell];
}

/** Datasets that a deck rests on and that are older than they may be on its day. */
function stale(project: Project, tables: Tables, deck: RenderedDeck, record: DeckRecord): Problem[] {
  if (deck.deck.allowStale) return [];
  return record.tables.flatMap(({ name, asOf }) => {
    const days = tables.list.get(name)?.staleAfterDays;
    if (days === undefined || asOf === '') return [];
    const place = { file: 'data/datapackage.json' };
    if (!project.decks.date)
      return [
        problem(
          { file: 'slides/decks.yaml' },
          'no-date',
          `"${name}" is stale after ${days} days, and the decks have no date`,
          'write "date" in slides/decks.yaml, or give --date',
        ),
      ];
    const age = Math.floor((Date.parse(project.decks.date) - Date.parse(asOf)) / 86_400_000);
    if (age <= days) return [];
    const reason = `"${name}" is as of ${asOf}: ${age} days old on ${project.decks.date}, and stale after ${days}`;
    return [problem(place, 'stale-dataset', reason, 'bring the dataset up to date, or set allowStale: true for the deck')];
  });
}
