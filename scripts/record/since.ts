import { format } from '../quotes/formats.ts';
import type { Ledger, Tie } from '../quotes/ledger.ts';
import { cellOf, compareRecords, type FigureChange, sentTable } from './diff.ts';
import type { DeckRecord, Figure } from './schema.ts';
import { changeText, wordsOf } from './words.ts';

/** How many changes fit on one slide. */
const mostRows = 8;

/**
 * The Markdown of a "changes since" slide: what the deck now shows against the record of the one that was sent.
 * Its new figures tie to their cells, its old ones to the deck as sent.
 */
export function changesSlide(sent: DeckRecord, now: DeckRecord, ledger: Ledger): string {
  const language = now.deck.language;
  const words = wordsOf(language);
  const diff = compareRecords(sent, now);
  const changed = distinct(diff.figures.filter((each) => each.before && each.after && each.before.value !== each.after.value));
  const made = (field: string, value: number | string, text: string) => ledger.enter(tieOf({ field, value, text }, sent));
  const date = made('date', sent.deck.date, format({ value: sent.deck.date, unit: undefined, type: 'date' }, 'date', language));
  const count = made('changes', changed.length, String(changed.length));
  const rows = changed.slice(0, mostRows).map((each) => row(each, sent, now, ledger));
  const head = [words.page, words.where, words.before, words.after, words.change];
  const table = rows.length > 0 ? [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n') : words.none;
  const rest = changed.length - rows.length;
  const more = rest > 0 ? `\n\n${words.more(made('more', rest, String(rest)))}` : '';
  return `# ${words.headline(date, count)}\n\n${table}${more}\n`;
}

/** One change for all cells that say the same before and after; a model's cell often repeats a dataset's. */
function distinct(changes: readonly FigureChange[]): FigureChange[] {
  const said = changes.map((each) => [`${each.before?.text} ${each.after?.text}`, each] as const);
  return [...new Map(said.toReversed()).values()].toReversed();
}

function row(change: FigureChange, sent: DeckRecord, now: DeckRecord, ledger: Ledger): string[] {
  const [before, after] = [change.before as Figure, change.after as Figure];
  const slide = now.slides.find((each) => each.number === after.slide);
  const old = ledger.enter({ ...asTie(before), table: sentTable, key: sent.deck.date, field: cellOf(before) });
  const text = changeText(change, now.deck.language);
  const moved = ledger.enter(tieOf({ field: `change of ${change.cell}`, value: change.change ?? change.direction ?? '', text }, sent));
  const page = ledger.enter(tieOf({ field: `page of ${change.cell}`, value: after.slide, text: String(after.slide) }, sent));
  const title = ledger.enter(tieOf({ field: `title of ${change.cell}`, value: slide?.title ?? '', text: slide?.title ?? '' }, sent));
  return [page, title, old, ledger.enter(asTie(after)), moved];
}

const asTie = ({ table, key, field, value, unit, place, text, shown }: Figure): Tie => ({
  table,
  key,
  field,
  value,
  unit,
  place,
  text,
  shown,
});

const tieOf = (each: { field: string; value: number | string; text: string }, sent: DeckRecord): Tie => ({
  table: sentTable,
  key: sent.deck.date,
  unit: undefined,
  place: undefined,
  shown: undefined,
  ...each,
});
