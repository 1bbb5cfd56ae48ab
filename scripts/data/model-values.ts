import { type Problem, problem } from '../problems.ts';
import { type Database, quoteName } from './database.ts';
import { fieldPlace, type Model } from './model-table.ts';
import type { Field, Row, Table } from './tables.ts';

/** An SQL condition that a cell holds what it may not, and what to say of it. */
interface Fault {
  where: (cell: string) => string;
  is: string;
  fix: string;
}

const noDay: Fault = {
  where: (cell) => `TRY_CAST(${cell}::VARCHAR AS TIMESTAMP) NOT BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`,
  is: 'outside the years 1 to 9999',
  fix: 'leave such rows out, or give an empty cell',
};

/** What no cell of a model may hold, by the type of its field. */
const faults: Partial<Record<Field['type'], Fault>> = {
  number: {
    where: (cell) => `NOT isfinite(${cell}::DOUBLE)`,
    is: 'infinite or not a number',
    fix: 'leave such rows out, or give an empty cell: a / nullif(b, 0)',
  },
  integer: {
    where: (cell) => `${cell}::DOUBLE NOT BETWEEN -9007199254740991 AND 9007199254740991`,
    is: 'larger than what is computed exactly',
    fix: 'use a larger unit',
  },
  date: noDay,
  yearmonth: noDay,
  datetime: noDay,
};

/** True where all rows of a model are seen to have keys of their own, and cells that may stand there. What is not sure is left to a query. */
export function areSound({ fields, primaryKey }: Table, rows: readonly Row[], { cell: longest, rows: most }: Database['limits']): boolean {
  if (rows.length > most) return false;
  const keys = new Set(rows.map((row) => JSON.stringify(primaryKey.map((name) => row[name]))));
  const isUnique = primaryKey.length === 0 || keys.size === rows.length;
  return isUnique && rows.every((row) => fields.every(({ name, type }) => isSound(row[name] ?? null, type, longest)));
}

function isSound(value: Row[string], type: Field['type'], longest: number): boolean {
  if (value === null || type === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && (type === 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER);
  if (faults[type] === noDay) return /^(?!0000)\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(String(value));
  return type === 'string' && String(value).length <= longest;
}

/** Problems of the values of models, in one query: numbers that are none, more rows than slides can read, cells too long. */
export async function valueProblems(database: Database, models: readonly Model[], tables: ReadonlyMap<string, Table>): Promise<Problem[]> {
  const made = models.filter((model) => tables.has(model.name));
  if (made.length === 0) return [];
  const parts = made.map(({ name }, nth) => {
    const { fields } = tables.get(name) as Table;
    return `SELECT ${nth} AS nth, count(*) AS rows, to_json([${fields.map((field) => finding(field, database.limits.cell))}])::VARCHAR AS found FROM ${quoteName(name)}`;
  });
  const rows = await database.rows(`${parts.join(' UNION ALL ')} ORDER BY nth`);
  return rows.flatMap((row, nth) => {
    const model = made[nth] as Model;
    const found = JSON.parse(String(row.found)) as (number | null)[];
    const { fields } = tables.get(model.name) as Table;
    const cells = fields.flatMap((field, index) => cellProblem(model, field, found[index] ?? null, database.limits.cell));
    return [...tooManyRows(model, Number(row.rows), database.limits.rows), ...cells];
  });
}

/** The first row (from 0) in which a field holds what it may not; as SQL. */
function finding({ name, type }: Field, longest: number): string {
  const cell = quoteName(name);
  const where = faults[type]?.where(cell) ?? (type === 'string' ? `length(${cell}::VARCHAR) > ${longest}` : 'false');
  return `min(CASE WHEN ${where} THEN rowid END)`;
}

function cellProblem(model: Model, { name, type }: Field, row: number | null, longest: number): Problem[] {
  if (row === null) return [];
  const { is, fix } = faults[type] ?? { is: `longer than ${longest} characters`, fix: 'shorten the text' };
  return [problem(fieldPlace(model, name), 'bad-value', `the field "${name}" is ${is} in row ${row + 1}`, fix)];
}

function tooManyRows(model: Model, rows: number, most: number): Problem[] {
  if (rows <= most) return [];
  const reason = `the model gives ${rows} rows, more than the ${most} that slides can read`;
  return [problem({ file: model.file.path, line: 1 }, 'query-limit', reason, 'filter or aggregate them')];
}
