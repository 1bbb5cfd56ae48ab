import { createHash } from 'node:crypto';
import { z } from 'zod';
import { nodePlaces, parseConfig } from '../config.ts';
import { readSource, type SourceFile } from '../files.ts';
import { type Problem, ProjectError, problem } from '../problems.ts';
import type { Descriptor, Resource } from './descriptor.ts';

/** What is told of a snapshot: the server without credentials, the query, when it was taken (ISO, UTC), its rows, and the hash of its file. */
const snapshot = z.strictObject({
  server: z.string(),
  query: z.string(),
  taken: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
  rows: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Snapshot = z.infer<typeof snapshot>;

/** A table of a database: its rows are those of a query, kept as a file. */
export interface DatabaseTable {
  /** Where to connect; it holds no password. */
  url: string;
  query: string;
}

export const isDatabase = (path: unknown): path is string => typeof path === 'string' && /^postgres(?:ql)?:\/\//i.test(path);

/** The path of a dataset's snapshot from `data/`. */
export const snapshotPath = (name: string) => `snapshots/${encodeURIComponent(name)}.parquet`;
const factsPath = (name: string) => `data/snapshots/${encodeURIComponent(name)}.json`;

/** `postgres://host:port/database`: where a query ran, for people; never who asked, and no option. */
export function serverOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `postgres://${hostname}${port && `:${port}`}${pathname === '/' ? '' : pathname}`;
}

/** What is wrong with the address of a database; undefined where it is well. */
export function addressFault(url: string): [reason: string, fix: string] | undefined {
  try {
    if (new URL(url).password === '') return undefined;
    return ['the address of the database holds a password', 'take it out: it is read from PGPASSWORD, or from ~/.pgpass'];
  } catch {
    return ['the address of the database cannot be read', 'write it as postgres://host:5432/database'];
  }
}

/** The descriptor with what is known of the snapshots of its database tables. Throws a problem for each that is missing, or of another query. */
export async function withSnapshots(root: string, file: SourceFile, descriptor: Descriptor): Promise<Descriptor> {
  if (!descriptor.resources.some(({ database }) => database)) return descriptor;
  const problems: Problem[] = [];
  const resources = await Promise.all(
    descriptor.resources.map(async (resource) => {
      const facts = resource.database && (await factsOf(root, resource));
      if (!resource.database) return resource;
      const fault = snapshotFault(resource as Resource & { database: DatabaseTable }, facts);
      if (fault) problems.push(problem(placeOf(file, resource), 'snapshot', ...fault));
      return facts
        ? { ...resource, asOf: resource.asOf ?? facts.taken.slice(0, 10), hash: `sha256:${facts.sha256}`, snapshot: facts }
        : resource;
    }),
  );
  if (problems.length > 0) throw new ProjectError(problems);
  return { ...descriptor, resources };
}

async function factsOf(root: string, { name }: Resource): Promise<Snapshot | undefined> {
  const file = await readSource(root, factsPath(name));
  return file && parseConfig(file, snapshot);
}

function snapshotFault(
  { name, database }: Resource & { database: DatabaseTable },
  facts?: Snapshot,
): [reason: string, fix: string] | undefined {
  const fix = `fetch it: tieout refresh ${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)}`;
  if (!facts) return [`the table "${name}" of a database has not been fetched yet`, fix];
  if (facts.query !== database.query) return [`the query of "${name}" has changed since it was fetched`, fix];
  return facts.server === serverOf(database.url) ? undefined : [`"${name}" was fetched from ${facts.server}, another database`, fix];
}

/** Where the entry of a dataset names its database. */
export const placeOf = (file: SourceFile, { index }: Resource, key: 'path' | 'query' = 'path') =>
  nodePlaces(file)(['resources', index, key]);

/** The text that is kept beside the rows of a snapshot. */
export function factsFile(database: DatabaseTable, taken: Date, rows: number, bytes: Uint8Array): string {
  const facts: Snapshot = {
    server: serverOf(database.url),
    query: database.query,
    taken: `${taken.toISOString().slice(0, 19)}Z`,
    rows,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}

/** Both files of a snapshot, from the root of the project. */
export const snapshotFiles = (name: string) => ({ rows: `data/${snapshotPath(name)}`, facts: factsPath(name) });
