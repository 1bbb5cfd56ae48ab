import { readFile } from 'node:fs/promises';
import { placeAt } from '../files.ts';
import { endStage, type Problem, problem } from '../problems.ts';
import { type Database, quoteName, quoteText } from './database.ts';
import { type Resource, type ResourceField, resourceFile } from './descriptor.ts';
import { readHead } from './encoding.ts';
import { headerProblems } from './header.ts';
import { type CellPlace, rawColumns, rawName, withArticle } from './raw.ts';
import type { Row } from './tables.ts';

type Dialect = Record<'delimiter' | 'quote' | 'escape' | 'comment', string>;

/** Reads a CSV file (UTF-8, at `path`) into the raw table. Throws a problem for its header, else for each row that DuckDB refuses. */
export async function readCsv(database: Database, resource: Resource, path: string): Promise<CellPlace> {
  const dialect = dialectOf(resource);
  const start = (await readHead(path, resource)).toString('utf8');
  const [header] = walkRecords(start, dialect);
  endStage(headerProblems(resource, header?.cells ?? []));
  const rejects = `rejects_${resource.name}`;
  await database.run(`CREATE TABLE ${rawName(resource)} AS SELECT * FROM ${csvSource(resource, path, dialect, rejects)}`);
  const refused = await database.rows(`SELECT * FROM ${quoteName(rejects)} ORDER BY byte_position, column_idx`);
  if (refused.length > 0) endStage(refusedProblems(refused, resource, await readFile(path)));
  return cellPlaces(resource, path, dialect);
}

function dialectOf(resource: Resource): Dialect {
  const { delimiter = ',', quoteChar = '"', escapeChar = quoteChar, commentChar = '' } = resource.dialect ?? {};
  return { delimiter, quote: quoteChar, escape: escapeChar, comment: commentChar };
}

/** The file as DuckDB's `read_csv`, which keeps the rows that it refuses in the table `rejects`. */
function csvSource(resource: Resource, path: string, dialect: Dialect, rejects: string): string {
  const nulls = (resource.schema.missingValues ?? ['']).map(quoteText);
  return `read_csv(${quoteText(path)}, auto_detect = false,
    header = true, delim = ${quoteText(dialect.delimiter)}, quote = ${quoteText(dialect.quote)}, escape = ${quoteText(dialect.escape)},
    comment = ${quoteText(dialect.comment)}, nullstr = [${nulls}], columns = ${rawColumns(resource)},
    store_rejects = true, rejects_table = ${quoteText(rejects)}, rejects_scan = ${quoteText(`${rejects}_scan`)})`;
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

/** Walks the records of a CSV text, its header first, with the offset at which each cell begins. */
function* walkRecords(text: string, { delimiter, quote, comment }: Dialect): Generator<{ starts: number[]; cells: string[] }> {
  let starts = [0];
  let cell = '';
  let cells: string[] = [];
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (quoted && char === quote && text[at + 1] === quote) cell += text[at++];
    else if (char === quote) quoted = !quoted;
    else if (quoted && char !== undefined) cell += char;
    else if (char === delimiter) {
      cells.push(cell);
      starts.push(at + 1);
      cell = '';
    } else if (char === '\n' || char === undefined) {
      cells.push(cell.replace(/\r$/, ''));
      const empty = cells.length === 1 && cells[0] === '';
      if (!empty && !(comment && cells[0]?.startsWith(comment))) yield { starts, cells };
      [cells, cell, starts] = [[], '', [at + 1]];
    } else cell += char;
  }
}

/** Turns the rows that DuckDB refused into problems with line and column. */
function refusedProblems(rows: readonly Row[], resource: Resource, bytes: Buffer): Problem[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    // A short row is refused once for each cell that it lacks.
    const id = `${row.line_byte_position} ${row.error_type} ${row.error_type === 'MISSING COLUMNS' ? '' : row.column_idx}`;
    if (seen.has(id)) return [];
    seen.add(id);
    const offset = Math.max(0, Number(row.byte_position) - (row.error_type === 'CAST' ? 1 : 0));
    const before = bytes.subarray(0, skipLineEnd(bytes, offset)).toString('utf8');
    const place = placeAt({ path: resourceFile(resource), text: before }, before.length);
    const field = resource.schema.fields.find((each) => each.name === row.column_name);
    return [problem(place, ...explainRefusal(String(row.error_type), String(row.error_message), field))];
  });
}

/** DuckDB may point at the line end before a record; the record begins after it. */
function skipLineEnd(bytes: Buffer, offset: number): number {
  let at = offset;
  while (bytes[at] === 0x0a || bytes[at] === 0x0d) at++;
  return at;
}

function explainRefusal(kind: string, message: string, field: ResourceField | undefined): [rule: string, reason: string, fix: string] {
  const value = /convert string "([\s\S]*?)" to/.exec(message)?.[1] ?? '?';
  switch (kind) {
    case 'CAST': {
      const reason = `"${value}" is not a valid ${field?.type} for "${field?.name}"`;
      return ['wrong-type', reason, `write ${withArticle(field?.type)}, or leave the cell empty`];
    }
    case 'MISSING COLUMNS':
      return ['missing-cell', `the row has too few cells: ${message}`, 'add the missing cells; an empty one needs its separator'];
    case 'TOO MANY COLUMNS':
      return ['extra-cell', `the row has too many cells: ${message}`, 'quote a cell that holds the separator, or remove the extra one'];
    case 'UNQUOTED VALUE':
      return ['malformed', 'a quoted cell is not closed', 'close the quotation mark; double one inside a quoted cell'];
    case 'INVALID ENCODING':
    case 'INVALID UNICODE': {
      const fix = 'set "encoding" in data/datapackage.json to what the file really is, such as big5';
      return ['encoding', 'the file is not valid utf-8', fix];
    }
    default:
      return ['malformed', message.split('\n')[0] as string, 'mend the row'];
  }
}
