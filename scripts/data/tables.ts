import type { FieldType, Source } from './descriptor.ts';
import type { Manner } from './manner.ts';

/** A cell as loaded: dates are ISO 8601 strings, a missing value is null. */
export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

export interface Field {
  name: string;
  type: FieldType;
  title?: string | undefined;
  /** The title by language, where it is not the same in all. */
  titles?: Readonly<Record<string, string>> | undefined;
  /** `USD bn`, `share`, `x`, `months` ...; how a filter reads the number. */
  unit?: string | undefined;
  /** The field of the same row that holds the unit. */
  unitField?: string | undefined;
  /** How all of its figures are written. */
  display?: Manner | undefined;
  /** How a model computes the field, in words. */
  formula?: string | undefined;
  /** The formula by language, where it is not the same in all. */
  formulas?: Readonly<Record<string, string>> | undefined;
  /** Names of the datasets from whose cells its values are computed; a field of a dataset rests on that. None where it holds words of the query. */
  datasets: readonly string[];
  /** The field that holds the words, where this one shows them in the deck's language. */
  from?: string | undefined;
}

/** A dataset or a model: what charts draw, slides quote and checks question. */
export interface Table {
  name: string;
  kind: 'dataset' | 'model';
  title: string;
  /** The title by language, where it is not the same in all. */
  titles?: Readonly<Record<string, string>> | undefined;
  /** The file that defines it, relative to the project. */
  file: string;
  fields: readonly Field[];
  primaryKey: readonly string[];
  /** ISO date of the figures; of a model, the latest of the datasets under it. Empty where none says. */
  asOf: string;
  staleAfterDays?: number | undefined;
  /** The field that says where in the source a row stands. */
  placeField?: string | undefined;
  sources: readonly Source[];
  /** Names of the datasets that it rests on; a dataset rests on itself. */
  datasets: readonly string[];
  /** Names of the datasets that decide how many rows it has. */
  rowDatasets: readonly string[];
  /** Names of the tables that its query reads. */
  reads: readonly string[];
  /** A model's query, without its comment; of a table of a database, the one that fetched it. */
  query?: string | undefined;
  /** Of a table of a database: from where and when it was fetched (ISO, UTC). */
  snapshot?: { server: string; taken: string } | undefined;
}

/** A table with its rows, in the table's order. */
export interface LoadedTable extends Table {
  rows: readonly Row[];
}

/** Every table of the project by name; rows are read when first asked for. */
export interface Tables {
  list: ReadonlyMap<string, Table>;
  read(name: string): Promise<LoadedTable>;
  /** A hash of what a table is made from, where it has too many rows to be known by them; undefined for any other. */
  made(name: string): Promise<string | undefined>;
  close(): void;
}

/** The key of a row for people and records: `2025-09`, or `2025-09/us` for a key of several fields, or `#3`. */
export function rowKey(table: Pick<Table, 'primaryKey'>, row: Row, index: number): string {
  if (table.primaryKey.length === 0) return `#${index + 1}`;
  return table.primaryKey.map((field) => String(row[field])).join('/');
}

/** The latest as-of date (ISO) of the tables; undefined when there is none. */
export function latestAsOf(tables: Iterable<Table>): string | undefined {
  return (
    [...tables]
      .map((table) => table.asOf)
      .sort()
      .at(-1) || undefined
  );
}

/** True for the types whose values are days or instants. A year alone is a number. */
export const isTemporal = (type: FieldType) => type === 'date' || type === 'datetime' || type === 'yearmonth';

/** Fields whose dates are told by fiscal years that begin in a month, where they do not say another. */
export const withFiscalYears = <F extends Pick<Field, 'type' | 'display'>>(
  fields: readonly F[],
  fiscalFrom: number | undefined,
): readonly F[] =>
  fiscalFrom === undefined
    ? fields
    : fields.map((each) => (isTemporal(each.type) || each.type === 'year' ? { ...each, display: { fiscalFrom, ...each.display } } : each));
