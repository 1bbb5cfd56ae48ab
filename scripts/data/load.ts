import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { scratchFolder } from '../cache.ts';
import { insideProject } from '../files.ts';
import { endStage } from '../problems.ts';
import { checkConstraints } from './constraints.ts';
import { openCsv } from './csv.ts';
import { type Database, quoteName } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { missingDataset } from './encoding.ts';
import { openJson } from './json.ts';
import { openParquet, readingParquet, textProblems } from './parquet.ts';
import { cellName, rawName, typedCell } from './raw.ts';
import { loadSound } from './sound.ts';
import type { Source } from './source.ts';

type Format = NonNullable<Resource['format']>;

/**
 * Loads one dataset into the table of its name: in one pass where all is well, else by way of its text, which tells
 * what is wrong and where. Throws every problem of the file: shape, types, then constraints, where it has not been
 * `checked` before.
 */
export async function loadDataset(database: Database, root: string, resource: Resource, checked = false): Promise<void> {
  const path = await insideProject(root, resourceFile(resource));
  const facts = await stat(path).catch(() => undefined);
  if (facts && !facts.isFile()) throw missingDataset(resource, facts.isDirectory() ? 'EISDIR' : 'it is a device');
  const scratch = await mkdtemp(join(scratchFolder(), 'data-'));
  try {
    const source = await openSource(database, resource, path, join(scratch, resource.name));
    if (await loadSound(database, resource, source, checked)) return;
    await readRaw(database, resource, source);
    if (!checked) await checkConstraints(database, resource, source.place);
    await makeTable(database, resource);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Opens the file, by way of a copy where DuckDB could read it in another way. */
async function openSource(database: Database, resource: Resource, path: string, copy: string): Promise<Source> {
  const format = formatOf(resource);
  if (format === 'parquet') return openParquet(database, resource, path);
  return format === 'csv' ? openCsv(resource, path, copy) : openJson(resource, path, copy);
}

/** The format declared, else the file's ending, which the descriptor has been checked for. */
function formatOf(resource: Resource): Format {
  return resource.format ?? (resource.path.split('.').at(-1)?.toLowerCase() as Format);
}

/** The table of what the file holds, all of it text. */
async function readRaw(database: Database, resource: Resource, { from, cells }: Source): Promise<void> {
  const columns = resource.schema.fields.map((field, index) => `${cells[index]?.text} AS ${cellName(field)}`);
  const read = () => database.run(`CREATE TABLE ${rawName(resource)} AS SELECT ${columns} FROM ${from}`);
  if (formatOf(resource) !== 'parquet') return read();
  await readingParquet(resource, read);
  endStage(await textProblems(database, resource));
}

/** The table that models and slides see: the raw one with its cells cast. */
async function makeTable(database: Database, resource: Resource): Promise<void> {
  const cells = resource.schema.fields.map((field) => `${typedCell(field)} AS ${quoteName(field.name)}`);
  await database.run(`CREATE TABLE ${quoteName(resource.name)} AS SELECT ${cells} FROM ${rawName(resource)}`);
  await database.run(`DROP TABLE ${rawName(resource)}`);
}
