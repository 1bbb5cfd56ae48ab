import type { Place } from '../problems.ts';
import { quoteName, quoteText } from './database.ts';
import type { FieldType, Resource, ResourceField } from './descriptor.ts';

/** Where a cell stands: its row (from 0) and its field. A place without a line means a file without lines. */
export type CellPlace = (row: number, field: string) => Promise<Place>;

/** A form of text that a type is written in: a pattern for the whole cell, an example, and the cast. */
interface TextForm {
  pattern: string;
  example: string;
  cast: (name: string) => string;
}

/** What DuckDB would not refuse: 1.5 becomes the integer 2, 2025 has no month. Read as text, and matched before the cast. */
const textForms: Partial<Record<FieldType, TextForm>> = {
  integer: { pattern: '[+-]?\\d+', example: '42', cast: (name) => `TRY_CAST(${name} AS BIGINT)` },
  year: { pattern: '\\d{4}', example: '2025', cast: (name) => `TRY_CAST(${name} AS INTEGER)` },
  yearmonth: { pattern: '\\d{4}-\\d{2}', example: '2025-09', cast: (name) => `TRY_CAST(${name} || '-01' AS DATE)` },
};

/** The DuckDB type that a field's cells are read as. */
const rawTypes: Record<FieldType, string> = {
  string: 'VARCHAR',
  integer: 'VARCHAR',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  year: 'VARCHAR',
  yearmonth: 'VARCHAR',
};

/** The table of a dataset as read, before its constraints are checked and its cells cast; as SQL. */
export const rawName = (resource: Resource) => quoteName(`raw ${resource.name}`);

/** The DuckDB type of a field in the raw table. */
export const rawType = (field: ResourceField) => rawTypes[field.type];

/** The columns of the raw table, as the readers of DuckDB take them. */
export function rawColumns(resource: Resource): string {
  return `{${resource.schema.fields.map((field) => `${quoteText(field.name)}: ${quoteText(rawType(field))}`)}}`;
}

/** How the text of a field is matched before its cast; undefined for a type that DuckDB reads strictly enough itself. */
export const textForm = (field: ResourceField) => textForms[field.type];

/** A field of the raw table in its final type, as SQL; NULL where its text is of the wrong form. A year-month is the first of its month. */
export function typedCell(field: ResourceField): string {
  const name = quoteName(field.name);
  return textForm(field)?.cast(name) ?? name;
}

/** `an integer`, `a date`: what a cell should hold, in words. */
export const withArticle = (type = 'value') => `${type === 'integer' ? 'an' : 'a'} ${type}`;
