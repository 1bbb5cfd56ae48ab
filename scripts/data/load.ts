import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { insideProject, offsetOf, placeAt } from '../files.ts';
import { didYouMean, endStage, type Place, type Problem, ProjectError, problem } from '../problems.ts';
import { type Database, quoteName, quoteText } from './database.ts';
import type { FieldType, Resource, ResourceField } from './descriptor.ts';

/** The DuckDB type of a field. A year-month is the first of its month. */
const duckTypes: Record<FieldType, string> = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  year: 'INTEGER',
  yearmonth: 'DATE',
};

/** What DuckDB would not refuse: 1.5 becomes the integer 2, 2025 has no month. Read as text, and matched before the cast. */
const textForms: Partial<Record<FieldType, { pattern: string; example: string; cast: (name: string) => string }>> = {
  integer: { pattern: '[+-]?\\d+', example: '42', cast: (name) => `TRY_CAST(${name} AS BIGINT)` },
  year: { pattern: '\\d{4}', example: '2025', cast: (name) => `TRY_CAST(${name} AS INTEGER)` },
  yearmonth: { pattern: '\\d{4}-\\d{2}', example: '2025-09', cast: (name) => `TRY_CAST(${name} || '-01' AS DATE)` },
};

const rawType = (type: FieldType) => (type in textForms ? 'VARCHAR' : duckTypes[type]);

/** Loads one dataset into the table of its name. Throws every problem of the file: shape, types, then constraints. */
export async function loadDataset(database: Database, root: string, resource: Resource): Promise<void> {
  const file = `data/${resource.path}`;
  const path = await insideProject(root, file);
  const bytes = format(resource) === 'parquet' ? undefined : await head(path, file, resource);
  const scratch = await mkdtemp(join(tmpdir(), 'tieout-'));
  try {
    const readable = bytes === undefined ? path : await transcode(path, resource, scratch, bytes);
    const cellPlace = await read(database, resource, readable, file);
    await checkCells(database, resource, cellPlace);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Where a cell stands: its row (from 0) and its field. A place without a line means a file without lines. */
type CellPlace = (row: number, field: string) => Promise<Place>;

function format(resource: Resource): 'csv' | 'json' | 'parquet' {
  const named = resource.format ?? extname(resource.path).slice(1).toLowerCase();
  if (named === 'csv' || named === 'json' || named === 'parquet') return named;
  const fix = 'use a .csv, .json or .parquet file, or set "format"';
  throw new ProjectError([problem({ file: 'data/datapackage.json' }, 'dataset-format', `"${resource.path}" has no known format`, fix)]);
}

/** The first bytes of a file, enough for its header. */
async function head(path: string, file: string, resource: Resource): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(path, { end: 65_535 })) chunks.push(chunk as Buffer);
  } catch (error) {
    throw missing(error, file, resource);
  }
  return Buffer.concat(chunks);
}

function missing(error: unknown, file: string, resource: Resource): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EACCES') return error;
  const reason = `the dataset "${resource.name}" cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}`;
  return new ProjectError([problem({ file }, 'missing-dataset', reason, 'add the file, or mend its "path" in data/datapackage.json')]);
}

/** A path to the same text as plain UTF-8; the file itself when it is that already. */
async function transcode(path: string, resource: Resource, scratch: string, start: Buffer): Promise<string> {
  const encoding = (resource.encoding ?? 'utf-8').toLowerCase();
  const plain = (encoding === 'utf-8' || encoding === 'utf8') && start[0] !== 0xef;
  if (plain) return path;
  const target = join(scratch, `${resource.name}.${format(resource)}`);
  await writeFile(target, decode(await readFile(path), resource, encoding));
  return target;
}

function decode(bytes: Buffer, resource: Resource, encoding: string): string {
  const file = `data/${resource.path}`;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    const known = (error as { code?: string }).code !== 'ERR_ENCODING_NOT_SUPPORTED';
    const reason = known ? `the file is not valid ${encoding}` : `unknown encoding "${encoding}"`;
    throw new ProjectError([
      problem({ file }, 'encoding', reason, 'set "encoding" in data/datapackage.json to what the file really is, such as utf-8 or big5'),
    ]);
  }
}

async function read(database: Database, resource: Resource, path: string, file: string): Promise<CellPlace> {
  switch (format(resource)) {
    case 'csv':
      return readCsv(database, resource, path, file);
    case 'json':
      return readJson(database, resource, path, file);
    case 'parquet':
      return readParquet(database, resource, path, file);
  }
}

const rawName = (resource: Resource) => quoteName(`raw ${resource.name}`);

