import { didYouMean, endStage, type Problem, problem } from '../problems.ts';
import type { Rule } from '../rules.ts';
import { type Database, quoteText } from './database.ts';
import type { Resource, ResourceField } from './descriptor.ts';
import { type CellPlace, cellName, clip, inexactNumber, inWords, isInexact, isMalformed, rawName, typedCell, typedValue } from './raw.ts';
import type { Row } from './tables.ts';

type Explain = (row: Row) => [reason: string, fix: string];

/** A query of the raw table that gives the `row` (from 0) and `value` of each cell that is wrong, and what to say of it. */
interface Constraint {
  field: string;
  rule: Rule;
  sql: string;
  explain: Explain;
}

/** Makes the constraint that no cell of a field meets an SQL condition. */
type Forbid = (rule: Rule, condition: string, explain: Explain) => Constraint;

/** Checks the raw table: types that SQL alone can see, and every constraint of the schema. Throws a problem for each wrong cell. */
export async function checkConstraints(database: Database, resource: Resource, cellPlace: CellPlace): Promise<void> {
  const problems: Problem[] = [];
  const constraints = [...resource.schema.fields.flatMap((field) => fieldConstraints(resource, field)), ...keyConstraints(resource)];
  for (const { nth, ...row } of await wrongCells(database, constraints)) {
    const { field, rule, explain } = constraints[Number(nth)] as Constraint;
    const [reason, fix] = explain({ ...row, value: row.value === null ? null : clip(String(row.value)) });
    const place = await cellPlace(Number(row.row), field);
    problems.push(problem(place, rule, place.line || place.cell ? reason : `row ${Number(row.row) + 1}: ${reason}`, fix));
  }
  endStage(problems);
}

/** What every constraint finds, with its number as `nth`: one query for all, because each costs more than its work. */
async function wrongCells(database: Database, constraints: readonly Constraint[]): Promise<Row[]> {
  if (constraints.length === 0) return [];
  const parts = constraints.map(({ sql }, nth) => `SELECT ${nth} AS nth, row, value FROM (${sql})`);
  return database.rows(`${parts.join(' UNION ALL ')} ORDER BY nth, row`);
}

/** What a field asks of a cell, as SQL: whether there must be one, and the conditions that its text and its value meet where there is. */
export function fieldCondition(
  resource: Resource,
  field: ResourceField,
  text: string,
  value: string,
): { required: boolean; holds: string[] } {
  const { enum: allowed, pattern } = field.constraints ?? {};
  const given = (each: string | number | boolean) => typedValue(field, each);
  const holds = [
    ...limitsOf(field).map(({ holds, limit }) => `${value} ${holds} ${given(limit)}`),
    ...lengthsOf(field).map(({ holds, limit }) => `length(${text}) ${holds} ${limit}`),
    allowed && `${value} IN (${allowed.map(given)})`,
    pattern && `regexp_full_match(${text}, ${quoteText(pattern)})`,
  ];
  return { required: isRequired(resource, field), holds: holds.filter((each) => typeof each === 'string' && each !== '') as string[] };
}

/** The fields of the primary key are required without saying so. */
const isRequired = ({ schema }: Resource, { name, constraints }: ResourceField) =>
  constraints?.required === true || schema.primaryKey?.includes(name) === true;

function fieldConstraints(resource: Resource, field: ResourceField): Constraint[] {
  const forbid: Forbid = (rule, condition, explain) => {
    const cells = `SELECT rowid AS row, ${cellName(field)} AS value FROM ${rawName(resource)}`;
    return { field: field.name, rule, sql: `${cells} WHERE ${condition} ORDER BY rowid LIMIT 100`, explain };
  };
  return [
    ...typeConstraints(field, forbid),
    ...requiredConstraints(resource, field, forbid),
    ...limitConstraints(field, forbid),
    ...textConstraints(field, forbid),
    ...uniqueConstraints(resource, field),
  ];
}

function typeConstraints(field: ResourceField, forbid: Forbid): Constraint[] {
  if (field.type === 'string') return [];
  const name = cellName(field);
  const fix = `write ${inWords(field)}, or leave the cell empty`;
  const explain: Explain = ({ value }) => [`"${value}" is not a valid ${field.type} for "${field.name}"`, fix];
  return [
    forbid('wrong-type', `${name} IS NOT NULL AND ${isMalformed(field, name)}`, explain),
    forbid('inexact', `${name} IS NOT NULL AND ${isInexact(field, name)}`, ({ value }) => inexactNumber(field, String(value))),
  ];
}

function requiredConstraints(resource: Resource, field: ResourceField, forbid: Forbid): Constraint[] {
  if (!isRequired(resource, field)) return [];
  const reason = `"${field.name}" is required, and the cell is empty`;
  return [forbid('required', `${cellName(field)} IS NULL`, () => [reason, 'fill the cell'])];
}

