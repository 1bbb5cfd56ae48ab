import type { Client } from 'pg';
import { ProjectError, problem } from '../problems.ts';
import { type DatabaseTable, serverOf } from './snapshots.ts';

/** How long a server may take to answer a connection, and a query to give all of its rows, in milliseconds. */
const limits = { connect: 10_000, query: 300_000 };

/** Rows that are asked for at a time. */
const batch = 10_000;

/** A row as the server writes it: texts, and null where a value is missing. */
export type TextRow = readonly (string | null)[];

/** Tells where the server found a mistake in the query: an offset into it, undefined where it does not say. */
export class QueryError extends Error {
  readonly offset: number | undefined;
  constructor(message: string, offset: number | undefined) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads the rows of a query over the Postgres protocol, in one read-only transaction in UTC; `take` is given the names of its columns and
 * then row by row. User and password come from the environment, as for psql. Throws a {@link QueryError} for a mistake in the query.
 */
export async function readQuery(
  { url, query }: DatabaseTable,
  take: (columns: readonly string[], rows: readonly TextRow[]) => Promise<void>,
  { connect, query: within } = limits,
): Promise<void> {
  const [{ default: pg }, { default: Cursor }] = await Promise.all([import('pg'), import('pg-cursor')]);
  const types = { getTypeParser: () => (text: unknown) => text } as never;
  const client = new pg.Client({ connectionString: url, types, connectionTimeoutMillis: connect, application_name: 'tieout' });
  client.on('error', () => {});
  // A server that falls silent does not heed its own limit.
  const timer = setTimeout(() => void client.end(), within + connect);
  try {
    await client.connect();
    await client.query('BEGIN TRANSACTION READ ONLY');
    await client.query(`SET LOCAL statement_timeout = ${within}`);
    await client.query("SET LOCAL TIME ZONE 'UTC'");
    const cursor = client.query(new Cursor<TextRow>(query, [], { rowMode: 'array', types }));
    for (;;) {
      const rows = await cursor.read(batch);
      const { fields = [] } = (cursor as unknown as { _result?: { fields?: { name: string }[] } })._result ?? {};
      await take(
        fields.map(({ name }) => name),
        rows,
      );
      if (rows.length < batch) break;
    }
    await client.query('ROLLBACK');
  } catch (error) {
    throw readable(error, url, within);
  } finally {
    clearTimeout(timer);
    await close(client);
  }
}

const close = (client: Client) => client.end().catch(() => {});

/** What a failed read means to the one who asked, without a word of credentials. */
function readable(error: unknown, url: string, within: number): Error {
  if (error instanceof ProjectError) return error;
  const { code = '', message, position } = error as { code?: string; message: string; position?: string };
  const plain = withoutPassword(message);
  if (code === '57014') return new QueryError(`the query took longer than ${within / 1000} s`, undefined);
  if (/^(?:22|25|42|0A|21|2F|P0)/.test(code)) return new QueryError(plain, position === undefined ? undefined : Number(position) - 1);
  const fix = /^28/.test(code)
    ? 'give the user and the password in PGUSER and PGPASSWORD, or in ~/.pgpass'
    : 'look whether the server runs, and whether its address in data/datapackage.json is right';
  return new ProjectError([
    problem({ file: 'data/datapackage.json' }, 'database', `${serverOf(url)}: ${plain || code || 'no answer'}`, fix),
  ]);
}

const withoutPassword = (text: string) => {
  const password = process.env.PGPASSWORD;
  return password ? text.replaceAll(password, '***') : text;
};
