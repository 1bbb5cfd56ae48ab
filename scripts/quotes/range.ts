import { readManner } from '../data/manner.ts';
import { isTemporal } from '../data/tables.ts';
import { type Cell, inManner, quoteCell, unitOf } from './cells.ts';
import { joinDates } from './date.ts';
import { FormatError } from './formats.ts';
import { languageWords } from './languages/index.ts';
import { Ledger } from './ledger.ts';

/**
 * Two cells as one range, in the language's way: 3–5 %, US$1–2 billion, 10～20億円, 3–7 March 2025. Each end is the figure of its
 * cell; what both have in common stands once.
 * @throws FormatError where the two make no range, or one of them cannot be written.
 */
export function quoteRange(ledger: Ledger, low: Cell, high: Cell, language: string, option?: object): string {
  const isDated = checkEnds(low, high);
  const [from, to] = [textOf(low, language, option), textOf(high, language, option)];
  if (from === to) return quoteCell(ledger, low, 'show', language, option);
  const { shared, isFine, separator } = isDated ? joinCells(low, high, language, option) : { separator: signOf(language) };
  const asEnds = shared !== undefined || (!isFine && isAlike(from, to));
  const [first, last] = asEnds ? (['from', 'to'] as const).map((end) => ({ ...option, shared, end })) : [option, option];
  return quoteCell(ledger, low, 'show', language, first) + separator + quoteCell(ledger, high, 'show', language, last);
}

/** Complains of what makes no range; true for one of dates. */
function checkEnds(low: Cell, high: Cell): boolean {
  const ends = [low, high] as const;
  const [from, to] = [heldBy(low), heldBy(high)];
  if (from === null || to === null) throw new FormatError('one end of the range is empty');
  const isDated = ends.every(({ field }) => field.type === 'year' || isTemporal(field.type));
  if (!isDated && !ends.every(({ field }) => field.type === 'number' || field.type === 'integer'))
    throw new FormatError('"range" writes two numbers, or two dates');
  const [unit, other] = ends.map((each) => unitOf(each) ?? 'none');
  if (unit !== other) throw new FormatError(`the ends of the range have different units, ${unit} and ${other}`);
  if (isDated ? String(from) > String(to) : Number(from) > Number(to)) throw new FormatError(`the range runs down, from ${from} to ${to}`);
  return isDated;
}

const heldBy = ({ row, field }: Cell) => row[field.name] ?? null;

/** What two cells with dates share, and what stands between them. */
function joinCells(low: Cell, high: Cell, language: string, option: object | undefined): Partial<ReturnType<typeof joinDates>> {
  const quantityOf = (cell: Cell) => ({ value: heldBy(cell), unit: undefined, type: cell.field.type });
  const options = [low, high].map(({ field }) => {
    const read = readManner(inManner(field, option));
    if (typeof read === 'string') throw new FormatError(read);
    return { option: read.precision, manner: read.manner };
  });
  return joinDates([quantityOf(low), quantityOf(high)], languageWords(language), options);
}

/** How a cell reads alone. */
function textOf(cell: Cell, language: string, option: object | undefined): string {
  const probe = new Ledger();
  return probe.resolve(quoteCell(probe, cell, 'show', language, option));
}

/** True for two texts that differ in their digits alone, and in the ends of words, as 1 Milliarde and 2 Milliarden do. A sign stays with its number. */
function isAlike(from: string, to: string): boolean {
  if (/[−+(]/.test(from + to)) return false;
  const [words, others] = [from, to].map((text) => text.replace(digits, '#').split(/\s+/)) as [string[], string[]];
  return words.length === others.length && words.every((word, at) => isForm(word, others[at] as string));
}

const isForm = (word: string, other: string) => word === other || (/\p{L}$/u.test(word) && other.startsWith(word));

/** A numeral from its first digit to its last. */
const digits = /\p{N}(?:.*\p{N})?/u;

/** What stands between the ends of a range of numbers. */
function signOf(language: string): string {
  const parts = new Intl.NumberFormat(languageWords(language).locale).formatRangeToParts(1, 2);
  return parts.find(({ source, type }) => source === 'shared' && type === 'literal')?.value ?? '–';
}
