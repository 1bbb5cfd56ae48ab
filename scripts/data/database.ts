import { availableParallelism, totalmem } from 'node:os';
import type { DuckDBConnection, DuckDBInstance, DuckDBResultReader, DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { FieldType } from './descriptor.ts';
import { nodes, type SqlNode } from './sql-tree.ts';
import type { Row, Value } from './tables.ts';

/** A column of a query: its type as a field's, where a slide or a chart can show it, and DuckDB's own. */
export interface Column {
  name: string;
  type: FieldType | undefined;
  duckType: string;
}

/** What may be asked of the tables. */
export interface Queries {
  run(sql: string): Promise<void>;
  /** All rows of a query, which may follow other statements; DECIMAL and integers become numbers, dates ISO strings. */
  rows(sql: string): Promise<Row[]>;
  /** The same with its columns. */
  table(sql: string): Promise<{ columns: Column[]; rows: Row[] }>;
  /** The first rows of a query, at least `count` where there are so many, and whether there are more. */
  firstRows(sql: string, count: number): Promise<{ rows: Row[]; more: boolean }>;
}

/** The engine of the tables: DuckDB in process, in UTC, without extensions from elsewhere. As many queries run at once as there are connections. */
export interface Database extends Queries {
  /** The columns that a query gives, without running it. */
  columns(sql: string): Promise<Column[]>;
  /** The parse trees of queries by DuckDB's own parser; an error for each that is anything but one SELECT. */
  parse(queries: readonly string[]): Promise<(SqlNode | SqlError)[]>;
  /** Runs a query of the project within its limits. Throws a {@link LimitError} when it goes over one. */
  within<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  limits: QueryLimits;
  /** Closes the files, the network and the configuration for good. */
  lock(): Promise<void>;
  close(): void;
}

/** The ids of DuckDB's types: DuckDB is read in when the first database is opened. */
let typeIds: typeof DuckDBTypeId;

/** An instance without tables, and connections to it. */
interface Opened {
  instance: DuckDBInstance;
  pool: Pool;
}

/** One that is open before somebody asks. */
let waiting: Promise<Opened> | undefined;

/** Opens a database before it is asked for: the next that is opened is this one. */
export function foreseeDatabase(): void {
  waiting ??= openInstance();
  waiting.catch(() => {});
}

async function openInstance(): Promise<Opened> {
  const { DuckDBInstance, DuckDBTypeId } = await import('@duckdb/node-api');
  typeIds = DuckDBTypeId;
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  return { instance, pool: new Pool(await Promise.all(Array.from({ length: connectionCount }, () => connect(instance)))) };
}

/** Opens an empty database in memory; the caller closes it. */
export async function openDatabase(limits: QueryLimits = queryLimits): Promise<Database> {
  const opened = waiting ?? openInstance();
  waiting = undefined;
  const { instance, pool } = await opened;
  return {
    run: (sql) => pool.use((connection) => queriesOf(connection).run(sql)),
    rows: (sql) => pool.use((connection) => readRows(connection, sql)),
    table: (sql) => pool.use((connection) => readTable(connection, sql)),
    firstRows: (sql, count) => pool.use((connection) => firstRows(connection, sql, count)),
    columns: (sql) => pool.use((connection) => describe(connection, sql)),
    parse: (queries) => pool.use((connection) => parse(connection, queries)),
    within: (work) => pool.use((connection) => within(connection, limits, () => work(queriesOf(connection)))),
    limits,
    lock: () => pool.use((connection) => lock(connection, limits)),
    close: () => void setTimeout(() => closeInstance({ instance, pool }), closeAfter).unref(),
  };
}

/** How long a database that is done with waits to be closed, in ms: it takes a while, in which somebody may wait for what comes of it. */
const closeAfter = 300;

function closeInstance({ instance, pool }: Opened): void {
  pool.close();
  instance.closeSync();
}

/** DuckDB plans a query on one thread, which takes longer than to run one over a small table. */
const connectionCount = Math.max(2, Math.min(4, availableParallelism()));

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return connection;
}

/** Connections, each for one query at a time. */
class Pool {
  readonly #all: readonly DuckDBConnection[];
  readonly #free: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];

  constructor(all: readonly DuckDBConnection[]) {
    this.#all = all;
    this.#free = [...all];
  }

  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.#free.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(connection);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(connection);
      else this.#free.push(connection);
    }
  }

  close(): void {
    for (const each of this.#all) each.closeSync();
  }
}

const queriesOf = (connection: DuckDBConnection): Queries => ({
  run: async (sql) => void (await connection.run(sql)),
  rows: (sql) => readRows(connection, sql),
  table: (sql) => readTable(connection, sql),
  firstRows: (sql, count) => firstRows(connection, sql, count),
});

/** A name as SQL. */
export const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;
/** A string as SQL. */
export const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

const readRows = async (connection: DuckDBConnection, sql: string): Promise<Row[]> => rowsOf(await connection.runAndReadAll(sql));

async function readTable(connection: DuckDBConnection, sql: string): Promise<{ columns: Column[]; rows: Row[] }> {
  const reader = await connection.runAndReadAll(sql);
  const types = reader.columnTypes();
  return { columns: reader.columnNames().map((name, index) => columnOf(name, types[index] as DuckDBType)), rows: rowsOf(reader) };
}

const columnOf = (name: string, type: DuckDBType): Column => ({ name, type: fieldType(type), duckType: String(type) });

