import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { scratchFolder } from '../cache.ts';
import { insideProject } from '../files.ts';
import { checkConstraints } from './constraints.ts';
import { readCsv } from './csv.ts';
import { type Database, quoteName } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { missingDataset } from './encoding.ts';
import { readJson } from './json.ts';
import { readParquet } from './parquet.ts';
import { type CellPlace, rawName, typedCell } from './raw.ts';

type Format = NonNullable<Resource['format']>;

/**
 * Loads one dataset into the table of its name. Throws every problem of the file: shape, types, then constraints, where
 * it has not been `checked` before.
 */
export async function loadDataset(database: Database, root: string, resource: Resource, checked = false): Promise<void> {
  const path = await insideProject(root, resourceFile(resource));
  const facts = await stat(path).catch(() => undefined);
  if (facts && !facts.isFile()) throw missingDataset(resource, facts.isDirectory() ? 'EISDIR' : 'it is a device');
  const scratch = await mkdtemp(join(scratchFolder(), 'data-'));
  try {
    const cellPlace = await readRaw(database, resource, path, scratch);
    if (!checked) await checkConstraints(database, resource, cellPlace);
    await makeTable(database, resource);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Reads the file into its raw table, by way of a copy in `scratch` where DuckDB could read it in another way. */
async function readRaw(database: Database, resource: Resource, path: string, scratch: string): Promise<CellPlace> {
  const format = formatOf(resource);
  if (format === 'parquet') return readParquet(database, resource, path);
  const copy = join(scratch, resource.name);
  return format === 'csv' ? readCsv(database, resource, path, copy) : readJson(database, resource, path, copy);
}

/** The format declared, else the file's ending, which the descriptor has been checked for. */
function formatOf(resource: Resource): Format {
  return resource.format ?? (resource.path.split('.').at(-1)?.toLowerCase() as Format);
}

/** The table that models and slides see: the raw one with its cells cast. */
async function makeTable(database: Database, resource: Resource): Promise<void> {
  const cells = resource.schema.fields.map((field) => `${typedCell(field)} AS ${quoteName(field.name)}`);
  await database.run(`CREATE TABLE ${quoteName(resource.name)} AS SELECT ${cells} FROM ${rawName(resource)}`);
  await database.run(`DROP TABLE ${rawName(resource)}`);
}
