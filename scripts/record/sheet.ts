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
 * The record as a CSV for a spreadsheet: a row for each figure, word and literal that the deck shows, each number that is
 * typed by hand where the deck reports them, and each value that a chart computes itself.
 * UTF-8 with a byte order mark, CRLF; no cell begins a formula.
 */
export function writeSheet(record: DeckRecord): string {
  const figures = record.figures.map((each) => figureRow(each, record));
  const literals = record.literals.map((each) => ({ slide: each.slide, where: 'slide', kind: 'literal', text: each.text }));
  const untied = (record.untied ?? []).map((each) => ({ ...each, where: 'slide', kind: 'untied' }));
  const computed = record.slides.flatMap((slide) => computedRows(slide, record));
  const rows = [...figures, ...literals, ...untied, ...computed].sort((a, b) => a.slide - b.slide);
  const lines = rows.map((row) => columns.map((column) => cell((row as Record<string, unknown>)[column])).join(','));
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

function figureRow(figure: Figure, record: DeckRecord) {
  const names = datasetsOf(record, figure);
  const datasets = record.tables.filter((each) => names.includes(each.name));
  return {
    ...figure,
    formula: record.tables.find((each) => each.name === figure.table)?.fields[figure.field]?.formula,
    datasets: names.join(' '),
    source: [...new Set(datasets.flatMap((each) => each.sources))].join('; '),
    as_of: datasets
      .map((each) => each.asOf)
      .sort()
      .at(-1),
  };
}

/** Names of the datasets from whose cells a figure is computed; all under its table in a record that does not tell. */
export function datasetsOf(record: DeckRecord, { table, field }: Pick<Figure, 'table' | 'field'>): string[] {
  const told = record.tables.find((each) => each.name === table)?.fields[field]?.datasets;
  return told ?? datasetsUnder(record, table);
}

/** The values that the charts of a slide compute, each with its expression as formula; the key names the mark. */
function computedRows({ number, charts }: DeckRecord['slides'][number], record: DeckRecord) {
  return record.charts
    .filter((chart) => charts.includes(chart.name))
    .flatMap((chart) => (chart.computed ?? []).map((each) => ({ chart, ...each })))
    .flatMap(({ chart, mark, field, expression, values }) =>
      values.map((value, index) => ({
        slide: number,
        where: 'chart',
        kind: 'computed',
        value,
        table: chart.tables.join(' '),
        key: `${chart.name} ${mark} #${index + 1}`,
        field,
        formula: expression,
        datasets: [...new Set(chart.tables.flatMap((name) => datasetsUnder(record, name)))].sort().join(' '),
      })),
    );
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