async function readCsv(database: Database, resource: Resource, path: string, file: string): Promise<CellPlace> {
  const { delimiter = ',', quoteChar = '"', commentChar = '' } = resource.dialect ?? {};
  const escapeChar = resource.dialect?.escapeChar ?? quoteChar;
  const start = (await head(path, file, resource)).toString('utf8');
  endStage(checkHeader(resource, records(start, delimiter, quoteChar, commentChar).next().value?.cells ?? [], file));
  const columns = resource.schema.fields.map((field) => `${quoteText(field.name)}: ${quoteText(rawType(field.type))}`);
  const nulls = (resource.schema.missingValues ?? ['']).map(quoteText);
  const rejects = `rejects_${resource.name}`;
  await database.run(`CREATE TABLE ${rawName(resource)} AS SELECT * FROM read_csv(${quoteText(path)}, auto_detect = false,
    header = true, delim = ${quoteText(delimiter)}, quote = ${quoteText(quoteChar)}, escape = ${quoteText(escapeChar)},
    comment = ${quoteText(commentChar)}, nullstr = [${nulls}], columns = {${columns}},
    store_rejects = true, rejects_table = ${quoteText(rejects)}, rejects_scan = ${quoteText(`${rejects}_scan`)})`);
  const bad = await database.rows(`SELECT * FROM ${quoteName(rejects)} ORDER BY byte_position, column_idx`);
  if (bad.length > 0) throw new ProjectError(rejected(bad, resource, file, await readFile(path)));
  let text: Promise<string> | undefined;
  return async (row, field) => {
    text ??= readFile(path, 'utf8');
    const source = { path: file, text: (await text).replace(/^\uFEFF/, '') };
    let index = -1;
    for (const { starts } of records(source.text, delimiter, quoteChar, commentChar)) {
      if (index++ !== row) continue;
      const column = resource.schema.fields.findIndex((each) => each.name === field);
      return placeAt(source, starts[column] ?? (starts[0] as number));
    }
    return { file };
  };
}

function checkHeader(resource: Resource, header: string[], file: string): Problem[] {
  const declared = resource.schema.fields.map((field) => field.name);
  const place = { file, line: 1 };
  if (header.length === 0) {
    return [problem(place, 'missing-column', 'the file is empty', `begin it with the columns: ${declared.join(', ')}`)];
  }
  const missing = declared.filter((name) => !header.includes(name));
  const extra = header.filter((name) => !declared.includes(name));
  const problems = [
    ...missing.map((name) =>
      problem(place, 'missing-column', `the column "${name}" is missing`, `add it, or take it out of the schema of "${resource.name}"`),
    ),
    ...extra.map((name) =>
      problem(
        place,
        'extra-column',
        `the column "${name}" is not in the schema`,
        didYouMean(name, missing.length > 0 ? missing : declared),
      ),
    ),
  ];
  if (problems.length === 0 && header.join('\n') !== declared.join('\n')) {
    const fix = `write the columns in the order ${declared.join(', ')}`;
    problems.push(problem(place, 'column-order', 'the columns are not in the order of the schema', fix));
  }
  return problems;
}

/** Turns the rows that DuckDB refused into problems with line and column. */
function rejected(rows: readonly Record<string, unknown>[], resource: Resource, file: string, bytes: Buffer): Problem[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const short = row.error_type === 'MISSING COLUMNS';
    const id = `${row.line_byte_position} ${row.error_type} ${short ? '' : row.column_idx}`;
    if (seen.has(id)) return [];
    seen.add(id);
    const offset = Math.max(0, Number(row.byte_position) - (row.error_type === 'CAST' ? 1 : 0));
    const before = bytes.subarray(0, skipLineEnd(bytes, offset)).toString('utf8');
    const place = placeAt({ path: file, text: before }, before.length);
    const field = resource.schema.fields.find((each) => each.name === row.column_name);
    const [rule, reason, fix] = explainReject(String(row.error_type), String(row.error_message), field);
    return [problem(place, rule, reason, fix)];
  });
}

/** DuckDB may point at the line end before a record; the record begins after it. */
function skipLineEnd(bytes: Buffer, offset: number): number {
  let at = offset;
  while (bytes[at] === 0x0a || bytes[at] === 0x0d) at++;
  return at;
}

function explainReject(kind: string, message: string, field: ResourceField | undefined): [rule: string, reason: string, fix: string] {
  const value = /convert string "([\s\S]*?)" to/.exec(message)?.[1];
  switch (kind) {
    case 'CAST':
      return [
        'wrong-type',
        `"${value ?? '?'}" is not a valid ${field?.type} for "${field?.name}"`,
        `write ${article(field?.type)}, or leave the cell empty`,
      ];
    case 'MISSING COLUMNS':
      return ['missing-cell', `the row has too few cells: ${message}`, 'add the missing cells; an empty one needs its separator'];
    case 'TOO MANY COLUMNS':
      return ['extra-cell', `the row has too many cells: ${message}`, 'quote a cell that holds the separator, or remove the extra one'];
    case 'UNQUOTED VALUE':
      return ['malformed', 'a quoted cell is not closed', 'close the quotation mark; double one inside a quoted cell'];
    case 'INVALID ENCODING':
    case 'INVALID UNICODE':
      return [
        'encoding',
        'the file is not valid utf-8',
        'set "encoding" in data/datapackage.json to what the file really is, such as big5',
      ];
    default:
      return ['malformed', message.split('\n')[0] as string, 'mend the row'];
  }
}

