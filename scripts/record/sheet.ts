import type { DeckRecord, Figure } from './schema.ts';

const columns = [
  'slide',
  'where',
  'kind',
  'text',
  'value',
  'unit',
  'table',
  'key',
  'field',
  'formula',
  'datasets',
  'source',
  'place',
  'as_of',
] as const;

/**
 * The record as a CSV for a spreadsheet: a row for each figure, word and literal that the deck shows.
 * UTF-8 with a byte order mark, CRLF; no cell begins a formula.
 */
export function writeSheet(record: DeckRecord): string {
  const figures = record.figures.map((each) => figureRow(each, record));
  const literals = record.literals.map((each) => ({ slide: each.slide, where: 'slide', kind: 'literal', text: each.text }));
  const rows = [...figures, ...literals].sort((a, b) => a.slide - b.slide);
  const lines = rows.map((row) => columns.map((column) => cell((row as Record<string, unknown>)[column])).join(','));
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

function figureRow(figure: Figure, record: DeckRecord) {
  const table = record.tables.find((each) => each.name === figure.table);
  return {
    ...figure,
    formula: table?.fields[figure.field]?.formula,
    datasets: datasetsUnder(record, figure.table).join(' '),
    source: table?.sources.join('; '),
    as_of: table?.asOf,
  };
}

/** Names of the datasets on which a table rests, by the record alone. */
export function datasetsUnder(record: DeckRecord, name: string): string[] {
  const table = record.tables.find((each) => each.name === name);
  if (!table) return [];
  if (table.kind === 'dataset') return [name];
  return [...new Set(table.reads.flatMap((each) => datasetsUnder(record, each)))].sort();
}

/** A cell that no spreadsheet takes for a formula: what would begin one is led by an apostrophe. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  const safe = typeof value !== 'number' && /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
