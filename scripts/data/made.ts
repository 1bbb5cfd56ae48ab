import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { insideProject } from '../files.ts';
import type { Project } from '../project.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { partsOf } from './parts.ts';
import type { Table } from './tables.ts';

/** A table of more rows is known by what it is made from: its rows stay in the database. */
export const mostCompared = 20_000;

/**
 * A hash of what the table `name` is made from, the same wherever it is made: the bytes of a dataset's file and how they are
 * read; a model's query and the tables that it reads. It begins with a word, so that it is never taken for one of rows.
 */
export async function madeFrom(
  project: Pick<Project, 'root' | 'descriptor'>,
  list: ReadonlyMap<string, Table>,
  name: string,
): Promise<string> {
  const table = list.get(name) as Table;
  const resource = project.descriptor.resources.find((each) => each.name === name);
  const parts = resource
    ? [howRead(resource), ...(await hashesOfFiles(project.root, resource))]
    : [table.query ?? '', ...(await Promise.all(table.reads.map((each) => madeFrom(project, list, each))))];
  return `made ${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`;
}

/** What of a dataset's entry decides the rows that are read from its file. */
function howRead({ format, encoding, dialect, schema }: Resource): string {
  const fields = schema.fields.map(({ name, type, spelling, missingValues }) => [name, type, spelling, missingValues]);
  return JSON.stringify([format, encoding, dialect, schema.missingValues, schema.fieldsMatch, fields]);
}

async function hashesOfFiles(root: string, resource: Resource): Promise<string[]> {
  const parts = await partsOf(root, resource);
  return Promise.all(parts.map(async (part) => hashOfFile(await insideProject(root, resourceFile(part)))));
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}
