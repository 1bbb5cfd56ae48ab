import type { Tables, Value } from '../data/tables.ts';
import { cellOf, sentTable } from './diff.ts';
import { hashOfRows, hashOfTable } from './index.ts';
import type { Mismatch } from './reading.ts';
import { type KeyedTable, rowsByKey } from './reread.ts';
import type { DeckRecord, Figure } from './schema.ts';

/** Compares what a deck shows with today's tables; what a deck says of itself is left out. Gives everything that no longer ties out. */
export async function verifyRecord(record: DeckRecord, tables: Tables): Promise<Mismatch[]> {
  const recorded = new Set(record.tables.map((each) => each.name));
  const ofItself = (name: string) => !recorded.has(name) && (name === 'deck' || name === sentTable);
  const figures = record.figures.filter((each) => !ofItself(each.table));
  const cells = new Map<string, { figure: Figure; slides: Set<number> }>();
  for (const figure of figures) {
    const slides = cells.get(cellOf(figure))?.slides ?? new Set();
    cells.set(cellOf(figure), { figure, slides: slides.add(figure.slide) });
  }
  const keyed = await rowsByKey(figures, tables);
  const mismatches = [...cells].flatMap(([what, { figure, slides }]): Mismatch[] => {
    const reason = differs(keyed.get(figure.table), figure);
    return reason ? [{ slides: [...slides], what, shown: figure.text, reason }] : [];
  });
  return [...mismatches, ...(await changedCharts(record, tables))];
}

function differs(table: KeyedTable | undefined, { table: name, key, field, value }: Figure): string | undefined {
  if (!table) return `there is no table "${name}" any more`;
  if (!table.fields.some((each) => each.name === field)) return `"${name}" has no field "${field}" any more`;
  const row = table.byKey.get(key);
  if (!row) return `"${name}" has no row ${key} any more`;
  const now = row[field] ?? null;
  return same(now, value) ? undefined : `the deck says ${value}, today's data say ${now}`;
}

/** Sums may come out in another order, so numbers are compared to twelve digits. */
function same(a: Value, b: Value): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

/** The hash of a table as it is now. Records of old know a long table by its rows too. */
async function hashAs(was: string | undefined, tables: Tables, name: string): Promise<string> {
  const now = await hashOfTable(tables, name);
  return isOfRows(was) && !isOfRows(now) ? hashOfRows(tables, name) : now;
}

const isOfRows = (hash = '') => /^[0-9a-f]+$/.test(hash);

/** Charts show more than their labels: a bar is as long as its cell. So their whole tables are compared. */
async function changedCharts(record: DeckRecord, tables: Tables): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const chart of record.charts) {
    for (const name of chart.tables) {
      const was = record.tables.find((each) => each.name === name)?.hash;
      const now = tables.list.has(name) ? await hashAs(was, tables, name) : undefined;
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
