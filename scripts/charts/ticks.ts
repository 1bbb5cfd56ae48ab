import { isTemporal, type Value } from '../data/tables.ts';
import { quoteCell } from '../quotes/cells.ts';
import { format, type Quantity } from '../quotes/formats.ts';
import type { Drawing } from './drawing.ts';

/** What an axis, a legend or a header knows of the field that it shows. */
export interface Tick {
  table: string;
  field: string;
  unit: string | null;
  type: Quantity['type'];
  /** Decimals of a number, precision of a date. */
  option: string | null;
}

/** The label of an axis, a legend or a header: words as a mark of their cell, else a value of a scale in the field's unit without its currency. */
export function writeTick(value: unknown, tick: Tick, drawing: Drawing): string {
  const { unit, type, option } = tick;
  const plain = isTemporal(type) ? new Date(value as number).toISOString().slice(0, 10) : (value as Value);
  if (plain === null || plain === undefined) return '';
  if (type === 'string') return quoteWords(String(plain), tick, drawing);
  const isDecimals = typeof plain === 'number' && option !== null;
  const choice = isDecimals ? Number(option) : (option ?? undefined);
  return format({ value: plain, unit: unit ?? undefined, type }, 'show', drawing.language, choice, 'tick');
}

/** The mark of the first cell that holds the words; the words themselves where none does. */
function quoteWords(words: string, tick: Tick, { tables, ledger, language }: Drawing): string {
  const table = tables.get(tick.table);
  const field = table?.fields.find((each) => each.name === tick.field);
  const index = table?.rows.findIndex((row) => row[tick.field] === words) ?? -1;
  const row = table?.rows[index];
  if (!table || !field || !row) return words;
  return quoteCell(ledger, { table, row, index, field }, 'show', language);
}
