import { insideProject, linePlaces } from '../files.ts';
import type { Place } from '../problems.ts';
import type { Project } from '../project.ts';
import { dataRecords, dialectOf } from './csv.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { readText } from './encoding.ts';
import { jsonRows } from './members.ts';

/** A cell by its names: `key` is that of its row, as records have it. */
export interface CellName {
  table: string;
  key: string;
  field: string;
}

/** Where a cell stands: in the file of its dataset, or where the query of its model names the field. Undefined where there is no such table. */
export async function locateCell(project: Project, { table, key, field }: CellName): Promise<Place | undefined> {
  if (table === 'deck') return { file: project.decksFile.path };
  const model = project.models.find(({ path }) => path === `data/${table}.sql`);
  if (model) return placeInModel(model.text, model.path, field);
  const resource = project.descriptor.resources.find((each) => each.name === table);
  return resource && placeInDataset(project.root, resource, key, field);
}

/** The last line that names the field: where the query gives it, below the front matter that describes it. */
function placeInModel(text: string, file: string, field: string): Place {
  const name = new RegExp(`(?<![\\w$])${field.replace(/\W/g, '\\$&')}(?![\\w$])`, 'i');
  const lines = text.split('\n');
  const alias = lines.findIndex((line) => new RegExp(`\\bAS\\s+"?${name.source}`, 'i').test(line));
  return { file, line: Math.max(0, alias >= 0 ? alias : lines.findLastIndex((line) => name.test(line))) + 1 };
}

/** Tells the line of a dataset's row by its key; undefined where its file has no lines. */
export async function locateRows({ root, descriptor }: Project, table: string): Promise<((key: string) => number | undefined) | undefined> {
  const resource = descriptor.resources.find((each) => each.name === table);
  if (!resource || isParquet(resource)) return undefined;
  const source = await readText(await insideProject(root, resourceFile(resource)), resource);
  const placeOf = linePlaces(source);
  const rows = [...rowsIn(source.text, resource)];
  return (key) => {
    const isRow = rowTest(resource, key);
    const row = rows.find((each, nth) => isRow(each.texts, nth));
    return row && placeOf(row.startOf(resource.schema.fields[0]?.name ?? '')).line;
  };
}

const isParquet = (resource: Resource) => (resource.format ?? resource.path.split('.').at(-1)?.toLowerCase()) === 'parquet';

const rowsIn = (text: string, resource: Resource) =>
  /\.json$/i.test(resourceFile(resource)) || resource.format === 'json' ? membersIn(text) : cellsIn(text, resource);

async function placeInDataset(root: string, resource: Resource, key: string, field: string): Promise<Place> {
  const file = resourceFile(resource);
  if (isParquet(resource)) return { file };
  const source = await readText(await insideProject(root, file), resource);
  const isRow = rowTest(resource, key);
  let nth = 0;
  for (const row of rowsIn(source.text, resource)) if (isRow(row.texts, nth++)) return linePlaces(source)(row.startOf(field));
  return { file };
}

interface RowText {
  texts: ReadonlyMap<string, string>;
  startOf(field: string): number;
}

function* cellsIn(text: string, resource: Resource): Generator<RowText> {
  const names = resource.schema.fields.map((each) => each.name);
  const records = dataRecords(text, dialectOf(resource), resource);
  records.next();
  for (const { cells, starts } of records)
    yield {
      texts: new Map(names.map((name, index) => [name, cells[index] ?? ''])),
      startOf: (field) => starts[names.indexOf(field)] ?? (starts[0] as number),
    };
}

function* membersIn(text: string): Generator<RowText> {
  for (const { at, members } of jsonRows(text))
    yield {
      texts: new Map([...members].map(([name, { value }]) => [name, value])),
      startOf: (field) => members.get(field)?.at ?? at,
    };
}

/** Tells whether a row has a key: `#3` is the third one, `2025-09-01/us` has these cells. */
function rowTest({ schema: { primaryKey = [] } }: Resource, key: string): (texts: ReadonlyMap<string, string>, nth: number) => boolean {
  if (primaryKey.length === 0) return (_, nth) => key === `#${nth + 1}`;
  const parts = primaryKey.length === 1 ? [key] : key.split('/');
  return (texts) => primaryKey.every((name, index) => isSame(texts.get(name) ?? '', parts[index] ?? ''));
}

/** True for a value as text and as it is written: a month is kept as its first day, a number may be written in many ways. */
const isSame = (written: string, value: string) =>
  written === value || `${written}-01` === value || (written !== '' && value !== '' && Number(written) === Number(value));
