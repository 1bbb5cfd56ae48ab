import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { scratchFolder } from '../cache.ts';
import { insideProject } from '../files.ts';
import { collect, endStage, type Problem, ProjectError, problem } from '../problems.ts';
import { checkConstraints } from './constraints.ts';
import { openCsv } from './csv.ts';
import { type Database, quoteName } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { missingDataset } from './encoding.ts';
import { openJson } from './json.ts';
import { openParquet, readingParquet, textProblems } from './parquet.ts';
import { joinSources, partsOf } from './parts.ts';
import { cellName, rawName, typedCell } from './raw.ts';
import { loadSound } from './sound.ts';
import type { Source } from './source.ts';

/**
 * Loads one dataset into the table of its name: in one pass where all is well, else by way of its text, which tells
 * what is wrong and where. Throws every problem of the file: shape, types, then constraints, where it has not been
 * `checked` before.
 */
export async function loadDataset(database: Database, root: string, resource: Resource, checked = false): Promise<void> {
  await withSource(
    async () => database,
    root,
    resource,
    async (source) => {
      if (await loadSound(database, resource, source, checked)) return;
      await readRaw(database, resource, source);
      if (!checked) await checkConstraints(database, resource, source.place);
      await makeTable(database, resource);
    },
  );
}

/** What `work` gives with the opened files of a dataset; `open` is asked for a database where one must read them. Throws a problem for each that cannot be read. */
export async function withSource<T>(
  open: () => Promise<Database>,
  root: string,
  resource: Resource,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(scratchFolder(), 'data-'));
  try {
    const problems: Problem[] = [];
    const sources: (Source | undefined)[] = [];
    const parts = await partsOf(root, resource);
    for (const [index, part] of parts.entries()) {
      const own = parts.length === 1 ? part : { ...part, hash: undefined };
      const read = () => openPart(open, root, own, join(scratch, String(index)), index === 0);
      sources.push(await collect(problems, read));
    }
    endStage(problems);
    return await work(joinSources(open, resource, sources as Source[]));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Opens a file of the dataset, by way of a copy where DuckDB could read it in another way. */
async function openPart(open: () => Promise<Database>, root: string, part: Resource, copy: string, first: boolean): Promise<Source> {
  const path = await insideProject(root, resourceFile(part));
  const facts = await stat(path).catch(() => undefined);
  if (facts && !facts.isFile()) throw missingDataset(part, facts.isDirectory() ? 'EISDIR' : 'it is a device');
  if (facts) await checkHash(part, path);
  switch (part.format) {
    case 'parquet':
      return openParquet(await open(), part, path);
    case 'json':
    case 'ndjson':
      return openJson(part, path, copy);
    case 'xlsx':
      return (await import('./xlsx.ts')).openXlsx(part, path, copy);
    default:
      return openCsv(part, path, copy, first);
  }
}

/** Throws a problem where the descriptor gives the hash of the one file of a dataset, and the file has another. */
async function checkHash({ hash = '', path: own, name }: Resource, path: string): Promise<void> {
  const [, named = 'md5', digest = ''] = /^(?:([a-z0-9-]+):)?([0-9a-f]+)$/i.exec(hash) ?? [];
  const algorithm = named.toLowerCase().replace('-', '');
  if (digestLengths[algorithm] !== digest.length) return;
  const found = createHash(algorithm);
  await pipeline(createReadStream(path), found);
  const actual = found.digest('hex');
  if (actual === digest.toLowerCase()) return;
  const reason = `the file of "${name}" is not the one that the descriptor describes: its ${algorithm} is ${actual}`;
  throw new ProjectError([
    problem({ file: `data/${own}` }, 'hash', reason, 'bring the file back, or mend its "hash" in data/datapackage.json'),
  ]);
}

/** Digits of a hash by algorithm; another hash is left alone. */
const digestLengths: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

/** The table of what the file holds, all of it text. */
async function readRaw(database: Database, resource: Resource, { from, cells }: Source): Promise<void> {
  const columns = resource.schema.fields.map((field, index) => `${cells[index]?.text} AS ${cellName(field)}`);
  const read = () => database.run(`CREATE TABLE ${rawName(resource)} AS SELECT ${columns} FROM ${from}`);
  if (resource.format !== 'parquet') return read();
  await readingParquet(resource, read);
  endStage(await textProblems(database, resource));
}

/** The table that models and slides see: the raw one with its cells cast. */
async function makeTable(database: Database, resource: Resource): Promise<void> {
  const cells = resource.schema.fields.map((field) => `${typedCell(field)} AS ${quoteName(field.name)}`);
  await database.run(`CREATE TABLE ${quoteName(resource.name)} AS SELECT ${cells} FROM ${rawName(resource)}`);
  await database.run(`DROP TABLE ${rawName(resource)}`);
}
