import { fill, languageWords } from '../quotes/languages/index.ts';
import { type Cause, changedUnder, type Reason, tablesByName } from './causes.ts';
import { type Move, measureMove, sameValue } from './measure.ts';
import type { DeckRecord, Figure } from './schema.ts';
import { datasetsUnder } from './sheet.ts';

/** A cell that a deck shows, before and after; one of the two is missing where it was added or removed. */
export interface FigureChange extends Move, Reason {
  cell: string;
  /** What people call it: its row and its field's title. */
  name: string;
  /** Other cells that repeat it: a model's field that hands on a dataset's. */
  also: string[];
  kind: Figure['kind'];
  before: Figure | undefined;
  after: Figure | undefined;
  /** Pages that show it now; of a removed one, those that did. */
  slides: number[];
}

/** The table name of figures that a "changes since" slide takes from the deck that was sent. */
export const sentTable = 'deck as sent';

/** The file folder of "changes since" slides, which are no part of what is compared. */
export const sincePath = 'slides/since/';

/** The cell of a figure, as one text. */
export const cellOf = (figure: { table: string; key: string; field: string }) => `${figure.table}[${figure.key}].${figure.field}`;

/** Compares the cells that two decks show, in reading order: each figure once, however often and in whatever cells it stands. */
export function compareFigures(before: DeckRecord, after: DeckRecord): FigureChange[] {
  const [old, now] = [showings(before), showings(after)];
  const cells = [...new Set([...now.keys(), ...old.keys()])];
  const changes = cells.flatMap((cell) => compareCell(cell, old.get(cell) ?? [], now.get(cell) ?? [], before, after));
  const page = (each: FigureChange) => each.slides[0] ?? 0;
  const places = new Map(cells.map((cell, index) => [cell, index]));
  const place = (each: FigureChange) => Math.min(...[each.cell, ...each.also].map((cell) => places.get(cell) as number));
  const merged = mergeRepeats(changes, before, after).sort((a, b) => page(a) - page(b) || place(a) - place(b));
  const times = new Map<string, number>();
  for (const { name } of merged) times.set(name, (times.get(name) ?? 0) + 1);
  return merged.map((each) => ((times.get(each.name) ?? 0) > 1 ? { ...each, name: `${each.name} (${keyOf(each)})` } : each));
}

/** Every showing of each cell, in reading order. */
function showings(record: DeckRecord): Map<string, Figure[]> {
  const since = new Set(record.slides.filter((each) => each.id.startsWith(sincePath)).map((each) => each.number));
  const cells = new Map<string, Figure[]>();
  for (const figure of record.figures) {
    if (figure.table === sentTable || since.has(figure.slide)) continue;
    const known = cells.get(cellOf(figure));
    if (known) known.push(figure);
    else cells.set(cellOf(figure), [figure]);
  }
  return cells;
}

function compareCell(cell: string, old: Figure[], now: Figure[], before: DeckRecord, after: DeckRecord): FigureChange[] {
  const sameLanguage = before.deck.language === after.deck.language;
  const [first, last] = pair(old, now);
  const valued = first && last && sameValue(first.value, last.value);
  if (valued && (!sameLanguage || textsOf(old) === textsOf(now))) return [];
  const shown = (last ?? first) as Figure;
  // What stands for a missing value is words, and yet says what has become of a figure.
  const kind = first?.kind === 'figure' || last?.kind === 'figure' ? 'figure' : 'words';
  // Words of another language are other cells.
  if (!sameLanguage && kind === 'words') return [];
  const slides = [...new Set((last ? now : old).map((each) => each.slide))];
  const name = nameOf(shown, last ? after : before, after.deck.language);
  const reason = reasonOf(first, last, before, after);
  return [{ cell, name, also: [], kind, before: first, after: last, ...measureMove(first, last), ...reason, slides }];
}

/** The first showing of each side; where the value stands and only a later text differs, that one. */
function pair(old: Figure[], now: Figure[]): [Figure | undefined, Figure | undefined] {
  const fresh = now.find((each) => !old.some((other) => other.text === each.text));
  if (!fresh || !old[0] || !sameValue(old[0].value, fresh.value)) return [old[0], now[0]];
  return [old.find((each) => !now.some((other) => other.text === each.text)) ?? old[0], fresh];
}

