import { readFile } from 'node:fs/promises';
import { placeAt, type SourceFile } from '../files.ts';
import { endStage, type Problem, problem } from '../problems.ts';
import { type Database, quoteName, quoteText } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { readHead } from './encoding.ts';
import { headerProblems } from './header.ts';
import { type CellPlace, rawName } from './raw.ts';
import type { Row } from './tables.ts';

type Dialect = Record<'delimiter' | 'quote' | 'escape' | 'comment', string>;

/** A record of a CSV text: its cells, the offset at which each begins, and whether the last one's quotation mark is never closed. */
interface CsvRecord {
  starts: number[];
  cells: string[];
  open: boolean;
}

/** Reads a CSV file (UTF-8, at `path`) into the raw table. Throws a problem for its header, else for each row that is not one of cells. */
export async function readCsv(database: Database, resource: Resource, path: string): Promise<CellPlace> {
  const dialect = dialectOf(resource);
  const start = (await readHead(path, resource)).toString('utf8');
  const [header] = walkRecords(start, dialect);
  endStage(headerProblems(resource, header?.cells ?? []));
  const inLines = await loadRows(database, resource, path, dialect);
  const refused = await refusedRows(database, resource);
  const broken = refused.filter((row) => row.error_type !== tooMany);
  if (broken.length > 0) endStage(refusedProblems(broken, resource, await readFile(path)));
  const [ragged] = await database.rows(`SELECT count(*) AS rows FROM ${rawName(resource)} WHERE ${raggedRow}`);
  const suspect = refused.length > 0 || ragged?.rows !== 0;
  if (suspect || !inLines) endStage(rowProblems(resource, await readFile(path, 'utf8'), dialect, suspect));
  return cellPlaces(resource, path, dialect);
}

/** The cells are escaped by doubled quotation marks unless the dialect says otherwise. */
function dialectOf(resource: Resource): Dialect {
  const { delimiter = ',', quoteChar = '"', doubleQuote = true, escapeChar, commentChar = '' } = resource.dialect ?? {};
  return { delimiter, quote: quoteChar, escape: escapeChar ?? (doubleQuote ? quoteChar : ''), comment: commentChar };
}

/** What DuckDB calls a row of more cells than it was told of. */
const tooMany = 'TOO MANY COLUMNS';

/** Names in the raw table that no field can have: one cell too many, and whether a row has too many or too few. */
const extraCell = quoteName('extra cell');
const raggedRow = quoteName('ragged row');

/** The tables in which DuckDB keeps what it refuses of a dataset; datasets are read side by side. */
const refusedName = ({ name }: Resource) => `refused_${name}`;
const scanName = ({ name }: Resource) => `scan_${name}`;

/**
 * Makes the raw table. DuckDB is told of one cell more than there are columns, and that no text is NULL: so NULL is a
 * cell that is not there, and an extra one is seen even when it is empty. Gives false where cells hold line ends: such
 * a file is not read in parallel, and DuckDB does not notice then that its last quotation mark is not closed.
 */
async function loadRows(database: Database, resource: Resource, path: string, dialect: Dialect): Promise<boolean> {
  const names = resource.schema.fields.map((field) => quoteName(field.name));
  const nulls = (resource.schema.missingValues ?? ['']).map(quoteText);
  const cells = names.map((name) => (nulls.length > 0 ? `CASE WHEN ${name} NOT IN (${nulls}) THEN ${name} END AS ${name}` : name));
  const ragged = `${extraCell} IS NOT NULL OR ${names.at(-1)} IS NULL AS ${raggedRow}`;
  const create = (parallel: boolean) =>
    database.run(`CREATE TABLE ${rawName(resource)} AS SELECT ${cells}, ${ragged} FROM ${csvSource(resource, path, dialect, parallel)}`);
  try {
    await create(true);
    return true;
  } catch (error) {
    if (!/quoted new lines/.test((error as Error).message)) throw error;
    await create(false);
    return false;
  }
}

/** The rows that DuckDB has refused. Drops its tables of them, which would shadow a dataset of the same name. */
async function refusedRows(database: Database, resource: Resource): Promise<Row[]> {
  const [refused, scan] = [refusedName(resource), scanName(resource)].map((name) => `temp.${quoteName(name)}`);
  const rows = await database.rows(`SELECT * FROM ${refused} ORDER BY byte_position, column_idx`);
  await database.run(`DROP TABLE ${refused}; DROP TABLE ${scan}`);
  return rows;
}

/** A text that is no cell. */
const noCell = '\uE000';

/** The file as DuckDB's `read_csv`, all of it text. It keeps the rows that it refuses in a temporary table. */
function csvSource(resource: Resource, path: string, dialect: Dialect, parallel: boolean): string {
  const columns = [...resource.schema.fields.map((field) => quoteName(field.name)), extraCell].map((name) => `${name}: 'VARCHAR'`);
  return `read_csv(${quoteText(path)}, auto_detect = false, header = true, null_padding = true, parallel = ${parallel},
    delim = ${quoteText(dialect.delimiter)}, quote = ${quoteText(dialect.quote)}, escape = ${quoteText(dialect.escape)},
    comment = ${quoteText(dialect.comment)}, nullstr = ${quoteText(noCell)}, columns = {${columns}},
    store_rejects = true, rejects_table = ${quoteText(refusedName(resource))},
    rejects_scan = ${quoteText(scanName(resource))})`;
}

