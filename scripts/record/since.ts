import { format } from '../quotes/formats.ts';
import { fill } from '../quotes/languages/index.ts';
import type { Ledger, Tie } from '../quotes/ledger.ts';
import { cellOf, compareRecords, type FigureChange, sentTable } from './diff.ts';
import type { DeckRecord, Figure } from './schema.ts';
import { changeText, wordsOf } from './words.ts';

/** How many changes fit on one slide. */
const mostRows = 6;

/**
 * The Markdown of a "changes since" slide: what the deck now shows against the record of the one that was sent.
 * Its new figures tie to their cells, its old ones to the deck as sent.
 */
export function changesSlide(sent: DeckRecord, now: DeckRecord, ledger: Ledger): string {
  const language = now.deck.language;
  const words = wordsOf(language);
  const diff = compareRecords(sent, now);
  const changed = diff.figures.filter((each) => each.kind === 'figure' && each.before && each.after && each.causes.join() !== 'text');
  const made = (field: string, value: number | string, text: string) => ledger.enter(tieOf({ field, value, text }, sent));
  const date = made('date', sent.deck.date, format({ value: sent.deck.date, unit: undefined, type: 'date' }, 'date', language));
  const count = made('changes', changed.length, String(changed.length));
  const rows = changed.slice(0, mostRows).map((each) => row(each, sent, now, ledger));
  const { figure, before, after, change, page } = words.columns;
  const head = [figure, before, after, change, page];
  const table =
    rows.length > 0
      ? [head, ['---', '--:', '--:', '--:', '--:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
      : words.none;
  const rest = changed.length - rows.length;
  const more = rest > 0 ? `\n\n${fill(words.more, { count: made('more', rest, String(rest)) })}` : '';
  return `# ${fill(words.headline, { date, count })}\n\n${table}${more}\n`;
}

function row(change: FigureChange, sent: DeckRecord, now: DeckRecord, ledger: Ledger): string[] {
  const [before, after] = [change.before as Figure, change.after as Figure];
  const made = (field: string, value: number | string, text: string) => ledger.enter(tieOf({ field, value, text }, sent));
  const page = change.slides[0] as number;
  const text = changeText(change, now.deck.language);
  return [
    made(`name of ${change.cell}`, change.name, change.name),
    ledger.enter({ ...asTie(before), table: sentTable, key: sent.deck.date, field: cellOf(before) }),
    ledger.enter(asTie(after)),
    made(`change of ${change.cell}`, change.change ?? change.direction ?? '', text),
    made(`page of ${change.cell}`, page, String(page)),
  ];
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
