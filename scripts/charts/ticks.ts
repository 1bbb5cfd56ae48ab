import type { Manner } from '../data/manner.ts';
import { isTemporal, type LoadedTable, type Value } from '../data/tables.ts';
import { quoteCell } from '../quotes/cells.ts';
import { format, type Quantity } from '../quotes/formats.ts';
import type { Drawing } from './drawing.ts';
import { writersOf } from './locale.ts';
import { writeTimeUnit } from './timeunits.ts';

/** What an axis, a legend or a header knows of the field that it shows. */
export interface Tick {
  table: string;
  field: string;
  unit: string | null;
  type: Quantity['type'];
  /** Decimals of a number, precision of a date. */
  option: string | null;
  /** How the field's figures are written; ticks need as many decimals as they need. */
  manner: Pick<Manner, 'scale' | 'negative' | 'unit' | 'fiscalFrom'> | null;
  /** The part of a date that is shown. */
  timeUnit: string | null;
  /** A format of d3 that takes the place of the field's own. */
  d3: string | null;
  /** True where each value is a cell's, not one that a scale computes. */
  cells: boolean;
  /** True for days of a scale that nobody gave a precision: each is told as coarsely as it may be, the first of a year by the year alone. */
  coarse: boolean;
}

/** The label of an axis, a legend or a header: a mark of its cell, else a value of a scale in the field's unit without its currency. */
export function writeTick(value: unknown, tick: Tick, drawing: Drawing): string {
  if (value === null || value === undefined) return '';
  const text = (tick.cells && quoteValue(value, tick, drawing)) || writeValue(value, tick, drawing.language);
  const values = drawing.written.get(text) ?? new Set();
  drawing.written.set(text, values.add(Number(value)));
  return text;
}

function writeValue(value: unknown, { unit, type, option, manner, timeUnit, d3, coarse }: Tick, language: string): string {
  if (d3 !== null) return writeD3(value, d3, isTemporal(type), language);
  if (timeUnit) return writeTimeUnit(new Date(value as number), timeUnit, language);
  const plain = isTemporal(type) ? new Date(value as number).toISOString().slice(0, 10) : (value as Value);
  const choice = coarse ? coarseness(new Date(value as number)) : choiceOf(value, option);
  return format({ value: plain, unit: unit ?? undefined, type }, 'show', language, mannerOf(choice, manner), 'tick');
}

/** The precision at which an instant is the first of its kind. */
function coarseness(instant: Date): 'year' | 'month' | 'day' {
  const rest = instant.toISOString().slice('2023-'.length);
  return /^01-01T00:00:00/.test(rest) ? 'year' : /^\d\d-01T00:00:00/.test(rest) ? 'month' : 'day';
}

/** A value as Vega writes it. */
function writeD3(value: unknown, d3: string, isTime: boolean, language: string): string {
  const { format, timeFormat } = writersOf(language);
  return isTime ? timeFormat(d3)(new Date(value as number)) : format(d3)(value);
}

const choiceOf = (value: unknown, option: string | null) =>
  typeof value === 'number' && option !== null && /^\d+$/.test(option) ? Number(option) : (option ?? undefined);

/** The field's manner with the decimals, or the precision, that the guide asks for. */
const mannerOf = (choice: unknown, manner: Tick['manner']) =>
  manner === null
    ? choice
    : { ...manner, ...(typeof choice === 'number' && { decimals: choice }), ...(typeof choice === 'string' && { precision: choice }) };

/** The mark of the first cell of the field that holds the value; undefined where none does. */
function quoteValue(value: unknown, tick: Tick, { tables, ledger, language }: Drawing): string | undefined {
  const table = tables.get(tick.table);
  const field = table?.fields.find((each) => each.name === tick.field);
  if (!table || !field) return undefined;
  const index = cellsOf(table, tick).get(isTemporal(field.type) ? Number(value) : (value as Value));
  const row = table.rows[index ?? -1];
  if (index === undefined || !row) return undefined;
  return quoteCell(ledger, { table, row, index, field }, 'show', language, choiceOf(value, tick.option), 'tick');
}

const known = new WeakMap<LoadedTable, Map<string, Map<unknown, number>>>();

/** The first row of each value of a field; instants by their time. */
function cellsOf(table: LoadedTable, { field: name, type }: Tick): Map<unknown, number> {
  const fields = known.get(table) ?? new Map<string, Map<unknown, number>>();
  known.set(table, fields);
  const made = fields.get(name) ?? new Map<unknown, number>();
  if (fields.has(name)) return made;
  fields.set(name, made);
  for (const [index, row] of table.rows.entries()) {
    const value = isTemporal(type) && row[name] !== null ? Date.parse(String(row[name])) : row[name];
    if (value !== null && value !== undefined && !made.has(value)) made.set(value, index);
  }
  return made;
}