/** Finds cells in the text, which is read only when one is asked for. */
function cellPlaces(resource: Resource, path: string, dialect: Dialect): CellPlace {
  let text: Promise<string> | undefined;
  return async (row, field) => {
    text ??= readFile(path, 'utf8');
    const source = { path: resourceFile(resource), text: await text };
    const column = resource.schema.fields.findIndex((each) => each.name === field);
    let index = -1;
    for (const { starts } of walkRecords(source.text, dialect)) {
      if (index++ === row) return placeAt(source, starts[column] ?? (starts[0] as number));
    }
    return { file: source.path };
  };
}

/** Walks the records of a CSV text, its header first. */
function* walkRecords(text: string, { delimiter, quote, escape: escaping, comment }: Dialect): Generator<CsvRecord> {
  let [starts, cells, cell] = [[0], [] as string[], ''];
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    const next = text[at + 1];
    if (quoted && char === escaping && next !== undefined && (next === quote || next === escaping)) cell += text[++at];
    else if (quoted && char === quote) quoted = false;
    else if (quoted && char !== undefined) cell += char;
    else if (char === quote && cell.trim() === '') [quoted, cell] = [true, ''];
    else if (char === delimiter) {
      cells.push(cell);
      starts.push(at + 1);
      cell = '';
    } else if (char === '\n' || char === undefined) {
      cells.push(cell.replace(/\r$/, ''));
      const blank = /^\r?$/.test(text.slice(starts[0], at));
      if (!blank && !(comment && cells[0]?.startsWith(comment))) yield { starts, cells, open: quoted };
      [starts, cells, cell] = [[at + 1], [], ''];
    } else cell += char;
  }
}

/** More rows than these are not listed. */
const mostRows = 100;

/** The problems of the rows with too many or too few cells, or with one that is not closed; `suspect` where there must be one. */
function rowProblems(resource: Resource, text: string, dialect: Dialect, suspect: boolean): Problem[] {
  const source = { path: resourceFile(resource), text };
  const problems: Problem[] = [];
  for (const record of walkRecords(text, dialect)) {
    if (record.open || record.cells.length !== resource.schema.fields.length) problems.push(rowProblem(resource, source, record));
    if (problems.length === mostRows) break;
  }
  if (problems.length > 0 || !suspect) return problems;
  const reason = 'some rows have more cells or fewer than there are columns';
  return [problem({ file: source.path }, 'malformed', reason, 'mend the rows, or the dialect in data/datapackage.json')];
}

function rowProblem(resource: Resource, source: SourceFile, { starts, cells, open }: CsvRecord): Problem {
  const { length } = resource.schema.fields;
  const count = `${cells.length} for ${length} ${length === 1 ? 'column' : 'columns'}`;
  const at = (index: number) => placeAt(source, starts.at(index) as number);
  if (open) return problem(at(-1), ...unclosed);
  if (cells.length < length) {
    const fix = 'add the missing cells; an empty one needs its separator';
    return problem(at(0), 'missing-cell', `the row has too few cells: ${count}`, fix);
  }
  const fix = 'quote a cell that holds the separator, or remove the extra one';
  return problem(at(length), 'extra-cell', `the row has too many cells: ${count}`, fix);
}

type Explained = [rule: string, reason: string, fix: string];

const unclosed: Explained = ['malformed', 'a quoted cell is not closed', 'close the quotation mark; double one inside a quoted cell'];

/** Turns the rows that DuckDB refused into problems with line and column. */
function refusedProblems(rows: readonly Row[], resource: Resource, bytes: Buffer): Problem[] {
  return rows.map((row) => {
    const before = bytes.subarray(0, skipLineEnd(bytes, Number(row.byte_position))).toString('utf8');
    const place = placeAt({ path: resourceFile(resource), text: before }, before.length);
    return problem(place, ...explainRefusal(String(row.error_type), String(row.error_message)));
  });
}

/** DuckDB may point at the line end before a record; the record begins after it. */
function skipLineEnd(bytes: Buffer, offset: number): number {
  let at = offset;
  while (bytes[at] === 0x0a || bytes[at] === 0x0d) at++;
  return at;
}

function explainRefusal(kind: string, message: string): Explained {
  switch (kind) {
    case 'UNQUOTED VALUE':
      return unclosed;
    case 'INVALID ENCODING':
    case 'INVALID UNICODE': {
      const fix = 'set "encoding" in data/datapackage.json to what the file really is, such as big5';
      return ['encoding', 'the file is not valid utf-8', fix];
    }
    default:
      return ['malformed', message.split('\n')[0] as string, 'mend the row'];
  }
}