const article = (type = 'value') => `${type === 'integer' ? 'an' : 'a'} ${type}`;

/** Walks the records of a CSV text, with the offset at which each cell begins. */
function* records(
  text: string,
  delimiter: string,
  quote: string,
  comment: string,
): Generator<{ starts: number[]; cells: string[] }, undefined> {
  const body = text.replace(/^\uFEFF/, '');
  let starts = [0];
  let cell = '';
  let cells: string[] = [];
  let quoted = false;
  for (let at = 0; at <= body.length; at++) {
    const char = body[at];
    if (quoted && char === quote && body[at + 1] === quote) cell += body[at++];
    else if (char === quote) quoted = !quoted;
    else if (quoted && char !== undefined) cell += char;
    else if (char === delimiter) cells.push(cell), (cell = ''), starts.push(at + 1);
    else if (char === '\n' || char === undefined) {
      cells.push(cell.replace(/\r$/, ''));
      const empty = cells.length === 1 && cells[0] === '';
      if (!empty && !(comment && cells[0]?.startsWith(comment))) yield { starts, cells };
      [cells, cell, starts] = [[], '', [at + 1]];
    } else cell += char;
  }
  return undefined;
}

async function readJson(database: Database, resource: Resource, path: string, file: string): Promise<CellPlace> {
  const text = await readFile(path, 'utf8');
  const fields = resource.schema.fields;
  const rows = parseJsonRows(text, file);
  const problems: Problem[] = [];
  const declared = new Set(fields.map((field) => field.name));
  let document: ReturnType<typeof parseDocument> | undefined;
  const placeOf = (row: number, name: string): Place => {
    document ??= parseDocument(text, { prettyErrors: false });
    return placeAt({ path: file, text }, offsetOf(document, [row, name]));
  };
  rows.forEach((row, index) => {
    for (const name of Object.keys(row)) {
      if (!declared.has(name))
        problems.push(problem(placeOf(index, name), 'extra-column', `"${name}" is not in the schema`, didYouMean(name, declared)));
    }
    for (const field of fields) {
      const value = row[field.name];
      const missingValue = value === undefined || value === null;
      if (!missingValue && !fits(value, field.type)) {
        problems.push(
          problem(
            placeOf(index, field.name),
            'wrong-type',
            `${JSON.stringify(value)} is not a valid ${field.type} for "${field.name}"`,
            `write ${article(field.type)}, or null`,
          ),
        );
      }
    }
  });
  endStage(problems);
  const columns = fields.map((field) => `${quoteText(field.name)}: ${quoteText(rawType(field.type))}`);
  await database.run(
    `CREATE TABLE ${rawName(resource)} AS SELECT * FROM read_json(${quoteText(path)}, auto_detect = false, format = 'array', columns = {${columns}})`,
  );
  return async (row, field) => placeOf(row, field);
}

function parseJsonRows(text: string, file: string): Record<string, unknown>[] {
  const bad = (reason: string, offset = 0) =>
    new ProjectError([problem(placeAt({ path: file, text }, offset), 'malformed', reason, 'write an array of objects, one a row')]);
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    throw bad(
      `malformed JSON: ${message.replace(/ in JSON at position.*| \(line.*/s, '')}`,
      Number(/position (\d+)/.exec(message)?.[1] ?? text.length),
    );
  }
  const isRow = (row: unknown) => row !== null && typeof row === 'object' && !Array.isArray(row);
  if (!Array.isArray(rows) || !rows.every(isRow)) throw bad('the dataset is not an array of objects');
  return rows as Record<string, unknown>[];
}

