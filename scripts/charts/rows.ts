import { isTemporal, type LoadedTable, type Row, type Value } from '../data/tables.ts';
import { ProjectError } from '../problems.ts';
import { quoteCell } from '../quotes/cells.ts';
import { FormatError } from '../quotes/formats.ts';
import type { Drawing } from './drawing.ts';
import type { Label } from './lint.ts';
import { specProblem } from './spec.ts';

/** A row as Vega reads it. */
export type Datum = Record<string, unknown>;

/** The rows of a table as Vega reads them: dates as dates, and for every labelled field a mark of its figure. */
export function chartRows(drawing: Drawing, table: LoadedTable): Datum[] {
  const labels = [...drawing.linted.labels].filter(([, label]) => label.table === table.name);
  const dated = table.fields.filter((field) => isTemporal(field.type));
  const texts = new Map<string, string | null>();
  const write = (name: string, label: Label, row: Row, index: number) => {
    const key = JSON.stringify([name, label.shared ? row[label.field] : index]);
    const text = texts.get(key) ?? writeLabel(drawing, table, row, index, label);
    texts.set(key, text);
    return text;
  };
  return table.rows.map((row, index) => {
    const datum: Datum = { ...row };
    for (const field of dated) datum[field.name] = toDate(row[field.name] ?? null);
    for (const [name, label] of labels) datum[name] = write(name, label, row, index);
    return datum;
  });
}

/** A day begins at midnight in UTC. */
function toDate(value: Value): Date | null {
  if (value === null) return null;
  const text = String(value);
  return new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
}

/** The mark of a label; null for an empty cell. */
function writeLabel(drawing: Drawing, table: LoadedTable, row: Row, index: number, label: Label): string | null {
  const field = table.fields.find((each) => each.name === label.field);
  if (!field || (row[label.field] ?? null) === null) return null;
  const isDecimals = typeof label.option === 'string' && /^\d$/.test(label.option);
  const option = isDecimals ? Number(label.option) : (label.option ?? undefined);
  try {
    return quoteCell(drawing.ledger, { table, row, index, field }, label.way, drawing.language, option, 'label');
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const reason = `the label of "${label.field}": ${error.message}`;
    throw new ProjectError([specProblem(drawing.spec, ['encoding'], 'format', reason, 'use the formatType that fits the field')]);
  }
}
