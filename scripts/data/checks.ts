import type { SourceFile } from '../files.ts';
import { collect, endStage, type Problem, ProjectError, problem } from '../problems.ts';
import { chanceProblems } from './chance.ts';
import type { Database } from './database.ts';
import { failedQuery, type Query, readQueries, unknownTables } from './query.ts';
import type { Row, Table } from './tables.ts';

/** More rows than these are counted, not listed. */
const mostRows = 20;
/** More rows than these are not even read. */
const mostCounted = 10_000;

/** Runs `data/checks/*.sql`. Throws a problem for every row that a check returns, and for each query that fails. */
export async function runChecks(database: Database, files: readonly SourceFile[], tables: ReadonlyMap<string, Table>): Promise<void> {
  const problems: Problem[] = [];
  for (const query of await readQueries(database, files, problems))
    if (query) problems.push(...((await collect(problems, () => runCheck(database, query, tables))) ?? []));
  endStage(problems);
}

async function runCheck(database: Database, query: Query, tables: ReadonlyMap<string, Table>): Promise<Problem[]> {
  endStage([...unknownTables(query, [...tables.keys()]), ...chanceProblems(query)]);
  const { rows, more } = await database
    .within(() => database.firstRows(query.sql, mostCounted))
    .catch((error: unknown) => {
      throw new ProjectError([failedQuery(query, error)]);
    });
  const problems = rows.slice(0, mostRows).map((row) => failedRow(query, row));
  const left = `${more ? 'at least ' : ''}${rows.length - mostRows}`;
  if (rows.length > mostRows) problems.push(problem({ file: query.file.path, line: 1 }, 'check', `and ${left} more rows`, 'mend the data'));
  return problems;
}

function failedRow({ file, matter }: Query, row: Row): Problem {
  const cells = Object.entries(row).map(([name, value]) => `${name} = ${value}`);
  const reason = `check failed: ${matter.title ?? file.path}: ${cells.join(', ')}`;
  return problem({ file: file.path, line: 1 }, 'check', reason, 'mend the data, or the check');
}
