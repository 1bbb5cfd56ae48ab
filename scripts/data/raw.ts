import type { Place } from '../problems.ts';
import type { Rule } from '../rules.ts';
import { quoteName, quoteText } from './database.ts';
import type { FieldType, Resource, ResourceField } from './descriptor.ts';
import { plainSpelling, spellingExample } from './spelling.ts';

/** Where a cell stands: its row (from 0) and its field. A place without a line means a file without lines. */
export type CellPlace = (row: number, field: string) => Promise<Place>;

/** How a type is written: a pattern for the whole text, an example, and the cast of an SQL text, which gives NULL where it fails. */
interface Form {
  /** The type of its column. */
  type: string;
  pattern: string;
  example: string;
  cast: (text: string) => string;
  /** The SQL condition that a text of the pattern is a number that could not be kept as it is written. */
  inexact?: (text: string) => string;
  /** The SQL condition, quick where a text is written as most are, that a text is of the form and kept exactly as `value`. */
  sound: (text: string, value: string, matches: string) => string;
  /** The SQL condition that a value of the type's column could have been written in its form. */
  soundValue?: (value: string) => string;
}

const castTo = (type: string) => (text: string) => `TRY_CAST(${text} AS ${type})`;
const day = '([1-9]\\d{3}|0[1-9]\\d{2}|00[1-9]\\d|000[1-9])-\\d{2}-\\d{2}';
const time = '([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6}0*)?)?(Z|[+-]00(:?00)?)?';

/** The instant of a text, which is in UTC: with another offset a slide would show another day than the file does. */
const castToInstant = (text: string) => castTo('TIMESTAMP')(`regexp_replace(${text}, '(Z|[+-]00(:?00)?)$', '')`);

/** Up to here every integer is a number of its own: above, a slide would show another one than the file does. */
const greatest = Number.MAX_SAFE_INTEGER;

const isInexactInteger = (text: string) => `NOT coalesce(TRY_CAST(${text} AS HUGEINT) BETWEEN -${greatest} AND ${greatest}, false)`;

/** The significant digits of a number as text. */
const digits = (text: string) => `regexp_replace(regexp_replace(${text}, '[eE].*$|[-+.]', '', 'g'), '^0+|0+$', '', 'g')`;

/** Too great or too small for a double; or great and written with more digits than it keeps. A fraction is rounded to the nearest double. */
function isInexactNumber(text: string): string {
  const double = castTo('DOUBLE')(text);
  const rounded = `(abs(${double}) > ${greatest} OR ${double} = 0) AND ${digits(text)} <> ${digits(`${double}::VARCHAR`)}`;
  return `(isinf(${double}) OR ${rounded})`;
}

/** Above the greatest, and for a zero, the digits tell; zeros are many, and written in few ways. */
const isSoundNumber = (text: string, value: string, matches: string) =>
  `(${matches} AND (abs(${value}) <= ${greatest} AND ${value} <> 0 OR ${text} IN ('0', '0.0', '0.00') OR NOT ${isInexactNumber(text)}))`;

const firstDay = "DATE '0001-01-01'";
const lastDay = "DATE '9999-12-31'";
const isYear = (value: string) => `(${value} BETWEEN ${firstDay} AND ${lastDay})`;
const isInstant = (value: string) => `(${value} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999')`;

/** Written to the second, in UTC with or without a Z; else the pattern tells. */
const isSoundInstant = (text: string, value: string, matches: string) =>
  `(${value}::VARCHAR = replace(left(${text}, 19), 'T', ' ') AND (length(${text}) = 19 OR length(${text}) = 20 AND ends_with(${text}, 'Z')) AND ${isInstant(value)}
    OR ${value} IS NOT NULL AND ${matches})`;

/** Patterns stand where DuckDB would take what is not written so: 1.5 as the integer 2, 1_000 and inf as numbers. */
const forms: Record<FieldType, Form> = {
  string: { type: 'VARCHAR', pattern: '(?s).*', example: 'text', cast: (text) => text, sound: () => 'true' },
  integer: {
    type: 'BIGINT',
    pattern: '[+-]?\\d+',
    example: '42',
    cast: castTo('BIGINT'),
    inexact: isInexactInteger,
    sound: (text, value, matches) => `(${value} BETWEEN -${greatest} AND ${greatest} AND (${value}::VARCHAR = ${text} OR ${matches}))`,
    soundValue: (value) => `(${value} BETWEEN -${greatest} AND ${greatest})`,
  },
  number: {
    type: 'DOUBLE',
    pattern: '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?',
    example: '1.5',
    cast: castTo('DOUBLE'),
    inexact: isInexactNumber,
    sound: isSoundNumber,
    soundValue: (value) => `isfinite(${value})`,
  },
  boolean: {
    type: 'BOOLEAN',
    pattern: '[A-Za-z01]+',
    example: 'true',
    cast: castTo('BOOLEAN'),
    sound: (text, value, matches) => `(${value} IS NOT NULL AND (${text} IN ('true', 'false') OR ${matches}))`,
    soundValue: () => 'true',
  },
  date: {
    type: 'DATE',
    pattern: day,
    example: '2025-09-30',
    cast: castTo('DATE'),
    sound: (text, value) => `(${value}::VARCHAR = ${text} AND ${isYear(value)})`,
    soundValue: isYear,
  },
  datetime: {
    type: 'TIMESTAMP',
    pattern: `${day}([T ]${time})?`,
    example: '2025-09-30T12:00:00Z',
    cast: castToInstant,
    sound: isSoundInstant,
    soundValue: isInstant,
  },
  year: {
    type: 'INTEGER',
    pattern: '\\d{4}',
    example: '2025',
    cast: castTo('INTEGER'),
    sound: (_, value, matches) => `(${value} IS NOT NULL AND ${matches})`,
  },
  yearmonth: {
    type: 'DATE',
    pattern: day.slice(0, -'-\\d{2}'.length),
    example: '2025-09',
    cast: (text) => `TRY_CAST(left(${text}, 7) || '-01' AS DATE)`,
    sound: (text, value) => `(left(${value}::VARCHAR, 7) = ${text} AND ${isYear(value)})`,
  },
};

