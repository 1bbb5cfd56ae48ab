import { type Field, type LoadedTable, type Value, withFiscalYears } from '../data/tables.ts';
import type { Project } from '../project.ts';
import type { Deck } from './decks.ts';

/** The words of a deck, as text, and its dates (ISO): its own, and the latest of its tables. */
interface DeckFacts {
  title: string;
  subject: string;
  author: string;
  date: string;
  asOf: string;
}

/** What slides may quote of their own deck, and of the project that it is made from: the table `deck`, of one row. */
export function deckTable(project: Project, deck: Deck, facts: DeckFacts, tables: number): LoadedTable {
  const { title, subject, author, date, asOf } = facts;
  const texts = { title, subject, author, language: deck.language };
  const counts = {
    datasets: project.descriptor.resources.length,
    models: project.models.length,
    checks: project.checks.length,
    tables,
  };
  const cells: (Omit<Field, 'datasets'> & { value: Value })[] = [
    ...Object.entries(texts).map(([name, value]) => ({ name, type: 'string' as const, value })),
    ...Object.entries({ date, asOf }).map(([name, value]) => ({ name, type: 'date' as const, value })),
    ...Object.entries(counts).map(([name, value]) => ({ name, type: 'integer' as const, unit: 'count', value })),
  ];
  return {
    name: 'deck',
    kind: 'dataset',
    title: 'deck',
    file: 'slides/decks.yaml',
    fields: withFiscalYears(
      cells.map(({ value: _, ...field }) => ({ ...field, datasets: [] })),
      project.decks.fiscalFrom,
    ),
    primaryKey: [],
    asOf,
    sources: [],
    datasets: [],
    rowDatasets: [],
    reads: [],
    rows: [Object.fromEntries(cells.map((cell) => [cell.name, cell.value]))],
  };
}
