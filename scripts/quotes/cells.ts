import { type Field, type LoadedTable, type Row, rowKey } from '../data/tables.ts';
import { type Style, type Way, writeQuantity } from './formats.ts';
import type { Ledger } from './ledger.ts';

/** One cell of a table: the field of the row at `index` (from 0). */
export interface Cell {
  table: LoadedTable;
  row: Row;
  index: number;
  field: Field;
}

/** The unit of a cell: the field's own, or what the row says. */
export function unitOf({ field, row }: Pick<Cell, 'field' | 'row'>): string | undefined {
  return field.unitField ? String(row[field.unitField] ?? '') || undefined : field.unit;
}

/** `rounds.2025-09.amount`: a cell as problems name it. A table of one row needs no key. */
export function cellName({ table, row, index, field }: Cell): string {
  return [table.name, ...(table.rows.length > 1 ? [rowKey(table, row, index)] : []), field.name].join('.');
}

/** What a call asks for, above what the field asks for all of its figures; a call for decimals or a precision says only that. */
export function inManner({ display }: Field, option: unknown): unknown {
  if (!display) return option;
  if (option === undefined) return display;
  if (typeof option === 'object' && option !== null) return { ...display, ...option };
  return typeof option === 'number' ? { ...display, decimals: option } : { ...display, precision: option };
}

/**
 * Writes a cell and enters it into the ledger as it will be shown; returns its mark.
 * `option` and `style` are those of `writeQuantity`, as is the FormatError thrown when the cell cannot be written so.
 */
export function quoteCell(ledger: Ledger, cell: Cell, way: Way, language: string, option?: unknown, style?: Style): string {
  const { table, row, index, field } = cell;
  const value = row[field.name] ?? null;
  const unit = unitOf(cell);
  const written = writeQuantity({ value, unit, type: field.type }, way, language, inManner(field, option), style);
  const place = table.placeField ? (row[table.placeField] ?? undefined) : undefined;
  const key = rowKey(table, row, index);
  return ledger.enter({ table: table.name, key, field: field.from ?? field.name, value, unit, place: place?.toString(), ...written });
}
