import { linePlaces, type SourceFile } from '../files.ts';
import { endStage, type Place, type Problem, problem } from '../problems.ts';
import type { Database } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { type DatasetText, readText } from './encoding.ts';
import { headerProblems } from './header.ts';
import { isUncoded, loadPlain, type PlainFile, PlainWriter } from './plain.ts';
import { type CellPlace, longCell, longestCell } from './raw.ts';
import { type CsvRecord, csvRecords, type Dialect, isBlank } from './records.ts';

/**
 * Reads the CSV file at `path` into the raw table. A file of plain lines is left to DuckDB; of any other, the cells are
 * copied to `scratch` first. Throws a problem for its header, else for each row that is not one of cells.
 */
export async function readCsv(database: Database, resource: Resource, path: string, scratch: string): Promise<CellPlace> {
  const source = await readText(path, resource);
  const dialect = dialectOf(resource);
  const placeOf = linePlaces(source);
  const rows = dataRecords(source.text, dialect, resource);
  const header = rows.next().value;
  endStage(
    header?.fault ? [faultProblem(header.fault, placeOf)] : headerProblems(resource, header?.cells ?? [], placeOf(header?.starts[0] ?? 0)),
  );
  const plain = plainLines(source, dialect, resource, path);
  await loadPlain(database, resource, plain ?? (await copyRows(rows, resource, placeOf, scratch)));
  return cellPlaces(source, dialect, resource, placeOf);
}

/** The cells are escaped by doubled quotation marks unless the dialect says otherwise; an escape character is one way more. */
function dialectOf(resource: Resource): Dialect {
  const { delimiter = ',', quoteChar = '"', doubleQuote = true, escapeChar, commentChar } = resource.dialect ?? {};
  const escapes = [...(doubleQuote ? [quoteChar] : []), ...(escapeChar === undefined ? [] : [escapeChar])];
  return { delimiter, quote: quoteChar, escapes, comment: commentChar };
}

/** The records that hold cells, the header first. */
function* dataRecords(text: string, dialect: Dialect, { schema }: Resource): Generator<CsvRecord, undefined> {
  let first = true;
  for (const record of csvRecords(text, dialect)) {
    if (isBlank(record, text) && (first || schema.fields.length > 1)) continue;
    first = false;
    yield record;
  }
}

/**
 * The file itself as a plain one, where it is that: no sign of the dialect but delimiters, the same number on each
 * line, LF at its end, and no cell that could be too long.
 */
function plainLines(
  { text, verbatim }: DatasetText,
  { delimiter, quote, comment }: Dialect,
  resource: Resource,
  path: string,
): PlainFile | undefined {
  if (!verbatim || delimiter > '\u007F' || text.includes(quote) || !isUncoded(text) || (comment && text.includes(comment)))
    return undefined;
  const [separator, columns] = [delimiter.charCodeAt(0), resource.schema.fields.length];
  let [cells, start, longest] = [1, 0, 0];
  for (let at = 0; at <= text.length; at++) {
    const char = at === text.length ? 10 : text.charCodeAt(at);
    if (char === separator) cells++;
    if (char !== 10) continue;
    if (at === start && at === text.length) break;
    if (cells !== columns || at === start) return undefined;
    longest = Math.max(longest, at - start);
    [cells, start] = [1, at + 1];
  }
  return longest > longestCell ? undefined : { path, separator: delimiter, longest, coded: false };
}

/** More problems than these are not listed. */
const mostProblems = 100;

/** Copies the rows into a plain file at `target`. Throws a problem for each that is not one of cells. */
async function copyRows(rows: Iterable<CsvRecord>, resource: Resource, placeOf: PlaceOf, target: string): Promise<PlainFile> {
  const problems: Problem[] = [];
  const writer = await PlainWriter.open(target);
  try {
    for (const record of rows) {
      problems.push(...recordProblems(record, resource, placeOf));
      if (problems.length >= mostProblems) break;
      if (problems.length === 0) await writer.add(record.cells);
    }
    endStage(problems);
    return await writer.finish();
  } finally {
    await writer.close();
  }
}

type PlaceOf = (offset: number) => Place;

function recordProblems({ cells, starts, fault }: CsvRecord, resource: Resource, placeOf: PlaceOf): Problem[] {
  const { length } = resource.schema.fields;
  if (fault) return [faultProblem(fault, placeOf)];
  const long = cells.flatMap((cell, index) => (cell.length > longestCell ? [problem(placeOf(starts[index] as number), ...longCell)] : []));
  if (cells.length === length) return long;
  const count = `${cells.length} for ${length} ${length === 1 ? 'column' : 'columns'}`;
  if (cells.length < length) {
    const fix = 'add the missing cells; an empty one needs its separator';
    return [problem(placeOf(starts[0] as number), 'missing-cell', `the row has too few cells: ${count}`, fix)];
  }
  const fix = 'quote a cell that holds the separator, or remove the extra one';
  return [problem(placeOf(starts[length] as number), 'extra-cell', `the row has too many cells: ${count}`, fix)];
}

const faultProblem = ({ at, reason, fix }: NonNullable<CsvRecord['fault']>, placeOf: PlaceOf) =>
  problem(placeOf(at), 'malformed', reason, fix);

/** Finds cells in the text; where the rows begin is looked up when the first is asked for. */
function cellPlaces({ text }: SourceFile, dialect: Dialect, resource: Resource, placeOf: PlaceOf): CellPlace {
  let rowStarts: number[] | undefined;
  return async (row, field) => {
    rowStarts ??= Array.from(dataRecords(text, dialect, resource), ({ starts }) => starts[0] as number);
    const start = rowStarts[row + 1];
    if (start === undefined) return { file: resourceFile(resource) };
    const [record] = csvRecords(text, dialect, start);
    const column = resource.schema.fields.findIndex((each) => each.name === field);
    return placeOf(record?.starts[column] ?? start);
  };
}