const textsOf = (figures: readonly Figure[]) => [...new Set(figures.map((each) => `${each.text} ${each.unit ?? ''}`))].sort().join('\n');

function reasonOf(first: Figure | undefined, last: Figure | undefined, before: DeckRecord, after: DeckRecord): Reason {
  const written: Reason = { causes: ['text'], because: [] };
  if (!first || !last || (sameValue(first.value, last.value) && first.unit === last.unit)) return written;
  const under = changedUnder(before, after, last.table, last.field);
  if (under.causes.length > 0) return under;
  // Another unit or type of the field, which its descriptor says.
  return { causes: [first.table === 'deck' ? 'text' : ('data' as Cause)], because: [] };
}

/** What a figure is called in a language: `Late: Valuation after the round`. */
function nameOf(figure: Figure, record: DeckRecord, language: string): string {
  const table = tablesByName(record).get(figure.table);
  const words = languageWords(language);
  const nth = /^#(\d+)$/.exec(figure.key)?.[1];
  const alone = nth === '1' && !record.figures.some((each) => each.table === figure.table && each.key === '#2');
  const row = table?.rows?.[figure.key] ?? (nth === undefined ? figure.key : fill(words.row, { n: nth }));
  const title = table?.fields[figure.field]?.title ?? figure.field.replaceAll('_', ' ');
  // A row's own label needs no title, nor a table's only row a name.
  if (row === figure.text) return row;
  return alone ? title : fill(words.titled, { row, title });
}

/** One change for cells that repeat one figure: the dataset's own, or the first. */
function mergeRepeats(changes: readonly FigureChange[], before: DeckRecord, after: DeckRecord): FigureChange[] {
  const merged: FigureChange[] = [];
  for (const change of [...changes].sort((a, b) => depth(a, after) - depth(b, after))) {
    const same = merged.find((each) => repeats(each, change, before, after));
    if (!same) merged.push({ ...change });
    else {
      same.also.push(change.cell);
      same.slides = [...new Set([...same.slides, ...change.slides])].sort((a, b) => a - b);
      same.causes = [...new Set([...same.causes, ...change.causes])];
      same.because = [...new Set([...same.because, ...change.because])];
    }
  }
  return merged;
}

/** What tells two rows of one name apart: the key, or of tables without one the cell. */
const keyOf = (change: FigureChange) => {
  const key = (change.after ?? change.before)?.key ?? '';
  return key.startsWith('#') ? change.cell : key;
};

const tableOf = (change: FigureChange) => (change.after ?? change.before)?.table ?? '';

/** How many models stand between the datasets and the table of a change, at most. */
function depth(change: FigureChange, record: DeckRecord): number {
  const tables = tablesByName(record);
  const known = new Map<string, number>();
  const of = (name: string): number => {
    const found = known.get(name) ?? Math.max(-1, ...(tables.get(name)?.reads ?? []).map(of)) + 1;
    known.set(name, found);
    return found;
  };
  return of(tableOf(change));
}

/** True for two cells of tables on the same datasets that said the same and say the same; small counts do so by chance. */
function repeats(one: FigureChange, other: FigureChange, before: DeckRecord, after: DeckRecord): boolean {
  const says = (a: Figure | undefined, b: Figure | undefined) => (a && b ? a.unit === b.unit && sameValue(a.value, b.value) : !a && !b);
  if (tableOf(one) === tableOf(other) || !says(one.before, other.before) || !says(one.after, other.after)) return false;
  const [first, second] = [(one.after ?? one.before) as Figure, (other.after ?? other.before) as Figure];
  const measured = first.unit !== undefined && first.unit !== 'count' && first.unit !== 'rank';
  if (!measured && first.field !== second.field) return false;
  const record = one.after ? after : before;
  const under = datasetsUnder(record, first.table);
  return datasetsUnder(record, second.table).some((each) => under.includes(each));
}
