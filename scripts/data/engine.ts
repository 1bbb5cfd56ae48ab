import { collect, endStage, type Problem, ProjectError, within } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Column, type Database, openDatabase, type Queries, type QueryLimits, quoteName } from './database.ts';
import { type Resource, resourceFile, splitModel } from './descriptor.ts';
import { loadDataset } from './load.ts';
import { failedQuery, type Query } from './query.ts';
import type { Row } from './tables.ts';

/**
 * DuckDB, opened when the first table must be made. Files are read while it is open to them; when the first query of
 * the project runs it is locked for good. Where another file is needed then, it begins anew with what is asked for.
 */
export class Engine {
  readonly #project: Project;
  readonly #limits: QueryLimits;
  readonly #onOpen: () => void;
  readonly #models = new Map<string, Pick<Query, 'file' | 'reads'>>();
  readonly #held = new Set<string>();
  #database: Promise<Database> | undefined;
  #locked = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(project: Project, limits: QueryLimits, onOpen: () => void = () => {}) {
    this.#project = project;
    this.#limits = limits;
    this.#onOpen = onOpen;
  }

  /** The database as it is now, without a promise of what is in it. */
  open(): Promise<Database> {
    if (!this.#database) this.#onOpen();
    this.#database ??= openDatabase(this.#limits);
    return this.#database;
  }

  /** Reads a dataset from its file and checks it. Throws its problems. */
  async load(resource: Resource): Promise<Database> {
    if (this.#locked) await this.#restart();
    return this.#read(resource, false);
  }

  /** Says how a model is made, so that it can be where another needs it. */
  knows(name: string, model: Pick<Query, 'file' | 'reads'>): void {
    this.#models.set(name, model);
  }

  /** The database, locked, with the tables `names` and all under them in it. One asks after the other. */
  holding(names: Iterable<string>): Promise<Database> {
    const next = this.#turn.then(() => this.#hold([...names]));
    this.#turn = next.catch(() => {});
    return next;
  }

  /** Reads the datasets under tables that will be asked for, as long as files can be read. */
  async foresee(names: Iterable<string>): Promise<void> {
    if (!this.#locked) await this.#readUnder([...this.#under([...names])]);
  }

  /** Runs a model's query into the table of its name, and gives its columns and its first rows, `most` at most. Throws a problem where it fails. */
  async run(name: string, most: number): Promise<{ columns: Column[]; rows: Row[] }> {
    const database = await this.holding(this.#models.get(name)?.reads ?? []);
    return this.#run(database, name, (queries, create) => queries.table(`${create}\n; SELECT * FROM ${quoteName(name)} LIMIT ${most}`));
  }

  close(): void {
    this.#database?.then((database) => database.close()).catch(() => {});
  }

  async #hold(names: readonly string[]): Promise<Database> {
    const under = [...this.#under(names)];
    if (this.#locked && this.#unread(under).length > 0) await this.#restart();
    await this.#readUnder(under);
    const database = await this.open();
    if (!this.#locked) await database.lock();
    this.#locked = true;
    // A model waits for those that it reads, and for no other.
    const running = new Map<string, Promise<void>>();
    for (const name of under) {
      if (!this.#models.has(name) || this.#held.has(name)) continue;
      const before = this.#models.get(name)?.reads.map((each) => running.get(each)) ?? [];
      running.set(
        name,
        Promise.all(before).then(() => this.#run(database, name, (queries, create) => queries.run(create))),
      );
    }
    const ended = await Promise.allSettled(running.values());
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
    return database;
  }

  /** The datasets among some tables that the database does not hold. */
  #unread(names: readonly string[]): Resource[] {
    return this.#project.descriptor.resources.filter(({ name }) => names.includes(name) && !this.#held.has(name));
  }

  /** Reads datasets that are known to be well. */
  async #readUnder(names: readonly string[]): Promise<void> {
    const problems: Problem[] = [];
    await Promise.all(this.#unread(names).map((resource) => collect(problems, () => this.#read(resource, true))));
    endStage(problems);
  }

  async #run<T>(database: Database, name: string, work: (queries: Queries, create: string) => Promise<T>): Promise<T> {
    const { file } = this.#models.get(name) as Pick<Query, 'file'>;
    const { query: sql } = splitModel(file);
    const create = `CREATE TABLE ${quoteName(name)} AS `;
    try {
      const result = await database.within((queries) => work(queries, create + sql));
      this.#held.add(name);
      return result;
    } catch (error) {
      throw new ProjectError([failedQuery({ file, sql }, error, create.length)]);
    }
  }

  async #read(resource: Resource, checked: boolean): Promise<Database> {
    const database = await this.open();
    await within({ file: resourceFile(resource) }, () => loadDataset(database, this.#project.root, resource, checked));
    this.#held.add(resource.name);
    return database;
  }

  /** The tables and all that they read, each after those. */
  *#under(names: readonly string[], seen = new Set<string>()): Generator<string> {
    for (const name of names) {
      if (seen.has(name)) continue;
      seen.add(name);
      yield* this.#under(this.#models.get(name)?.reads ?? [], seen);
      yield name;
    }
  }

  async #restart(): Promise<void> {
    const old = await this.#database;
    this.#database = undefined;
    this.#locked = false;
    this.#held.clear();
    old?.close();
  }
}