/** The table of a dataset as read, all of it text, before its constraints are checked and its cells cast; as SQL. */
export const rawName = (resource: Pick<Resource, 'name'>) => quoteName(`raw\t${resource.name}`);

/** A field of the raw table, as SQL; not by its own name, which may be that of DuckDB's row number. No name holds a tab. */
export const cellName = ({ name }: { name: string }) => quoteName(`cell\t${name}`);

/** A field as far as it tells how its values are written. */
type Written = Pick<ResourceField, 'type' | 'spelling'>;

/** How a text is written as every other of its type, as SQL; a text of another spelling gives NULL. */
const plainly = (field: Written, text: string) => plainSpelling(field)?.(text) ?? text;

/** A field of the raw table in its final type, as SQL; NULL where its text is of the wrong form. A year-month is the first of its month. */
export const typedCell = (field: ResourceField) => forms[field.type].cast(plainly(field, cellName(field)));

/** A value of the schema (a bound, an allowed value) in the final type of its field, as SQL. A text may have the spelling of the field. */
export function typedValue(field: ResourceField, value: string | number | boolean): string {
  const text = quoteText(String(value));
  const { cast } = forms[field.type];
  return typeof value === 'string' && field.spelling ? `coalesce(${cast(plainly(field, text))}, ${cast(text)})` : cast(text);
}

/** The SQL condition that a text, as SQL, is not of the form of a field. */
export function isMalformed(field: Written, text: string): string {
  const { pattern, cast } = forms[field.type];
  const plain = plainly(field, text);
  const malformed = `(NOT regexp_full_match(${plain}, ${quoteText(pattern)}) OR ${cast(plain)} IS NULL AND NOT ${isInexact(field, text)})`;
  return field.spelling ? `coalesce(${malformed}, true)` : malformed;
}

/** The SQL condition that a text, as SQL, is of the form of a field, and a number that could not be kept as it is written. */
export function isInexact(field: Written, text: string): string {
  const { pattern, inexact } = forms[field.type];
  const plain = plainly(field, text);
  const condition = inexact ? `(regexp_full_match(${plain}, ${quoteText(pattern)}) AND ${inexact(plain)})` : 'false';
  return inexact && field.spelling ? `coalesce(${condition}, false)` : condition;
}

/** The SQL condition that a text is of the form of a field, and kept exactly as `value`; not one of the two may be missing. */
export function isSound(field: Written, text: string, value: string): string {
  const { pattern, sound } = forms[field.type];
  const plain = plainly(field, text);
  const condition = sound(plain, value, `regexp_full_match(${plain}, ${quoteText(pattern)})`);
  return field.spelling ? `coalesce(${condition}, false)` : condition;
}

/** The SQL condition that a value of the column of a type could have been written in its form. */
export const isSoundValue = (type: FieldType, value: string) => forms[type].soundValue?.(value) ?? 'false';

/** The type of a field's column, as SQL. */
export const columnType = ({ type }: ResourceField) => forms[type].type;

/** What to say of a number that could not be kept as it is written. */
export function inexactNumber(field: ResourceField, value: string): [reason: string, fix: string] {
  const reason = `"${value}" for "${field.name}" has more digits than can be kept, or is out of the range of numbers`;
  return [reason, `write it in a larger unit, rounded, or make the field a string: integers are exact up to ${greatest}`];
}

/** `an integer such as 42`, `a date such as 2025-09-30`: what a cell should hold, in words. */
export function inWords({ type, spelling }: Written): string {
  const example = (spelling && spellingExample({ type, spelling })) ?? forms[type].example;
  return `${type === 'integer' ? 'an' : 'a'} ${type}${type === 'datetime' ? ' in UTC' : ''} such as ${example}`;
}

/** A text as it stands in a message: a long one is cut. */
export const clip = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** Characters of the longest cell that is read. */
export const longestCell = 100_000;

/** A byte order mark, which DuckDB's reader for JavaScript drops where a text begins with it. */
export const byteOrderMark = '\uFEFF';

/** Rule, reason and fix of a text that no cell may hold; undefined where it is well. */
export function textFault(text: string): [rule: Rule, reason: string, fix: string] | undefined {
  if (text.length > longestCell)
    return ['long-cell', 'the cell is longer than 100,000 characters', 'shorten it; a quotation mark may be missing'];
  if (text.startsWith(byteOrderMark))
    return ['encoding', 'the cell begins with a byte order mark', 'take it out: it stands at the start of a file only'];
  if (text.includes('\0')) return ['encoding', 'the cell holds the character NUL', 'take it out'];
  return undefined;
}

/** The SQL condition that a text has a {@link textFault}. */
export const hasTextFault = (text: string) =>
  `(length(${text}) > ${longestCell} OR starts_with(${text}, chr(${byteOrderMark.charCodeAt(0)})) OR contains(${text}, chr(0)))`;
