import type { Tables } from '../data/tables.ts';
import { type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import type { RenderedDeck } from '../slides/index.ts';
import type { DeckRecord, Figure } from './schema.ts';

/** Problems of a deck as a whole: one figure rounded in two ways, and datasets too old for the day of the deck. */
export function checkRecord(project: Project, tables: Tables, deck: RenderedDeck, record: DeckRecord): Problem[] {
  return [...roundings(deck, record), ...stale(project, tables, deck, record)];
}

/** The same cell shown with two different roundings in one deck. */
function roundings(deck: RenderedDeck, record: DeckRecord): Problem[] {
  const first = new Map<string, Figure>();
  const problems = new Map<string, Problem>();
  for (const figure of record.figures) {
    if (figure.shown === undefined) continue;
    const cell = `${figure.table} ${figure.key} ${figure.field}`;
    const earlier = first.get(cell);
    if (!earlier) first.set(cell, figure);
    else if (earlier.shown !== figure.shown && !problems.has(cell)) {
      const file = deck.slides[figure.slide - 1]?.file ?? 'slides/decks.yaml';
      const reason = `"${deck.deck.name}" shows ${figure.table}.${figure.field} of ${figure.key} as "${earlier.text}" on slide ${earlier.slide} and as "${figure.text}" on slide ${figure.slide}`;
      problems.set(cell, problem({ file }, 'two-roundings', reason, 'write it with the same filter and decimals everywhere'));
    }
  }
  return [...problems.values()];
}

/** Datasets that a deck rests on and that are older than they may be on its day. */
function stale(project: Project, tables: Tables, deck: RenderedDeck, record: DeckRecord): Problem[] {
  if (deck.deck.allowStale) return [];
  return record.tables.flatMap(({ name, asOf }) => {
    const days = tables.list.get(name)?.staleAfterDays;
    if (days === undefined) return [];
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
