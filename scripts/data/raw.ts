import type { Place } from '../problems.ts';
import { quoteName, quoteText } from './database.ts';
import type { FieldType, Resource, ResourceField } from './descriptor.ts';

/** Where a cell stands: its row (from 0) and its field. A place without a line means a file without lines. */
export type CellPlace = (row: number, field: string) => Promise<Place>;

/** How a type is written: a pattern for the whole text, an example, and the cast of an SQL text, which gives NULL where it fails. */
interface Form {
  pattern: string;
  example: string;
  cast: (text: string) => string;
}

const castTo = (type: string) => (text: string) => `TRY_CAST(${text} AS ${type})`;
const day = '\\d{4}-\\d{2}-\\d{2}';

/** Patterns stand where DuckDB would take what is not written so: 1.5 as the integer 2, 1_000 and inf as numbers. */
const forms: Record<FieldType, Form> = {
  string: { pattern: '(?s).*', example: 'text', cast: (text) => text },
  integer: { pattern: '[+-]?\\d+', example: '42', cast: castTo('BIGINT') },
  number: { pattern: '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?', example: '1.5', cast: castTo('DOUBLE') },
  boolean: { pattern: '[A-Za-z01]+', example: 'true', cast: castTo('BOOLEAN') },
  date: { pattern: day, example: '2025-09-30', cast: castTo('DATE') },
  datetime: { pattern: `${day}([T ]\\d{2}:.*)?`, example: '2025-09-30T12:00:00Z', cast: castTo('TIMESTAMP') },
  year: { pattern: '\\d{4}', example: '2025', cast: castTo('INTEGER') },
  yearmonth: { pattern: '\\d{4}-\\d{2}', example: '2025-09', cast: (text) => `TRY_CAST(left(${text}, 7) || '-01' AS DATE)` },
};

/** The table of a dataset as read, all of it text, before its constraints are checked and its cells cast; as SQL. */
export const rawName = (resource: Resource) => quoteName(`raw ${resource.name}`);

/** A field of the raw table in its final type, as SQL; NULL where its text is of the wrong form. A year-month is the first of its month. */
export const typedCell = (field: ResourceField) => forms[field.type].cast(quoteName(field.name));

/** A value of the schema (a bound, an allowed value) in the final type of its field, as SQL. */
export const typedValue = (field: ResourceField, value: string | number | boolean) => forms[field.type].cast(quoteText(String(value)));

/** The SQL condition that a text, as SQL, is not of the form of a type. */
export function isMalformed(type: FieldType, text: string): string {
  const { pattern, cast } = forms[type];
  return `(NOT regexp_full_match(${text}, ${quoteText(pattern)}) OR ${cast(text)} IS NULL)`;
}

/** `an integer such as 42`, `a date such as 2025-09-30`: what a cell should hold, in words. */
export const inWords = (type: FieldType) => `${type === 'integer' ? 'an' : 'a'} ${type} such as ${forms[type].example}`;
