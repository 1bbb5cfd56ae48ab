import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { scratchFolder } from './cache.ts';
import { openDatabase, quoteName, quoteText } from './data/database.ts';
import { type Descriptor, parseDescriptor, type Resource, type ResourceField } from './data/descriptor.ts';
import { loadDataset } from './data/load.ts';
import { QueryError, readQuery, type TextRow } from './data/postgres.ts';
import { readReferenced } from './data/referenced.ts';
import { factsFile, placeOf, serverOf, snapshotFiles } from './data/snapshots.ts';
import { insideProject, readSource, type SourceFile } from './files.ts';
import { didYouMean, endStage, type Place, type Problem, ProjectError, problem } from './problems.ts';
import type { Rule } from './rules.ts';

/** A table as it was fetched. */
export interface Refreshed {
  name: string;
  server: string;
  rows: number;
}

type DatabaseResource = Resource & { database: NonNullable<Resource['database']> };

/**
 * Fetches the tables of databases that a project names (all, or those of `names`), checks them as files are checked, and keeps
 * each in `data/snapshots/`. All are fetched before the first is kept. Throws every problem, located.
 */
export async function refreshTables(root: string, names: readonly string[], now = () => new Date()): Promise<Refreshed[]> {
  const path = 'data/datapackage.json';
  const file = (await readSource(root, path)) ?? { path, text: '{ "resources": [] }' };
  const wanted = choose(parseDescriptor(file, await readReferenced(root, file)), names);
  const scratch = await mkdtemp(join(scratchFolder(), 'refresh-'));
  try {
    const problems: Problem[] = [];
    const fetched: { resource: DatabaseResource; rows: number; taken: Date; parquet: string }[] = [];
    for (const [index, resource] of wanted.entries()) {
      const taken = now();
      const parquet = join(scratch, `${index}.parquet`);
      try {
        fetched.push({ resource, taken, parquet, rows: await fetchRows(resource, join(scratch, String(index)), parquet) });
      } catch (error) {
        problems.push(...located(error, file, resource));
      }
    }
    endStage(problems);
    for (const { resource, rows, taken, parquet } of fetched) await keep(root, resource, rows, taken, parquet);
    return fetched.map(({ resource, rows }) => ({ name: resource.name, rows, server: serverOf(resource.database.url) }));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function choose({ resources }: Descriptor, names: readonly string[]): DatabaseResource[] {
  const all = resources.filter((each): each is DatabaseResource => each.database !== undefined);
  const known = all.map(({ name }) => name);
  const place = { file: 'data/datapackage.json' };
  endStage(
    names
      .filter((name) => !known.includes(name))
      .map((name) => {
        const fix = known.length > 0 ? didYouMean(name, known) : 'give a dataset "path": "postgres://…" and "query"';
        return problem(place, 'unknown-table', `no table "${name}" comes from a database`, fix);
      }),
  );
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

/** The lines of a result as a file, checked as any CSV is; then its rows, in their types, as Parquet. Gives how many there are. */
async function fetchRows(resource: DatabaseResource, folder: string, parquet: string): Promise<number> {
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeCsv(resource, join(folder, 'data', 'rows.csv'));
  const database = await openDatabase();
  try {
    await loadDataset(database, folder, asCsv(resource));
    const columns = resource.schema.fields.map((field) => `${stored(field)} AS ${quoteName(field.name)}`);
    const table = quoteName(resource.name);
    await database.run(`COPY (SELECT ${columns.join(', ')} FROM ${table}) TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION zstd)`);
    return Number((await database.rows(`SELECT count(*) AS rows FROM ${table}`))[0]?.rows);
  } finally {
    database.close();
  }
}

async function writeCsv({ database }: DatabaseResource, path: string): Promise<void> {
  const lines = new Readable({ read() {} });
  const written = pipeline(lines, createWriteStream(path));
  let begun = false;
  const take = async (columns: readonly string[], rows: readonly TextRow[]) => {
    if (!begun) lines.push(`${columns.map(cell).join(',')}\n`);
    begun = true;
    lines.push(rows.map((row) => `${row.map(cell).join(',')}\n`).join('') || '');
  };
  try {
    await readQuery(database, take);
  } finally {
    lines.push(null);
    await written;
  }
}

/** A cell of CSV; one that is missing is empty, and so is an empty text. */
const cell = (text: string | null) => (text === null ? '' : `"${text.replaceAll('"', '""')}"`);

/** The entry of the file in which the result stands while it is checked. */
function asCsv({ database: _, hash: __, bytes: ___, encoding: ____, dialect: _____, ...entry }: DatabaseResource): Resource {
  const fields = entry.schema.fields.map(({ spelling: _, ...field }) => field);
  return { ...entry, path: 'rows.csv', format: 'csv', schema: { ...entry.schema, fields, missingValues: [''] } };
}

/** A field in the type that Parquet has for it. */
function stored({ name, type }: ResourceField): string {
  const field = quoteName(name);
  return type === 'yearmonth' ? `strftime(${field}, '%Y-%m')` : field;
}

/** The snapshot takes the place of the one before as a whole: its facts name the hash of its rows. */
async function keep(root: string, { name, database }: DatabaseResource, rows: number, taken: Date, parquet: string): Promise<void> {
  const bytes = await readFile(parquet);
  const files = snapshotFiles(name);
  await replace(await insideProject(root, files.rows), bytes);
  await replace(await insideProject(root, files.facts), factsFile(database, taken, rows, bytes));
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.part`;
  await writeFile(draft, content, { flush: true });
  await rename(draft, path);
}

/** The problems of a fetch, where they stand in the project: those of a cell tell its row. */
function located(error: unknown, file: SourceFile, resource: DatabaseResource): Problem[] {
  if (error instanceof QueryError) {
    const place = placeOf(file, resource, 'query');
    return [problem(place, 'query', `the query of "${resource.name}" fails: ${error.message}`, 'mend the query')];
  }
  if (!(error instanceof ProjectError)) throw error;
  return error.problems.map((each) => {
    const inRows = each.file === 'data/rows.csv';
    const row = inRows && each.line && each.line > 1 ? `row ${each.line - 1} of ` : '';
    const place: Place = placeOf(file, resource, inRows ? 'query' : 'path');
    const reason = inRows ? `${row}the result of "${resource.name}": ${each.reason}` : each.reason;
    return problem(place, each.ruleId as Rule, reason, each.note as string);
  });
}
