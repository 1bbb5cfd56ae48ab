import { placeAt, type SourceFile } from '../files.ts';
import { didYouMean, type Problem, ProjectError, problem } from '../problems.ts';
import { type Database, SqlError } from './database.ts';
import { type ModelMatter, parseModel } from './descriptor.ts';

/** The query of a `.sql` file: a model or a check. */
export interface Query {
  file: SourceFile;
  matter: ModelMatter;
  /** The SELECT, at its lines in the file; spaces stand for the front matter. */
  sql: string;
  /** Names of the tables that it reads. */
  reads: readonly string[];
}

/** Reads a `.sql` file. Throws a problem when its front matter is wrong or it is not one well-formed SELECT. */
export async function readQuery(database: Database, file: SourceFile): Promise<Query> {
  const { matter, query } = parseModel(file);
  return { file, matter, sql: query, reads: await readsOf(database, file, query) };
}

async function readsOf(database: Database, file: SourceFile, sql: string): Promise<string[]> {
  try {
    return await database.tablesOf(sql);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const before = Buffer.from(sql).subarray(0, error.offset).toString('utf8').length;
    const place = placeAt({ path: file.path, text: sql }, before || Math.max(0, sql.search(/\S/)));
    const reason = `malformed SQL: ${error.message}`;
    throw new ProjectError([problem(place, 'malformed', reason, 'write one SELECT, which may begin with WITH')]);
  }
}

/** A problem for each table that a query reads and that is not among the `known` names. */
export function unknownTables({ file, sql, reads }: Query, known: readonly string[]): Problem[] {
  const unknown = reads.filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const offset = sql.search(new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')}\\b`));
    const place = placeAt({ path: file.path, text: sql }, Math.max(0, offset));
    return problem(place, 'unknown-table', `unknown table "${name}"`, didYouMean(name, known));
  });
}

/** A problem from what DuckDB said of a query, at the line and column of its caret. `lead` characters stood before the query. */
export function failedQuery({ file, sql }: Query, error: unknown, lead = 0): Problem {
  const { message } = error as Error;
  const [reason = '', ...rest] = message.split('\n');
  const line = Number(/LINE (\d+): /.exec(message)?.[1] ?? 0);
  const indent = (sql.split('\n')[line - 1] ?? '').search(/\S/) + 1;
  const column = Math.max(1, caretColumn(rest, line, lead) ?? indent);
  const hint = rest.find((each) => /^(Did you mean|Candidate)/.test(each));
  return problem({ file: file.path, line: line || 1, column }, 'query-failed', reason, hint ?? 'mend the query');
}

/** The column of the caret that DuckDB draws under the line it quotes; undefined where it quotes none or cuts it short. */
function caretColumn(lines: readonly string[], line: number, lead: number): number | undefined {
  const caret = lines.at(-1)?.indexOf('^') ?? -1;
  const quoted = lines.at(-2) ?? '';
  const shown = quoted.replace(/^LINE \d+: /, '');
  if (line === 0 || caret < 0 || shown.startsWith('...')) return undefined;
  return caret - (quoted.length - shown.length) + 1 - (line === 1 ? lead : 0);
}
