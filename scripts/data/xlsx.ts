import { readFile } from 'node:fs/promises';
import { endStage, type Place, type Problem, ProjectError, problem } from '../problems.ts';
import { type Resource, type ResourceField, resourceFile } from './descriptor.ts';
import { headerOf, isHeadless } from './dialect.ts';
import { missingDataset } from './encoding.ts';
import { matchColumns } from './header.ts';
import { wholeNumber } from './json.ts';
import { type Column, type PlainFile, PlainWriter, plainSource } from './plain.ts';
import { textFault } from './raw.ts';
import type { Source } from './source.ts';
import { spell } from './spelling.ts';
import { type Area, addressOf, parseArea, readSheet, type Sheet, type SheetCell, WorkbookError } from './workbook.ts';

/** The rows of a sheet that hold cells, by number, the columns that are read, and their fields. */
interface Grid {
  sheet: Sheet;
  rows: readonly number[];
  /** The first column. */
  left: number;
  fields: readonly Column[];
  place: (row: number, column: number) => Place;
}

/** Opens a sheet of the .xlsx file at `path` by way of a copy at `scratch`. Throws a problem for each cell that cannot be read. */
export async function openXlsx(resource: Resource, path: string, scratch: string): Promise<Source> {
  const grid = await readGrid(resource, path);
  const file = await copyRows(grid, scratch);
  return plainSource(resource, file, grid.fields, async (row, field) => grid.place(grid.rows[row] ?? 0, columnOf(grid, field)));
}

/** The column of a field, from 1. */
const columnOf = ({ left, fields }: Grid, field: string) =>
  left +
  Math.max(
    0,
    fields.findIndex((each) => each?.name === field),
  );

/** Reads the cells of a dataset out of its workbook. Throws a problem where that is none, or where its names do not fit. */
async function readGrid(resource: Resource, path: string): Promise<Grid> {
  const { sheet: which, sheetName, sheetNumber, range } = resource.dialect ?? {};
  const file = resourceFile(resource);
  const sheet = await sheetOf(resource, path, which ?? sheetName ?? sheetNumber);
  const place = (row: number, column: number): Place => ({ file, cell: `${quoted(sheet.name)}!${addressOf(row, column)}` });
  const area = areaOf(sheet, range);
  const { header, rows } = splitRows(sheet, area, resource);
  const all = { sheet, area, place };
  const names = header.length > 0 ? namesIn(all, header, headerOf(resource.dialect).join) : undefined;
  const isNamed = !isHeadless(headerOf(resource.dialect));
  const first = place(header.at(-1) ?? area.top, names?.left ?? area.left);
  const fields = matchColumns(resource, isNamed ? (names?.texts ?? []) : undefined, first);
  const left = names?.left ?? area.left;
  const grid = { sheet, rows, left, fields, place };
  endStage([...mergedProblems(grid, header), ...strayProblems(grid, area)]);
  return grid;
}

async function sheetOf(resource: Resource, path: string, which: string | number | undefined): Promise<Sheet> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw missingDataset(resource, error.code ?? 'it cannot be opened');
  });
  try {
    return readSheet(bytes, which);
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    throw new ProjectError([problem({ file: resourceFile(resource) }, 'malformed', error.message, error.fix)]);
  }
}

const quoted = (name: string) => (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? name : `'${name.replaceAll("'", "''")}'`);

/** The area of the range; from one cell on, or without a range, as far as the sheet goes. */
function areaOf({ rows }: Sheet, range: string | undefined): Area {
  const filled: Area = { top: 1, left: Number.POSITIVE_INFINITY, bottom: 1, right: 1 };
  for (const [row, cells] of rows) {
    filled.bottom = Math.max(filled.bottom, row);
    for (const column of cells.keys()) {
      filled.left = Math.min(filled.left, column);
      filled.right = Math.max(filled.right, column);
    }
  }
  if (range === undefined) return { ...filled, left: Math.min(filled.left, filled.right) };
  const area = parseArea(range);
  if (range.includes(':')) return area;
  return { ...area, bottom: Math.max(area.top, filled.bottom), right: Math.max(area.left, filled.right) };
}

/** The rows of names and the rows of cells. Rows with nothing in them are none; those named by number are counted from the top of the area. */
function splitRows(sheet: Sheet, area: Area, { dialect }: Resource): { header: number[]; rows: number[] } {
  const { rows: named, without } = headerOf(dialect);
  const numbers = [...sheet.rows.keys()].filter((row) => row >= area.top && row <= area.bottom).sort((a, b) => a - b);
  const isFilled = (row: number) => {
    for (const [column, { kind, text }] of sheet.rows.get(row) ?? [])
      if (isWithin(area, column) && (text !== '' || kind === 'stale')) return true;
    return false;
  };
  const filled = numbers.filter((row) => isFilled(row) && !without.includes(row - area.top + 1));
  if (named === 'first') return { header: filled.slice(0, 1), rows: filled.slice(1) };
  const last = Math.max(0, ...named);
  const header = named.map((row) => row + area.top - 1).sort((a, b) => a - b);
  return { header, rows: filled.filter((row) => row - area.top + 1 > last) };
}