/** A limit of a field: the sign that holds between a value and the limit, the one that does not, and how that is said. */
interface Limit<T> {
  limit: T;
  holds: string;
  fails: string;
  words: string;
}

function limitsOf({ constraints = {} }: ResourceField): Limit<string | number>[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = constraints;
  const all = [
    { limit: minimum, holds: '>=', fails: '<', words: `below the minimum of ${minimum}` },
    { limit: maximum, holds: '<=', fails: '>', words: `above the maximum of ${maximum}` },
    { limit: exclusiveMinimum, holds: '>', fails: '<=', words: `not above ${exclusiveMinimum}` },
    { limit: exclusiveMaximum, holds: '<', fails: '>=', words: `not below ${exclusiveMaximum}` },
  ];
  return all.filter((each): each is Limit<string | number> => each.limit !== undefined);
}

/** The limits of a text's length. */
function lengthsOf({ constraints = {} }: ResourceField): Limit<number>[] {
  const { minLength, maxLength } = constraints;
  const all = [
    { limit: minLength, holds: '>=', fails: '<', words: `shorter than ${minLength}` },
    { limit: maxLength, holds: '<=', fails: '>', words: `longer than ${maxLength}` },
  ];
  return all.filter((each): each is Limit<number> => each.limit !== undefined);
}

function limitConstraints(field: ResourceField, forbid: Forbid): Constraint[] {
  const explain =
    (words: string): Explain =>
    ({ value }) => [`"${field.name}" is ${value}, ${words}`, 'mend the cell, or the constraint'];
  return [
    ...limitsOf(field).map(({ limit, fails, words }) =>
      forbid('constraint', `${typedCell(field)} ${fails} ${typedValue(field, limit)}`, explain(words)),
    ),
    ...lengthsOf(field).map(({ limit, fails, words }) =>
      forbid('constraint', `length(${cellName(field)}) ${fails} ${limit}`, explain(words)),
    ),
  ];
}

/** Constraints on what a cell holds: a value of a list, a text of a pattern. */
function textConstraints(field: ResourceField, forbid: Forbid): Constraint[] {
  const { enum: allowed, pattern } = field.constraints ?? {};
  const constraints: Constraint[] = [];
  if (allowed) {
    const values = allowed.map(String);
    const explain: Explain = ({ value }) => [`"${field.name}" is "${value}", which is not allowed`, didYouMean(String(value), values)];
    constraints.push(forbid('constraint', `${typedCell(field)} NOT IN (${allowed.map((each) => typedValue(field, each))})`, explain));
  }
  if (pattern) {
    const explain: Explain = ({ value }) => [
      `"${field.name}" is "${value}", which does not match ${pattern}`,
      'mend the cell, or the pattern',
    ];
    constraints.push(forbid('constraint', `NOT regexp_full_match(${cellName(field)}, ${quoteText(pattern)})`, explain));
  }
  return constraints;
}

function uniqueConstraints(resource: Resource, field: ResourceField): Constraint[] {
  if (!field.constraints?.unique) return [];
  const explain: Explain = (row) => [`"${field.name}" repeats ${row.value}`, 'make the value unique'];
  return [{ field: field.name, rule: 'duplicate', sql: repeats(resource, [field.name]), explain }];
}

function keyConstraints(resource: Resource): Constraint[] {
  const { primaryKey, uniqueKeys = [] } = resource.schema;
  const explain: Explain = (row) => [`the key ${row.value} stands twice`, 'make the key unique, or remove the row'];
  return [...(primaryKey ? [primaryKey] : []), ...uniqueKeys].map((key) => {
    return { field: key[0] as string, rule: 'duplicate-key', sql: repeats(resource, key), explain };
  });
}

/** Rows whose values in `fields` stand in an earlier row already, however they are written. */
function repeats(resource: Resource, names: readonly string[]): string {
  const fields = resource.schema.fields.filter((field) => names.includes(field.name));
  const cells = fields.map(typedCell);
  const filled = cells.map((cell) => `${cell} IS NOT NULL`).join(' AND ');
  const from = `FROM ${rawName(resource)} WHERE ${filled}`;
  // Few values stand twice: only their rows are numbered.
  const twice = `(${cells}) IN (SELECT (${cells}) ${from} GROUP BY ALL HAVING count(*) > 1)`;
  return `SELECT row, value FROM (
    SELECT rowid AS row, concat_ws('/', ${names.map((name) => cellName({ name }))}) AS value, row_number() OVER (PARTITION BY ${cells} ORDER BY rowid) AS nth
    ${from} AND ${twice}) WHERE nth > 1 ORDER BY row LIMIT 100`;
}