function fits(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'integer':
    case 'year':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
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

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

async function readParquet(database: Database, resource: Resource, path: string, file: string): Promise<CellPlace> {
  try {
    const columns = await database.columns(`SELECT * FROM read_parquet(${quoteText(path)})`);
    endStage(
      checkHeader(
        resource,
        columns.map((column) => column.name),
        file,
      ),
    );
    const cells = resource.schema.fields.map((field) => `${quoteName(field.name)}::${rawType(field.type)} AS ${quoteName(field.name)}`);
    await database.run(`CREATE TABLE ${rawName(resource)} AS SELECT ${cells} FROM read_parquet(${quoteText(path)})`);
  } catch (error) {
    if (error instanceof ProjectError) throw error;
    const absent = /No files found/.test(String(error));
    if (absent) throw missing(Object.assign(new Error(), { code: 'ENOENT' }), file, resource);
    const reason = `the Parquet file cannot be read: ${(error as Error).message.split('\n')[0]}`;
    throw new ProjectError([problem({ file }, 'wrong-type', reason, 'write the file with the types of the schema')]);
  }
  return async () => ({ file });
}

/** Checks types that SQL alone can see and every constraint of the schema; makes the final table. */
async function checkCells(database: Database, resource: Resource, cellPlace: CellPlace): Promise<void> {
  const raw = rawName(resource);
  const problems: Problem[] = [];
  const report = async (field: string, sql: string, rule: string, say: (row: Record<string, unknown>) => [reason: string, fix: string]) => {
    for (const row of await database.rows(sql)) {
      const [reason, fix] = say(row);
      const place = await cellPlace(Number(row.row), field);
      problems.push(problem(place, rule, place.line ? reason : `row ${Number(row.row) + 1}: ${reason}`, fix));
    }
  };
  for (const field of resource.schema.fields) {
    const form = textForms[field.type];
    const name = quoteName(field.name);
    const typed = form?.cast(name) ?? name;
    const rows = (condition: string) =>
      `SELECT rowid AS row, ${name}::VARCHAR AS value FROM ${raw} WHERE ${condition} ORDER BY rowid LIMIT 100`;
    const { required, unique, minimum, maximum, enum: allowed, pattern } = field.constraints ?? {};
    const inKey = resource.schema.primaryKey?.includes(field.name);
    if (form) {
      const bad = `${name} IS NOT NULL AND (NOT regexp_full_match(${name}, ${quoteText(form.pattern)}) OR ${typed} IS NULL)`;
      await report(field.name, rows(bad), 'wrong-type', (row) => [
        `"${row.value}" is not a valid ${field.type} for "${field.name}"`,
        `write ${article(field.type)} such as ${form.example}, or leave the cell empty`,
      ]);
    }
    if (field.type === 'number') {
      await report(field.name, rows(`NOT isfinite(${name})`), 'wrong-type', (row) => [
        `"${row.value}" is not a number for "${field.name}"`,
        'write a number, or leave the cell empty',
      ]);
    }
    if (required || inKey) {
      await report(field.name, rows(`${name} IS NULL`), 'required', () => [
        `"${field.name}" is required, and the cell is empty`,
        'fill the cell',
      ]);
    }
    const limits: [number | string | undefined, string, string][] = [
      [minimum, '<', 'below the minimum'],
      [maximum, '>', 'above the maximum'],
    ];
    for (const [limit, operator, words] of limits) {
      if (limit === undefined) continue;
      await report(field.name, rows(`${typed} ${operator} ${quoteText(String(limit))}`), 'constraint', (row) => [
        `"${field.name}" is ${row.value}, ${words} of ${limit}`,
        'mend the cell, or the constraint',
      ]);
    }
    if (allowed) {
      const list = allowed.map((each) => quoteText(String(each)));
      await report(field.name, rows(`${name}::VARCHAR NOT IN (${list})`), 'constraint', (row) => [
        `"${field.name}" is "${row.value}", which is not allowed`,
        didYouMean(String(row.value), allowed.map(String)),
      ]);
    }
    if (pattern) {
      await report(field.name, rows(`NOT regexp_full_match(${name}::VARCHAR, ${quoteText(pattern)})`), 'constraint', (row) => [
        `"${field.name}" is "${row.value}", which does not match ${pattern}`,
        'mend the cell, or the pattern',
      ]);
    }
    if (unique)
      await report(field.name, repeats(raw, [field.name]), 'duplicate', (row) => [
        `"${field.name}" repeats ${row.value}`,
        'make the value unique',
      ]);
  }
  const key = resource.schema.primaryKey;
  if (key)
    await report(key[0] as string, repeats(raw, key), 'duplicate-key', (row) => [
      `the key ${row.value} stands twice`,
      'make the key unique, or remove the row',
    ]);
  endStage(problems);
  const cells = resource.schema.fields.map((field) => {
    const name = quoteName(field.name);
    return `${textForms[field.type]?.cast(name) ?? name} AS ${name}`;
  });
  await database.run(`CREATE TABLE ${quoteName(resource.name)} AS SELECT ${cells} FROM ${raw}`);
  await database.run(`DROP TABLE ${raw}`);
}

/** Rows whose values in `fields` stand in an earlier row already. */
function repeats(table: string, fields: readonly string[]): string {
  const names = fields.map(quoteName);
  const all = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  return `SELECT row, value FROM (
    SELECT rowid AS row, concat_ws('/', ${names}) AS value, row_number() OVER (PARTITION BY ${names} ORDER BY rowid) AS nth
    FROM ${table} WHERE ${all}) WHERE nth > 1 ORDER BY row LIMIT 100`;
}
