import { writeFile } from 'node:fs/promises';
import { linePlaces, type SourceFile } from '../files.ts';
import { endStage, type Place, type Problem, problem } from '../problems.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { type Dialect, dialectOf, isHeadless } from './dialect.ts';
import { type DatasetText, isUtf8Label, readText } from './encoding.ts';
import { matchColumns } from './header.ts';
import { type Column, type PlainFile, PlainWriter, plainSource } from './plain.ts';
import { type CellPlace, textFault } from './raw.ts';
import { type CsvRecord, csvRecords, isBlank } from './records.ts';
import { lineFinder, regularLines } from './regular.ts';
import type { Source } from './source.ts';

/**
 * Opens the CSV file at `path`. A file of regular lines is left to DuckDB, and not even held; of any other, the cells are
 * copied to `scratch` first. Throws a problem for its header, else for each row that is not one of cells. A file that is not the
 * `first` of its dataset may leave the names out.
 */
export async function openCsv(resource: Resource, path: string, scratch: string, first = true): Promise<Source> {
  let dialect = csvDialect(resource);
  let text: Promise<DatasetText> | undefined;
  const read = () => {
    text ??= readText(path, resource);
    return text;
  };
  const own = isUtf8Label(resource.encoding) ? await regularLines(path, dialect) : undefined;
  const found = own ?? (await regularCopy(await read(), dialect, scratch));
  if (!first && isContinued(found?.first ?? (await read()).text, dialect, resource)) dialect = withoutHeader(dialect);
  const headless = isHeadless(dialect.header);
  const lines = found && (!headless || found.width === resource.schema.fields.length) ? found : undefined;
  const source = lines ? { path: resourceFile(resource), text: lines.first } : await read();
  const placeOf = linePlaces(source);
  const rows = dataRecords(source.text, dialect, resource);
  const header = headless ? undefined : rows.next().value;
  if (header?.fault) endStage([faultProblem(header.fault, placeOf)]);
  const place = header?.starts[0] === undefined ? undefined : placeOf(header.starts[0]);
  const columns = matchColumns(resource, headless ? undefined : (header?.cells ?? []), place);
  const at = own ? path : scratch;
  if (lines) {
    const file = { ...lines, path: at, coded: false, header: !headless };
    return plainSource(resource, file, columns, linedPlaces(at, dialect, resource, columns));
  }
  const file = await copyRows(rows, columns, placeOf, scratch);
  return plainSource(resource, file, columns, cellPlaces(read, dialect, resource, columns));
}

/** How the text of a file is written to `target` in UTF-8, where that is regular and the file itself is not. */
async function regularCopy({ bytes, verbatim }: DatasetText, dialect: Dialect, target: string) {
  if (verbatim) return undefined;
  await writeFile(target, bytes);
  return regularLines(target, dialect);
}

/** The dialect of a CSV file, or of one whose cells tabs separate. */
export const csvDialect = ({ dialect, format }: Resource): Dialect => dialectOf(dialect, format === 'tsv' ? '\t' : ',');

/** True for a file that goes on where the one before it ends: not one cell of its first row is a name. */
function isContinued(text: string, dialect: Dialect, { schema }: Resource): boolean {
  if (dialect.header.rows !== 'first' || schema.fields.length < 2) return false;
  const [record] = csvRecords(text, dialect);
  return record !== undefined && !record.cells.some((cell) => schema.fields.some(({ name }) => name === cell));
}

const withoutHeader = (dialect: Dialect): Dialect => ({ ...dialect, header: { ...dialect.header, rows: [] } });

/** The records that hold cells; the first is that of the names, where the dialect has them. */
export function* dataRecords(text: string, dialect: Dialect, { schema }: Resource): Generator<CsvRecord, undefined> {
  const { rows, without, join } = dialect.header;
  const last = rows === 'first' ? 0 : Math.max(0, ...rows);
  let names: CsvRecord | undefined;
  let first = rows === 'first';
  for (const record of csvRecords(text, dialect)) {
    if (without.includes(record.nth)) continue;
    if (rows !== 'first' && record.nth <= last) {
      if (rows.includes(record.nth)) names = joinNames(names, record, join);
      if (record.nth === last && names) yield names;
    } else if (!isBlank(record, text, dialect) || (!first && schema.fields.length === 1)) {
      first = false;
      yield record;
    }
  }
}

/** Names of several rows, one below the other. */
function joinNames(above: CsvRecord | undefined, record: CsvRecord, join: string): CsvRecord {
  if (!above || above.fault) return above ?? record;
  const width = Math.max(above.cells.length, record.cells.length);
  const name = (_: unknown, index: number) => [above.cells[index], record.cells[index]].filter(Boolean).join(join);
  return { ...record, cells: Array.from({ length: width }, name) };
}

/** More problems than these are not listed. */
const mostProblems = 100;

/** Copies the rows into a plain file at `target`. Throws a problem for each that is not one of cells. */
async function copyRows(rows: Iterable<CsvRecord>, columns: readonly Column[], placeOf: PlaceOf, target: string): Promise<PlainFile> {
  const problems: Problem[] = [];
  const writer = await PlainWriter.open(target);
  try {
    for (const record of rows) {
      problems.push(...recordProblems(record, columns, placeOf));
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

function recordProblems({ cells, starts, fault }: CsvRecord, { length }: readonly Column[], placeOf: PlaceOf): Problem[] {
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

const columnOf = (columns: readonly Column[], field: string) => columns.findIndex((each) => each?.name === field);

/** Finds cells in a regular file, whose rows are its lines. */
function linedPlaces(path: string, dialect: Dialect, resource: Resource, columns: readonly Column[]): CellPlace {
  const file = resourceFile(resource);
  const lineAt = lineFinder(path);
  return async (row, field) => {
    const nth = row + (isHeadless(dialect.header) ? 0 : 1);
    const [record] = csvRecords((await lineAt(nth)) ?? '', dialect);
    return { file, line: nth + 1, column: (record?.starts[columnOf(columns, field)] ?? 0) + 1 };
  };
}

/** Finds cells in the text, which is read when the first is asked for. */
function cellPlaces(read: () => Promise<SourceFile>, dialect: Dialect, resource: Resource, columns: readonly Column[]): CellPlace {
  let known: { rowStarts: number[]; placeOf: PlaceOf } | undefined;
  return async (row, field) => {
    const source = await read();
    known ??= {
      rowStarts: Array.from(dataRecords(source.text, dialect, resource), ({ starts }) => starts[0] as number),
      placeOf: linePlaces(source),
    };
    const start = known.rowStarts[row + (isHeadless(dialect.header) ? 0 : 1)];
    if (start === undefined) return { file: resourceFile(resource) };
    const [record] = csvRecords(source.text, dialect, start);
    return known.placeOf(record?.starts[columnOf(columns, field)] ?? start);
  };
}
