import { writeFile } from 'node:fs/promises';
import { linePlaces, type SourceFile } from '../files.ts';
import { endStage, type Place, type Problem, problem } from '../problems.ts';
import type { Database } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { type DatasetText, readText } from './encoding.ts';
import { headerProblems } from './header.ts';
import { loadPlain, type PlainFile, PlainWriter } from './plain.ts';
import { type CellPlace, longestCell, textFault } from './raw.ts';
import { type CsvRecord, csvRecords, type Dialect, isBlank } from './records.ts';
import { regularLines } from './regular.ts';

/**
 * Reads the CSV file at `path` into the raw table. A file of regular lines is left to DuckDB; of any other, the cells are
 * copied to `scratch` first. Throws a problem for its header, else for each row that is not one of cells.
 */
export async function readCsv(database: Database, resource: Resource, path: string, scratch: string): Promise<CellPlace> {
  const source = await readText(path, resource);
  const dialect = dialectOf(resource);
  const placeOf = linePlaces(source);
  const regular = await regularFile(source, dialect, resource, path, scratch);
  // The names of a regular file are on its first line: the rest need not be decoded.
  const rows = dataRecords(regular ? firstLine(source.bytes) : source.text, dialect, resource);
  const header = rows.next().value;
  endStage(
    header?.fault
      ? [faultProblem(header.fault, placeOf)]
      : headerProblems(resource, header?.cells ?? [], header?.starts[0] ? placeOf(header.starts[0]) : undefined),
  );
  await loadPlain(database, resource, regular ?? (await copyRows(rows, resource, placeOf, scratch)));
  return cellPlaces(source, dialect, resource, placeOf);
}

const firstLine = (bytes: Buffer) => bytes.subarray(0, Math.max(0, bytes.indexOf('\n')) || bytes.length).toString('utf8');

/** The cells are escaped by doubled quotation marks unless the dialect says otherwise; an escape character is one way more. */
export function dialectOf(resource: Resource): Dialect {
  const { delimiter = ',', quoteChar = '"', doubleQuote = true, escapeChar, commentChar } = resource.dialect ?? {};
  const escapes = [...(doubleQuote ? [quoteChar] : []), ...(escapeChar === undefined ? [] : [escapeChar])];
  return { delimiter, quote: quoteChar, escapes, comment: commentChar };
}

/** The records that hold cells, the header first. */
export function* dataRecords(text: string, dialect: Dialect, { schema }: Resource): Generator<CsvRecord, undefined> {
  let first = true;
  for (const record of csvRecords(text, dialect)) {
    if (isBlank(record, text) && (first || schema.fields.length > 1)) continue;
    first = false;
    yield record;
  }
}

/** The file as a plain one where it is that already: itself, or its text in UTF-8 written to `target`. */
async function regularFile(
  { bytes, verbatim }: DatasetText,
  dialect: Dialect,
  resource: Resource,
  path: string,
  target: string,
): Promise<PlainFile | undefined> {
  const regular = regularLines(bytes, dialect, resource.schema.fields.length);
  if (!regular || regular.longest > longestCell) return undefined;
  if (!verbatim) await writeFile(target, bytes);
  return { path: verbatim ? path : target, ...regular, coded: false };
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
  if (cells.length === length) return cells.flatMap((cell, index) => textProblems(cell, () => placeOf(starts[index] as number)));
  const count = `${cells.length} for ${length} ${length === 1 ? 'column' : 'columns'}`;
  if (cells.length < length) {
    const fix = 'add the missing cells; an empty one needs its separator';
    return [problem(placeOf(starts[0] as number), 'missing-cell', `the row has too few cells: ${count}`, fix)];
  }
  const fix = 'quote a cell that holds the separator, or remove the extra one';
  return [problem(placeOf(starts[length] as number), 'extra-cell', `the row has too many cells: ${count}`, fix)];
}

/** At most one problem: what a cell may not hold. */
function textProblems(text: string, place: () => Place): Problem[] {
  const fault = textFault(text);
  return fault ? [problem(place(), ...fault)] : [];
}

const faultProblem = ({ at, reason, fix }: NonNullable<CsvRecord['fault']>, placeOf: PlaceOf) =>
  problem(placeOf(at), 'malformed', reason, fix);

/** Finds cells in the text; where the rows begin is looked up when the first is asked for. */
function cellPlaces(source: SourceFile, dialect: Dialect, resource: Resource, placeOf: PlaceOf): CellPlace {
  let rowStarts: number[] | undefined;
  return async (row, field) => {
    rowStarts ??= Array.from(dataRecords(source.text, dialect, resource), ({ starts }) => starts[0] as number);
    const start = rowStarts[row + 1];
    if (start === undefined) return { file: resourceFile(resource) };
    const [record] = csvRecords(source.text, dialect, start);
    const column = resource.schema.fields.findIndex((each) => each.name === field);
    return placeOf(record?.starts[column] ?? start);
  };
}
