import { type Cell, quoteCell } from './cells.ts';
import { FormatError } from './formats.ts';
import { languageWords } from './languages/index.ts';
import { Ledger } from './ledger.ts';

/**
 * Two cells as one range, in the language's way: 3–5 %, US$1–2 billion, 10～20億円. Each end is the figure of its cell; what both
 * have in common around their digits stands once.
 * @throws FormatError where the two make no range, or one of them cannot be written.
 */
export function quoteRange(ledger: Ledger, low: Cell, high: Cell, language: string, option?: object): string {
  checkEnds(low, high);
  const [from, to] = [textOf(low, language, option), textOf(high, language, option)];
  if (from === to) return quoteCell(ledger, low, 'show', language, option);
  const [first, last] = isAlike(from, to)
    ? [
        { ...option, end: 'from' },
        { ...option, end: 'to' },
      ]
    : [option, option];
  return quoteCell(ledger, low, 'show', language, first) + separator(language) + quoteCell(ledger, high, 'show', language, last);
}

function checkEnds(low: Cell, high: Cell): void {
  const [from, to] = [low, high].map(({ row, field }) => row[field.name] ?? null);
  if (from === null || to === null) throw new FormatError('one end of the range is empty');
  const isRange = [low, high].every(({ field }) => field.type === 'number' || field.type === 'integer' || field.type === 'year');
  if (!isRange) throw new FormatError('"range" writes numbers and years');
  if (unitOf(low) !== unitOf(high)) throw new FormatError(`the ends of the range have different units, ${unitOf(low)} and ${unitOf(high)}`);
  if (Number(from) > Number(to)) throw new FormatError(`the range runs down, from ${from} to ${to}`);
}

const unitOf = ({ field, row }: Cell) => (field.unitField ? row[field.unitField] : field.unit) ?? 'none';

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

/** What stands between the ends of a range. */
function separator(language: string): string {
  const parts = new Intl.NumberFormat(languageWords(language).locale).formatRangeToParts(1, 2);
  return parts.find(({ source, type }) => source === 'shared' && type === 'literal')?.value ?? '–';
}
