import type * as vega from 'vega';
import { isTemporal, type LoadedTable, type Row, rowKey } from '../data/tables.ts';
import type { Problem } from '../problems.ts';
import { marksOf } from './computed.ts';
import type { Drawing } from './drawing.ts';
import { gapsOf } from './gaps.ts';
import { groundOf, type Lineage, lineageByMark } from './lineage.ts';
import { fieldsByMark } from './marks.ts';
import type { Datum } from './rows.ts';
import type { SceneMark } from './scene.ts';
import { specProblem } from './spec.ts';

/**
 * The problems of empty cells behind the marks of a scene: those that a mark shows, and those that a sum, a bin or an
 * expression hides, for Vega draws them as zero. `compiled` is the spec before gaps were counted. Each is told once.
 */
export function emptyCells(drawing: Drawing, compiled: vega.Spec, root: SceneMark): Problem[] {
  const fields = fieldsByMark(compiled);
  const lineages = lineageByMark(compiled);
  const problems = new Map<string, Problem>();
  for (const { mark, item } of marksOf(root)) {
    const lineage = lineages.get(mark) ?? new Map();
    for (const name of fields.get(mark) ?? []) {
      const reason = item.defined !== false && item.datum && emptyBehind(drawing, lineage, name, item.datum);
      if (!reason) continue;
      problems.set(reason, specProblem(drawing.spec, [], 'empty-value', reason, 'fill the cell, or filter the row out with a transform'));
    }
  }
  return [...problems.values()];
}

const isEmpty = (value: unknown) => value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));

/** What is empty behind a field of a mark; undefined where all is filled. */
function emptyBehind(drawing: Drawing, lineage: Lineage, name: string, datum: Datum): string | undefined {
  const label = drawing.linted.labels.get(name);
  const { made, cells } = groundOf(lineage, label?.field ?? name);
  const value = datum[name];
  const hasGap = made.some((each) => Number(datum[gapsOf(each)] ?? 0) > 0);
  const isKnown = value !== undefined || made.length > 0;
  if (!hasGap && !(isEmpty(value) && isKnown)) return undefined;
  for (const cell of cells) {
    const table = [...drawing.tables.values()].find((each) => each.fields.some((field) => field.name === cell));
    const row = table && emptyRow(table, cell, datum, made.length > 0);
    if (table && row) return `"${cell}" of the row ${row} in "${table.name}" (${table.file}) is empty, and a mark needs it`;
  }
  if (made.length === 0) return undefined;
  return `"${name}" of a mark is empty: it is computed by ${lineage.get(name)?.expression}`;
}

/** The key of the row with the empty cell: that of the mark itself, else the first of its group. */
function emptyRow(table: LoadedTable, field: string, datum: Datum, isComputed: boolean): string | undefined {
  if (!isComputed && table.primaryKey.length > 0) return rowKey(table, datum as Row, 0);
  const shared = table.fields.filter((each) => each.name !== field && datum[each.name] !== undefined && !isTemporal(each.type));
  const empty = [...table.rows.entries()].filter(([, row]) => (row[field] ?? null) === null);
  const own = empty.find(([, row]) => shared.every(({ name }) => row[name] === datum[name]));
  const [index, row] = own ?? empty[0] ?? [];
  return row && rowKey(table, row, index as number);
}