async function firstRows(connection: DuckDBConnection, sql: string, count: number): Promise<{ rows: Row[]; more: boolean }> {
  const reader = await connection.streamAndReadUntil(sql, count);
  return { rows: rowsOf(reader), more: !reader.done };
}

function rowsOf(reader: DuckDBResultReader): Row[] {
  const types = reader.columnTypes();
  const names = reader.columnNames();
  return reader.getRowsJson().map((row) => {
    const cells = row.map((cell, index) => [names[index], toValue(cell, types[index] as DuckDBType)]);
    return Object.freeze(Object.fromEntries(cells)) as Row;
  });
}

function toValue(cell: unknown, type: DuckDBType): Value {
  if (cell === null || cell === undefined) return null;
  const kind = fieldType(type);
  if (kind === 'integer' || kind === 'number' || kind === 'year') return Number(cell);
  if (kind === 'boolean') return cell === true;
  if (kind === 'datetime') return toInstant(String(cell));
  return String(cell);
}

/** An instant in UTC. DuckDB writes one with a zone in the zone of the process, as `2025-01-01 00:30:00+08`. */
function toInstant(text: string): string {
  const local = text.replace(' ', 'T');
  const zone = /[+-]\d\d(?::\d\d)?$/.exec(local)?.[0];
  if (zone === undefined) return `${local}Z`;
  return new Date(zone.length === 3 ? `${local}:00` : local).toISOString().replace('.000Z', 'Z');
}

async function describe(connection: DuckDBConnection, sql: string): Promise<Column[]> {
  const prepared = await connection.prepare(sql);
  return Array.from({ length: prepared.columnCount }, (_, index) => columnOf(prepared.columnName(index), prepared.columnType(index)));
}

/** The field type of a DuckDB type; undefined where a slide or a chart could not show it. */
function fieldType(type: DuckDBType): FieldType | undefined {
  switch (type.typeId) {
    case typeIds.TINYINT:
    case typeIds.SMALLINT:
    case typeIds.INTEGER:
    case typeIds.BIGINT:
    case typeIds.HUGEINT:
    case typeIds.UTINYINT:
    case typeIds.USMALLINT:
    case typeIds.UINTEGER:
    case typeIds.UBIGINT:
    case typeIds.UHUGEINT:
      return 'integer';
    case typeIds.FLOAT:
    case typeIds.DOUBLE:
    case typeIds.DECIMAL:
      return 'number';
    case typeIds.VARCHAR:
    case typeIds.ENUM:
      return 'string';
    case typeIds.BOOLEAN:
      return 'boolean';
    case typeIds.DATE:
      return 'date';
    case typeIds.TIMESTAMP:
    case typeIds.TIMESTAMP_TZ:
      return 'datetime';
    case typeIds.SQLNULL:
      return 'string';
    default:
      return undefined;
  }
}

/** A query that is not one well-formed SELECT; `offset` counts bytes. */
export class SqlError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message.replace(/^Only SELECT statements.*$/, 'this is not a SELECT'));
    this.offset = offset;
  }
}

/** The limits of a query of the project. */
export interface QueryLimits {
  seconds: number;
  /** Bytes that DuckDB may hold, the tables among them. */
  memory: number;
  /** Rows of a model. */
  rows: number;
  /** Characters of a cell of a model. */
  cell: number;
}

export const queryLimits: QueryLimits = { seconds: 60, memory: 4e9, rows: 250_000, cell: 100_000 };

/** A query that went over a limit. */
export class LimitError extends Error {}

/** Runs a query of the project; interrupts it when its time is over. Throws a {@link LimitError} then, and when memory runs out. */
async function within<T>(connection: DuckDBConnection, { seconds, memory }: QueryLimits, work: () => Promise<T>): Promise<T> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    connection.interrupt();
  }, seconds * 1000);
  try {
    return await work();
  } catch (error) {
    if (late) throw new LimitError(`the query takes more than ${seconds} seconds`);
    if (/^(Out of Memory|OutOfMemory)|bad_alloc/i.test((error as Error).message))
      throw new LimitError(`the query needs more than ${memory / 1e9} GB of memory`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Closes files and network, and makes queries repeat themselves: one thread adds numbers in one order. */
async function lock(connection: DuckDBConnection, { memory }: QueryLimits): Promise<void> {
  await connection.run('SET threads = 1');
  // Tables that need more already keep the limit of the machine.
  await connection.run(`SET memory_limit = '${Math.floor(Math.min(memory, totalmem() * 0.8))}B'`).catch(() => {});
  await connection.run("SET temp_directory = ''");
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

/** The parse tree of each query, or what is wrong with it, in order. */
async function parse(connection: DuckDBConnection, queries: readonly string[]): Promise<(SqlNode | SqlError)[]> {
  if (queries.length === 0) return [];
  const list = queries.map((query, index) => `(${index}, ${quoteText(query)})`);
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(query) FROM (VALUES ${list}) list(nth, query) ORDER BY nth`);
  return reader.getRowsJson().map(([text]) => treeOf(JSON.parse(String(text)) as SqlNode));
}

function treeOf(tree: SqlNode): SqlNode | SqlError {
  if (tree.error) return new SqlError(String(tree.error_message), Number(tree.position ?? 0));
  const statements = nodes(tree.statements);
  if (statements.length === 1) return (statements[0] as SqlNode).node as SqlNode;
  return new SqlError(statements.length === 0 ? 'there is no statement' : `there are ${statements.length} statements`, 0);
}
