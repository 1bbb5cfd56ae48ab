import { chosen, computed, constant, either, fromDatasets, nothing, type Origin } from './origin.ts';
import { lower } from './sql-tree.ts';
import type { Table } from './tables.ts';

/** A column of a relation. One without a name of its own has DuckDB's, which nothing needs here. */
export interface Column {
  name: string;
  origin: Origin;
}

/** What a FROM clause or a query gives: rows of columns. */
export interface Relation {
  /** The columns in order; undefined where they cannot be told. */
  columns: readonly Column[] | undefined;
  /** The value of any column, where they cannot be told. */
  open: Origin;
  /** What decides how many rows there are. */
  rows: Origin;
}

/** A relation under the name by which columns are called from it. */
export interface NamedRelation extends Relation {
  alias: string;
}

export const relation = (columns: readonly Column[], rows: Origin): Relation => ({ columns, open: nothing, rows });

/** A relation whose columns cannot be told: each rests on all that it is made of. */
export function openRelation(parts: readonly Relation[], ...more: readonly Origin[]): Relation {
  const rows = computed(
    parts.map((each) => each.rows),
    0,
  );
  const all = chosen(either(...parts.map(anyColumn), ...more), rows);
  return { columns: undefined, open: { ...all, bare: all.bare.filter((each) => each.kind === 'stated') }, rows };
}

/** The values of all columns, as one. */
export const anyColumn = ({ columns, open }: Relation): Origin => either(open, ...(columns ?? []).map((each) => each.origin));

/** The one row that an aggregate gives, or a SELECT without FROM. */
export const oneRow = constant('stated', 0);

/** The relation of a table of the project. A field that rests on no dataset holds words of a model. */
export function tableRelation(table: Table): Relation {
  const columns = table.fields.map(({ name, datasets }) => ({
    name,
    origin: datasets.length > 0 ? fromDatasets(datasets) : constant('plain', 0),
  }));
  return relation(columns, fromDatasets(table.rowDatasets));
}

/** The columns under new names, as many as there are. */
export function renamed(each: Relation, aliases: readonly string[]): Relation {
  return { ...each, columns: each.columns?.map((column, index) => ({ ...column, name: aliases[index] ?? column.name })) };
}

/** The column of a name; undefined where there is none. */
export function columnOf(each: Relation, name: string): Origin | undefined {
  if (!each.columns) return each.open;
  if (lower(name) === 'rowid') return columnNamed(each.columns, name) ?? each.rows;
  return columnNamed(each.columns, name);
}

export const columnNamed = (columns: readonly Column[], name: string): Origin | undefined =>
  columns.find((column) => lower(column.name) === lower(name))?.origin;

/** Two relations as the branches of a set operation. `all` keeps rows that are equal; `left` gives only rows of the first. */
export function branches(a: Relation, b: Relation, options: { byName: boolean; all: boolean; left: boolean }): Relation {
  const counted = options.all ? [] : [anyColumn(a), anyColumn(b)];
  const rows = chosen(computed([a.rows, b.rows], 0), ...counted);
  if (!a.columns || !b.columns) return { ...openRelation([a, b]), rows };
  if (options.left) return { ...a, rows };
  return relation(options.byName ? joinedByName(a.columns, b.columns) : joinedByPlace(a.columns, b.columns), rows);
}

const joinedByPlace = (a: readonly Column[], b: readonly Column[]): Column[] =>
  a.map(({ name, origin }, index) => ({ name, origin: either(origin, b[index]?.origin ?? nothing) }));

function joinedByName(a: readonly Column[], b: readonly Column[]): Column[] {
  const own = a.map(({ name, origin }) => ({ name, origin: either(origin, columnNamed(b, name) ?? nothing) }));
  return [...own, ...b.filter(({ name }) => columnNamed(a, name) === undefined)];
}

/** A text by which two relations are seen to rest on the same. */
export const fingerprint = ({ columns, open, rows }: Relation) =>
  JSON.stringify([columns?.map((each) => each.origin), open, rows].flat().map((each) => each && [[...each.datasets].sort(), each.bare]));
