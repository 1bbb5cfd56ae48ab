import { type LoadedTable, rowKey, type Tables, type Value } from '../data/tables.ts';
import { cellOf, sentTable } from './diff.ts';
import type { Mismatch } from './reading.ts';
import { type DeckRecord, hashOf } from './schema.ts';

/** Compares what a deck shows with today's tables; what a deck says of itself is left out. Gives everything that no longer ties out. */
export async function verifyRecord(record: DeckRecord, tables: Tables): Promise<Mismatch[]> {
  const recorded = new Set(record.tables.map((each) => each.name));
  const ofItself = (name: string) => !recorded.has(name) && (name === 'deck' || name === sentTable);
  const figures = record.figures.filter((each) => !ofItself(each.table));
  const cells = new Map(figures.map((each) => [cellOf(each), each]));
  const mismatches: Mismatch[] = [];
  for (const [cell, figure] of cells) {
    const table = tables.list.has(figure.table) ? await tables.read(figure.table) : undefined;
    const reason = differs(table, figure.table, figure.key, figure.field, figure.value);
    const slides = [...new Set(figures.filter((each) => cellOf(each) === cell).map((each) => each.slide))];
    if (reason) mismatches.push({ slides, what: cell, shown: figure.text, reason });
  }
  return [...mismatches, ...(await changedCharts(record, tables))];
}

function differs(table: LoadedTable | undefined, name: string, key: string, field: string, value: Value): string | undefined {
  if (!table) return `there is no table "${name}" any more`;
  if (!table.fields.some((each) => each.name === field)) return `"${name}" has no field "${field}" any more`;
  const row = table.rows.find((each, index) => rowKey(table, each, index) === key);
  if (!row) return `"${name}" has no row ${key} any more`;
  const now = row[field] ?? null;
  return same(now, value) ? undefined : `the deck says ${value}, today's data say ${now}`;
}

/** Sums may come out in another order, so numbers are compared to twelve digits. */
function same(a: Value, b: Value): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

/** Charts show more than their labels: a bar is as long as its cell. So their whole tables are compared. */
async function changedCharts(record: DeckRecord, tables: Tables): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const chart of record.charts) {
    for (const name of chart.tables) {
      const was = record.tables.find((each) => each.name === name)?.hash;
      const now = tables.list.has(name) ? hashOf(JSON.stringify((await tables.read(name)).rows)) : undefined;
      if (was === now) continue;
      const slides = record.slides.filter((each) => each.charts.includes(chart.name)).map((each) => each.number);
      mismatches.push({
        slides,
        what: `chart ${chart.name}`,
        shown: name,
        reason: now ? `the rows of "${name}" have changed` : `there is no table "${name}" any more`,
      });
    }
  }
  return mismatches;
}
