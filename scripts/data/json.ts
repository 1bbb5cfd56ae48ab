import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { offsetOf, parseJson, placeAt, type SourceFile } from '../files.ts';
import { didYouMean, endStage, type Place, type Problem, ProjectError, problem } from '../problems.ts';
import { type Database, quoteName, quoteText } from './database.ts';
import { type FieldType, type Resource, type ResourceField, resourceFile } from './descriptor.ts';
import { type CellPlace, inWords, rawName } from './raw.ts';

type JsonRow = Record<string, unknown>;

/** Reads a JSON file (UTF-8, at `path`), an array of objects, into the raw table. Throws a problem for each member that does not fit the schema. */
export async function readJson(database: Database, resource: Resource, path: string): Promise<CellPlace> {
  const source = { path: resourceFile(resource), text: await readFile(path, 'utf8') };
  const rows = parseRows(source);
  const placeOf = memberPlaces(source);
  endStage(rows.flatMap((row, index) => rowProblems(row, resource, (name) => placeOf(index, name))));
  const { fields } = resource.schema;
  const columns = fields.map((field) => `${quoteText(field.name)}: ${quoteText(isWhole(field) ? 'DOUBLE' : 'VARCHAR')}`);
  const reader = `read_json(${quoteText(path)}, auto_detect = false, format = 'array', columns = {${columns}})`;
  await database.run(`CREATE TABLE ${rawName(resource)} AS SELECT ${fields.map(asText)} FROM ${reader}`);
  return async (row, field) => placeOf(row, field);
}

const isWhole = ({ type }: ResourceField) => type === 'integer' || type === 'year';

/** A member as text: 1e3 and 1000.0 are the integer 1000 in JSON. */
function asText(field: ResourceField): string {
  const name = quoteName(field.name);
  return isWhole(field) ? `${name}::BIGINT::VARCHAR AS ${name}` : name;
}

function parseRows(source: SourceFile): JsonRow[] {
  const fix = 'write an array of objects, one a row';
  const rows = parseJson(source, undefined, fix);
  const isRow = (row: unknown) => row !== null && typeof row === 'object' && !Array.isArray(row);
  if (Array.isArray(rows) && rows.every(isRow)) return rows;
  throw new ProjectError([problem(placeAt(source, 0), 'malformed', 'the dataset is not an array of objects', fix)]);
}

/** Finds members in the text, which is parsed with its places only when one is asked for. */
function memberPlaces(source: SourceFile): (row: number, name: string) => Place {
  let document: ReturnType<typeof parseDocument> | undefined;
  return (row, name) => {
    document ??= parseDocument(source.text, { prettyErrors: false });
    return placeAt(source, offsetOf(document, [row, name]));
  };
}

function rowProblems(row: JsonRow, resource: Resource, placeOf: (name: string) => Place): Problem[] {
  const { fields } = resource.schema;
  const declared = fields.map((field) => field.name);
  const extra = Object.keys(row).filter((name) => !declared.includes(name));
  const wrong = fields.filter(({ name, type }) => row[name] !== undefined && row[name] !== null && !fits(row[name], type));
  return [
    ...extra.map((name) => problem(placeOf(name), 'extra-column', `"${name}" is not in the schema`, didYouMean(name, declared))),
    ...wrong.map(({ name, type }) => {
      const reason = `${JSON.stringify(row[name])} is not a valid ${type} for "${name}"`;
      return problem(placeOf(name), 'wrong-type', reason, `write ${inWords(type)}, or null`);
    }),
  ];
}

function fits(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'integer':
    case 'year':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'date':
      return typeof value === 'string' && isDate(value);
    case 'yearmonth':
      return typeof value === 'string' && isDate(`${value}-01`);
    case 'datetime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  }
}

/** True for a day that the calendar has: 2025-02-30 is none. */
function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}
