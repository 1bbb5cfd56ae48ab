import { type Graph, hashOf } from '../graph.ts';
import type { Project } from '../project.ts';
import { NotedMap, note } from '../trace.ts';
import { type Database, quoteName } from './database.ts';
import type { Engine } from './engine.ts';
import { madeFrom, mostCompared } from './made.ts';
import { type LoadedTable, type Row, type Table, type Tables, withFiscalYears } from './tables.ts';

/** What is kept of a table's rows: the hash under which they stand; none where they are too many: those stay in DuckDB. */
export interface KeptRows {
  rows: string | null;
}

/** As many rows of a table are read as tell whether there are too many. */
export const mostRead = mostCompared + 1;

/** The tables of a project as they are found or made, with the hash of what each holds. */
export class Catalogue {
  readonly graph: Graph;
  readonly engine: Engine;
  /** Every table that there is, by name: datasets in the order of the descriptor, then models. */
  readonly list = new Map<string, Table>();
  /** Names of the datasets, in their order. */
  datasets: readonly string[] = [];
  readonly #fiscalFrom: number | undefined;
  readonly #hashes = new Map<string, string>();
  readonly #kept = new Map<string, string>();
  readonly #rows = new Map<string, Promise<readonly Row[]>>();

  constructor(graph: Graph, engine: Engine, fiscalFrom?: number) {
    this.graph = graph;
    this.engine = engine;
    this.#fiscalFrom = fiscalFrom;
  }

  /** Gives a table its place before it is loaded. */
  announce(table: Table): void {
    this.#enlist(table);
  }

  /** Lists a table, its dates by the fiscal year of the project. */
  #enlist(own: Table): Table {
    const table = { ...own, fields: withFiscalYears(own.fields, this.#fiscalFrom) };
    this.list.set(table.name, table);
    return table;
  }

  /** Enters a table that is well; `key` is the hash of all that it was made from. */
  enter(own: Table, { rows }: KeptRows, key: string): void {
    const table = this.#enlist(own);
    if (rows !== null) this.#kept.set(table.name, rows);
    this.#hashes.set(table.name, hashOf(`${rows ?? key} ${JSON.stringify(table)}`));
  }

  /** Puts the tables into the order of `names`: kept ones have come before those that had to be made. */
  sort(names: readonly string[]): void {
    const tables = names.flatMap((name) => this.list.get(name) ?? []);
    this.list.clear();
    for (const table of tables) this.list.set(table.name, table);
  }

  /** The hash of what a table holds and says of itself; none where it is not there or not well. */
  hash(name: string): string | undefined {
    return this.#hashes.get(name);
  }

  /** The hashes of tables by their label; none where one of them is not there or not well. */
  hashes(names: readonly string[]): Record<string, string> | undefined {
    const found = names.map((name) => [`table ${name}`, this.hash(name)]);
    return found.some(([, hash]) => hash === undefined) ? undefined : Object.fromEntries(found);
  }

  /** Reads a table's rows out of the database, and keeps them. */
  async readRows(database: Database, name: string): Promise<KeptRows> {
    return this.keepRows(name, await database.rows(`SELECT * FROM ${quoteName(name)} LIMIT ${mostRead}`));
  }

  /** Keeps a table's rows, where these first ones are all. */
  async keepRows(name: string, rows: readonly Row[]): Promise<KeptRows> {
    if (rows.length >= mostRead) return { rows: null };
    const text = JSON.stringify(rows);
    this.#rows.set(name, Promise.resolve(JSON.parse(text) as Row[]));
    return { rows: await this.graph.put('rows', text) };
  }

  /** The tables for those who show them; what is read of them is noted. */
  tables(project: Project): Tables {
    const { graph } = this;
    const made = new Map<string, Promise<string>>();
    const makeHash = (name: string) => {
      const known = made.get(name) ?? madeFrom(project, this.list, name);
      made.set(name, known);
      return known;
    };
    const facts = [...this.list.values()].map(({ query: _, ...table }) => table);
    const all = hashOf(JSON.stringify(facts));
    graph.find('table', (name) => this.hash(name));
    graph.find('tables', () => all);
    return {
      list: new NotedMap(this.list, (name) => `table ${name}`, 'tables'),
      made: async (name) => {
        note(`table ${name}`);
        return this.list.has(name) && !this.#kept.has(name) ? makeHash(name) : undefined;
      },
      read: async (name): Promise<LoadedTable> => {
        note(`table ${name}`);
        return Object.freeze({ ...(this.list.get(name) as Table), rows: await this.#rowsOf(name) });
      },
      close: () => this.engine.close(),
    };
  }

  #rowsOf(name: string): Promise<readonly Row[]> {
    const rows = this.#rows.get(name) ?? this.#findRows(name);
    this.#rows.set(name, rows);
    return rows;
  }

  async #findRows(name: string): Promise<readonly Row[]> {
    const kept = this.#kept.get(name);
    const text = kept === undefined ? undefined : await this.graph.get('rows', kept);
    if (text !== undefined) return JSON.parse(text) as Row[];
    const database = await this.engine.holding([name]);
    const rows = await database.rows(`SELECT * FROM ${quoteName(name)}`);
    return JSON.parse(JSON.stringify(rows)) as Row[];
  }
}
