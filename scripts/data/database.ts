import { type DuckDBConnection, DuckDBInstance, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { FieldType } from './descriptor.ts';
import type { Row, Value } from './tables.ts';

/** The engine of the tables: DuckDB in process, in UTC, without extensions from elsewhere. */
export interface Database {
  run(sql: string): Promise<void>;
  /** All rows of a query; DECIMAL and integers become numbers, dates ISO strings. */
  rows(sql: string): Promise<Row[]>;
  /** The columns that a query gives, without running it. */
  columns(sql: string): Promise<{ name: string; type: FieldType | undefined; duckType: string }[]>;
  /** The tables that a query reads, by DuckDB's own parser. Throws on a syntax error or anything but one SELECT. */
  tablesOf(query: string): Promise<string[]>;
  /** Closes the files, the network and the configuration for good. */
  lock(): Promise<void>;
  close(): void;
}

/** Opens an empty database in memory; the caller closes it. */
export async function openDatabase(): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: (sql) => readRows(connection, sql),
    columns: (sql) => describe(connection, sql),
    tablesOf: (query) => readTableNames(connection, query),
    lock: async () => {
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A name as SQL. */
export const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;
/** A string as SQL. */
export const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

async function readRows(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql);
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

async function describe(connection: DuckDBConnection, sql: string) {
  const prepared = await connection.prepare(sql);
  return Array.from({ length: prepared.columnCount }, (_, index) => {
    const type = prepared.columnType(index);
    return { name: prepared.columnName(index), type: fieldType(type), duckType: String(type) };
  });
}

/** The field type of a DuckDB type; undefined where a slide or a chart could not show it. */
function fieldType(type: DuckDBType): FieldType | undefined {
  switch (type.typeId) {
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.UHUGEINT:
      return 'integer';
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.DECIMAL:
      return 'number';
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.ENUM:
      return 'string';
    case DuckDBTypeId.BOOLEAN:
      return 'boolean';
    case DuckDBTypeId.DATE:
      return 'date';
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return 'datetime';
    case DuckDBTypeId.SQLNULL:
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

interface SqlNode {
  [key: string]: unknown;
}

async function readTableNames(connection: DuckDBConnection, query: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoteText(query)}) AS tree`);
  const tree = JSON.parse(String(reader.getRowsJson()[0]?.[0])) as SqlNode;
  if (tree.error) throw new SqlError(String(tree.error_message), Number(tree.position ?? 0));
  const count = (tree.statements as unknown[]).length;
  if (count !== 1) throw new SqlError(count === 0 ? 'there is no statement' : `there are ${count} statements`, 0);
  const names = new Set<string>();
  const local = new Set<string>();
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const item = node as SqlNode;
    if (item.type === 'BASE_TABLE') names.add(String(item.table_name));
    const expressions = (item.cte_map as { map?: { key: string }[] } | undefined)?.map ?? [];
    for (const each of expressions) local.add(each.key);
    Object.values(item).forEach(walk);
  };
  walk(tree.statements);
  return [...names].filter((name) => !local.has(name)).sort();
}
