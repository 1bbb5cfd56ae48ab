import type { FieldType } from '../data/descriptor.ts';
import { FormatError, type Quantity, type Style, ways, writeQuantity } from '../quotes/formats.ts';
import { perWords } from '../quotes/languages/index.ts';
import { findNumbers } from '../quotes/numbers.ts';
import { optionsIn } from '../quotes/options.ts';
import { cellOf, sentTable } from './diff.ts';
import type { Mismatch } from './reading.ts';
import type { DeckRecord, Figure } from './schema.ts';

const numberTypes: readonly FieldType[] = ['number', 'year'];
const dateTypes: readonly FieldType[] = ['string', 'date', 'yearmonth', 'year'];
const styles: readonly Style[] = ['sentence', 'label', 'tick'];

/** The record's own texts against its values: each figure must read as some filter of tieout writes its value in the deck's language. */
export function rewriteFigures(record: DeckRecord): Mismatch[] {
  return record.figures.flatMap((figure): Mismatch[] => {
    const reason = misplaced(figure, record) ?? misread(figure, record.deck.language);
    return reason ? [{ slides: [figure.slide], what: cellOf(figure), shown: figure.text, reason }] : [];
  });
}

/** What a deck tells of itself beside its title, language and dates. */
const texts = ['subject', 'author'];
const counts = ['datasets', 'models', 'checks', 'tables'];

/** Figures that rest on no table of the project: those of the deck itself, and those of the slide of changes. */
function misplaced(figure: Figure, record: DeckRecord): string | undefined {
  const slide = record.slides.find((each) => each.number === figure.slide);
  if (figure.table === sentTable && !slide?.id.startsWith('slides/since/'))
    return 'only the slide of changes shows figures of a deck as sent';
  if (figure.table !== 'deck' || record.tables.some((each) => each.name === 'deck')) return undefined;
  const said = (record.deck as Record<string, string>)[figure.field];
  const isCount = counts.includes(figure.field) && figure.unit === 'count' && Number.isInteger(figure.value);
  if (said === undefined && !isCount && !texts.includes(figure.field)) return `a deck knows no such "${figure.field}" of itself`;
  return said === undefined || said === figure.value ? undefined : `the record calls the deck's ${figure.field} "${said}"`;
}

function misread(figure: Figure, language: string): string | undefined {
  // What stands for a missing value is words of the project, which state no number.
  if (figure.value === null && findNumbers(figure.text, [], language).length === 0) return undefined;
  if (figure.table === sentTable || figure.text === String(figure.value) || isWritten(figure, language)) return undefined;
  return `no filter writes ${figure.value}${figure.unit ? ` ${figure.unit}` : ''} so`;
}

const knownIn = perWords(() => new Map<string, boolean>());

/** True where a filter makes the figure's text of its value, with any decimals, precision and style. */
function isWritten({ value, unit, text }: Figure, language: string): boolean {
  const known = knownIn(language);
  const key = JSON.stringify([value, unit, language, text]);
  const found = known.get(key) ?? includes(writings(value, unit, text, language), text);
  known.set(key, found);
  return found;
}

function includes(texts: Iterable<string>, text: string): boolean {
  for (const each of texts) if (each === text) return true;
  return false;
}

/** Every text that a filter makes of a value, those without options first. */
function* writings(value: Figure['value'], unit: string | undefined, text: string, language: string): Iterable<string> {
  // The release before rounded some numbers to four significant digits that are now written whole.
  const values = typeof value === 'number' ? [value, Number(value.toPrecision(4))] : [value];
  for (const option of optionsIn(language, text))
    for (const each of values)
      for (const type of typeof value === 'number' ? numberTypes : dateTypes)
        for (const way of ways) for (const style of styles) yield* written({ value: each, unit, type }, way, language, option, style);
}

function written(quantity: Quantity, ...rest: [(typeof ways)[number], string, unknown, Style]): string[] {
  try {
    return [writeQuantity(quantity, ...rest).text];
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}