const isWithin = ({ left, right }: Pick<Area, 'left' | 'right'>, column: number) => column >= left && column <= right;

/** The names in some rows, from the first column that has one to the last. */
function namesIn(
  { sheet, area }: { sheet: Sheet; area: Area },
  header: readonly number[],
  join: string,
): { left: number; texts: string[] } {
  const nameOf = (column: number) =>
    header
      .map((row) => sheet.rows.get(row)?.get(column)?.text ?? '')
      .filter((text) => text !== '')
      .join(join);
  const columns = Array.from({ length: area.right - area.left + 1 }, (_, index) => area.left + index);
  const named = columns.filter((column) => nameOf(column) !== '');
  const [left = area.left, right = left - 1] = [named[0], named.at(-1)];
  return { left, texts: columns.filter((column) => isWithin({ left, right }, column)).map(nameOf) };
}

/** A problem for each area of merged cells in the table: all but its first cell would be empty. */
function mergedProblems({ sheet, rows, left, fields, place }: Grid, header: readonly number[]): Problem[] {
  const [top = 0, bottom = 0] = [header[0] ?? rows[0], rows.at(-1) ?? header.at(-1)];
  const right = left + fields.length - 1;
  const touched = sheet.merged.filter((area) => area.bottom >= top && area.top <= bottom && area.right >= left && area.left <= right);
  return touched.map((area) => {
    const reason = `the cells ${addressOf(area.top, area.left)}:${addressOf(area.bottom, area.right)} are merged`;
    return problem(
      place(area.top, area.left),
      'merged-cells',
      reason,
      'unmerge them, and fill each; or give the range of the table in the dialect',
    );
  });
}

/** More problems than these are not listed. */
const mostProblems = 100;

/** A problem for each cell beside the table that no column holds. */
function strayProblems({ sheet, rows, left, fields, place }: Grid, area: Area): Problem[] {
  const own = { left, right: left + fields.length - 1 };
  const problems: Problem[] = [];
  const fix = 'give the column a name, or the range of the table in the dialect';
  for (const row of rows)
    for (const [column, { text }] of sheet.rows.get(row) ?? []) {
      if (text === '' || !isWithin(area, column) || isWithin(own, column) || problems.length >= mostProblems) continue;
      problems.push(problem(place(row, column), 'extra-cell', 'the cell stands in no column of the table', fix));
    }
  return problems;
}

async function copyRows(grid: Grid, target: string): Promise<PlainFile> {
  const problems: Problem[] = [];
  const writer = await PlainWriter.open(target);
  try {
    for (const row of grid.rows) {
      const cells = grid.fields.map((field, index) => (field ? grid.sheet.rows.get(row)?.get(grid.left + index) : undefined));
      for (const [index, cell] of cells.entries()) if (cell) problems.push(...cellProblems(cell, () => grid.place(row, grid.left + index)));
      if (problems.length >= mostProblems) break;
      const texts = cells.map((cell, index) => cell && cellText(cell, grid.fields[index] as ResourceField));
      if (problems.length === 0) await writer.add(texts);
    }
    endStage(problems);
    return await writer.finish();
  } finally {
    await writer.close();
  }
}

function cellProblems({ kind, text }: SheetCell, place: () => Place): Problem[] {
  if (kind === 'error') return [problem(place(), 'error-cell', `the cell holds the error ${text}`, 'mend its formula, or empty the cell')];
  if (kind === 'stale') {
    const fix = 'open the workbook in a spreadsheet program, let it compute, and save it';
    return [problem(place(), 'error-cell', 'the formula has no value saved with it', fix)];
  }
  const fault = textFault(text);
  return fault ? [problem(place(), ...fault)] : [];
}

/** A cell as text, in the spelling of its field. A day is one of a month where the field asks for that. */
function cellText({ kind, text }: SheetCell, field: ResourceField): string {
  const { type } = field;
  if (kind === 'date' && type === 'yearmonth') return text.replace(/-01$/, '');
  if (kind === 'number') return spell(field, type === 'integer' || type === 'year' ? wholeNumber(text) : text);
  return kind === 'boolean' ? spell(field, text) : text;
}
