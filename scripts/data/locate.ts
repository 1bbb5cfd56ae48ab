import { type Place, ProjectError } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Database, openDatabase, quoteName } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { withSource } from './load.ts';
import { cellName, typedCell } from './raw.ts';
import type { Source } from './source.ts';
import { rowKey } from './tables.ts';

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

/** The last line that names the field: where the query gives it, below the comment that describes it. */
function placeInModel(text: string, file: string, field: string): Place {
  const name = new RegExp(`(?<![\\w$])${field.replace(/\W/g, '\\$&')}(?![\\w$])`, 'i');
  const lines = text.split('\n');
  const alias = lines.findIndex((line) => new RegExp(`\\bAS\\s+"?${name.source}`, 'i').test(line));
  return { file, line: Math.max(0, alias >= 0 ? alias : lines.findLastIndex((line) => name.test(line))) + 1 };
}

/** Where a cell stands in the files of its dataset; these alone where the row is not found, or a file cannot be read. */
async function placeInDataset(root: string, resource: Resource, key: string, field: string): Promise<Place> {
  const files = { file: resourceFile(resource) };
  const database = await openDatabase();
  try {
    return await withSource(
      async () => database,
      root,
      resource,
      async (source) => {
        const row = await rowOf(database, resource, source, key);
        return row < 0 ? files : source.place(row, field);
      },
    );
  } catch (error) {
    if (error instanceof ProjectError) return files;
    throw error;
  } finally {
    database.close();
  }
}

/** The lines of rows (from 0) of a dataset, in the files that it has; undefined where these have no lines, or cannot be read. */
export async function locateRows({ root, descriptor }: Project, table: string, rows: readonly number[]): Promise<(number | undefined)[]> {
  const resource = descriptor.resources.find((each) => each.name === table);
  if (!resource || resource.format === 'parquet') return [];
  let database: Promise<Database> | undefined;
  const open = () => {
    database ??= openDatabase();
    return database;
  };
  try {
    const field = resource.schema.fields[0]?.name ?? '';
    return await withSource(open, root, resource, async ({ place }) => {
      const lines: (number | undefined)[] = [];
      for (const row of rows) lines.push((await place(row, field)).line);
      return lines;
    });
  } catch (error) {
    if (error instanceof ProjectError) return [];
    throw error;
  } finally {
    (await database)?.close();
  }
}

/** The number of a row, from 0, by its key as records have it: `#3` is the third one, `2025-09-01/us` has these cells. -1 where there is none. */
async function rowOf(database: Database, { schema }: Resource, { from, cells }: Source, key: string): Promise<number> {
  const { primaryKey = [], fields } = schema;
  if (primaryKey.length === 0) return Number(/^#(\d+)$/.exec(key)?.[1] ?? 0) - 1;
  const texts = fields.map((field, index) => `${cells[index]?.text} AS ${cellName(field)}`);
  const own = primaryKey.flatMap((name) => fields.filter((field) => field.name === name));
  const values = own.map((field) => `${typedCell(field)} AS ${quoteName(field.name)}`);
  const rows = await database.rows(`SELECT ${values} FROM (SELECT ${texts} FROM ${from})`);
  return rows.findIndex((row, index) => rowKey({ primaryKey }, row, index) === key);
}
