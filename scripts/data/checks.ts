import type { SourceFile } from '../files.ts';
import { collect, endStage, type Problem, ProjectError, problem } from '../problems.ts';
import type { Database } from './database.ts';
import { failedQuery, type Query, readQuery, unknownTables } from './query.ts';
import type { Row, Table } from './tables.ts';

/** More rows than these are counted, not listed. */
const mostRows = 20;

/** Runs `data/checks/*.sql`. Throws a problem for every row that a check returns, and for each query that fails. */
export async function runChecks(database: Database, files: readonly SourceFile[], tables: ReadonlyMap<string, Table>): Promise<void> {
  const problems: Problem[] = [];
  for (const file of files) problems.push(...((await collect(problems, () => runCheck(database, file, tables))) ?? []));
  endStage(problems);
}

async function runCheck(database: Database, file: SourceFile, tables: ReadonlyMap<string, Table>): Promise<Problem[]> {
  const query = await readQuery(database, file);
  endStage(unknownTables(query, [...tables.keys()]));
  const rows = await database.rows(query.sql).catch((error: unknown) => {
    throw new ProjectError([failedQuery(query, error)]);
  });
  const problems = rows.slice(0, mostRows).map((row) => failedRow(query, row));
  if (rows.length > mostRows)
    problems.push(problem({ file: file.path, line: 1 }, 'check', `and ${rows.length - mostRows} more rows`, 'mend the data'));
  return problems;
}

function failedRow({ file, matter }: Query, row: Row): Problem {
  const cells = Object.entries(row).map(([name, value]) => `${name} = ${value}`);
  const reason = `check failed: ${matter.title ?? file.path}: ${cells.join(', ')}`;
  return problem({ file: file.path, line: 1 }, 'check', reason, 'mend the data, or the check');
}
