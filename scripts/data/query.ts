import { placeAt, type SourceFile } from '../files.ts';
import { collect, didYouMean, type Place, type Problem, problem } from '../problems.ts';
import { type Database, LimitError, SqlError } from './database.ts';
import { type ModelMatter, parseModel } from './descriptor.ts';
import { type SqlNode, tablesRead } from './sql-tree.ts';

/** The query of a `.sql` file: a model or a check. */
export interface Query {
  file: SourceFile;
  matter: ModelMatter;
  /** The SELECT, at its lines in the file; spaces stand for the comment. */
  sql: string;
  /** Names of the tables that it reads. */
  reads: readonly string[];
  /** DuckDB's parse tree of it. */
  tree: SqlNode;
}

/** Reads `.sql` files, each a query or undefined; adds to `problems` where a comment is wrong or a file is not one well-formed SELECT. */
export async function readQueries(database: Database, files: readonly SourceFile[], problems: Problem[]): Promise<(Query | undefined)[]> {
  const parsed = await Promise.all(files.map((file) => collect(problems, () => parseModel(file))));
  // A NUL would end the text in which the queries are handed over.
  const trees = await database.parse(parsed.map((each) => each?.query.replaceAll('\0', '\uFFFD') ?? 'SELECT'));
  return files.map((file, index) => {
    const [tree, each] = [trees[index], parsed[index]];
    if (!each || !tree) return undefined;
    if (each.query.includes('\0')) problems.push(nulProblem(file, each.query));
    if (each.query.includes('\0')) return undefined;
    if (tree instanceof SqlError) problems.push(malformed(file, each.query, tree));
    return tree instanceof SqlError ? undefined : { file, matter: each.matter, sql: each.query, tree, reads: tablesRead(tree) };
  });
}

const nulProblem = (file: SourceFile, sql: string) =>
  problem(placeAt({ path: file.path, text: sql }, sql.indexOf('\0')), 'malformed', 'malformed SQL: a NUL character', 'delete it');

function malformed(file: SourceFile, sql: string, error: SqlError): Problem {
  const place = placeInQuery({ file, sql }, error.offset);
  return problem(place, 'malformed', `malformed SQL: ${error.message}`, 'write one SELECT, which may begin with WITH');
}

/** Where a byte of a query stands in its file; the start of the query where none is known. */
export function placeInQuery({ file, sql }: Pick<Query, 'file' | 'sql'>, offset = 0): Place {
  const before = Buffer.from(sql).subarray(0, offset).toString('utf8').length;
  return placeAt({ path: file.path, text: sql }, before || Math.max(0, sql.search(/\S/)));
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
export function failedQuery({ file, sql }: Pick<Query, 'file' | 'sql'>, error: unknown, lead = 0): Problem {
  if (error instanceof LimitError)
    return problem(placeInQuery({ file, sql }), 'query-limit', error.message, 'filter or aggregate earlier, and see that a recursion ends');
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
