import { writeFile } from 'node:fs/promises';
import { linePlaces, type SourceFile } from '../files.ts';
import { endStage, type Place, type Problem, problem } from '../problems.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { type DatasetText, isUtf8Label, readText } from './encoding.ts';
import { headerProblems } from './header.ts';
import { type PlainFile, PlainWriter, plainSource } from './plain.ts';
import { type CellPlace, textFault } from './raw.ts';
import { type CsvRecord, csvRecords, type Dialect, isBlank } from './records.ts';
import { regularLines } from './regular.ts';
import type { Source } from './source.ts';

/**
 * Opens the CSV file at `path`. A file of regular lines is left to DuckDB, and not even held; of any other, the cells are
 * copied to `scratch` first. Throws a problem for its header, else for each row that is not one of cells.
 */
export async function openCsv(resource: Resource, path: string, scratch: string): Promise<Source> {
  const dialect = dialectOf(resource);
  const { length } = resource.schema.fields;
  let text: Promise<DatasetText> | undefined;
  const read = () => {
    text ??= readText(path, resource);
    return text;
  };
  const own = isUtf8Label(resource.encoding) ? await regularLines(path, dialect, length) : undefined;
  const lines = own ?? (await regularCopy(await read(), dialect, length, scratch));
  const source = lines ? { path: resourceFile(resource), text: lines.header } : await read();
  const placeOf = linePlaces(source);
  const rows = dataRecords(source.text, dialect, resource);
  const header = rows.next().value;
  endStage(
    header?.fault
      ? [faultProblem(header.fault, placeOf)]
      : headerProblems(resource, header?.cells ?? [], header?.starts[0] ? placeOf(header.starts[0]) : undefined),
  );
  const file = lines ? { ...lines, path: own ? path : scratch, coded: false } : await copyRows(rows, resource, placeOf, scratch);
  return plainSource(resource, file, cellPlaces(read, dialect, resource));
}

/** How the text of a file is written to `target` in UTF-8, where that is regular and the file itself is not. */
async function regularCopy({ bytes, verbatim }: DatasetText, dialect: Dialect, columns: number, target: string) {
  if (verbatim) return undefined;
  await writeFile(target, bytes);
  return regularLines(target, dialect, columns);
}

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

/** Finds cells in the text, which is read when the first is asked for. */
function cellPlaces(read: () => Promise<SourceFile>, dialect: Dialect, resource: Resource): CellPlace {
  let known: { rowStarts: number[]; placeOf: PlaceOf } | undefined;
  return async (row, field) => {
    const source = await read();
    known ??= {
      rowStarts: Array.from(dataRecords(source.text, dialect, resource), ({ starts }) => starts[0] as number),
      placeOf: linePlaces(source),
    };
    const start = known.rowStarts[row + 1];
    if (start === undefined) return { file: resourceFile(resource) };
    const [record] = csvRecords(source.text, dialect, start);
    const column = resource.schema.fields.findIndex((each) => each.name === field);
    return known.placeOf(record?.starts[column] ?? start);
  };
}
