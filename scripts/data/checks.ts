import type { SourceFile } from '../files.ts';
import type { Inputs } from '../graph.ts';
import { collect, endStage, type Problem, ProjectError, problem } from '../problems.ts';
import type { Catalogue } from './catalogue.ts';
import { chanceProblems } from './chance.ts';
import type { Database } from './database.ts';
import { failedQuery, type Query, readQueries, unknownTables } from './query.ts';
import type { Row } from './tables.ts';

/** More rows than these are counted, not listed. */
const mostRows = 20;
/** More rows than these are not even read. */
const mostCounted = 10_000;

/** The checks of a project that are queries, with what is wrong with the others, and what tells more where one must be run. */
export interface Checks {
  list: readonly Pick<Query, 'file' | 'reads'>[];
  problems: readonly Problem[];
  /** Paths of those that are kept as met. */
  met: Set<string>;
  /** A check as parsed. */
  parsed(file: SourceFile): Promise<Query>;
}

/** Reads `data/checks/*.sql`: which tables each reads. */
export async function readChecks({ graph, engine }: Catalogue, files: readonly SourceFile[]): Promise<Checks> {
  const problems: Problem[] = [];
  const parse = async (some: readonly SourceFile[]) => readQueries(await engine.open(), some, problems);
  let all: (Query | undefined)[] | undefined;
  const readsOf = async () => {
    all ??= await parse(files);
    return all.map((query) => query?.reads ?? null);
  };
  const inputs = Object.fromEntries(files.map(({ path, text }) => [path, text]));
  const found: Problem[] = [];
  const kept = await collect(found, () =>
    graph.keep('queries', 'checks', inputs, async () => {
      const reads = await readsOf();
      endStage(problems);
      return reads;
    }),
  );
  const reads = kept?.value ?? (await readsOf());
  const list = files.flatMap((file, index) => (reads[index] ? [{ file, reads: reads[index] }] : []));
  const parsed = async (file: SourceFile) => (all ?? (await parse([file]))).find((each) => each?.file === file) as Query;
  return { list, problems: found, met: new Set(), parsed };
}

/** A check is made from its file and the tables that it reads; undefined where one of them is not there. */
function checkInputs(catalogue: Catalogue, { file, reads }: Checks['list'][number]): Inputs | undefined {
  const tables = catalogue.hashes(reads);
  return tables && { [file.path]: file.text, ...tables };
}

/** True where it is kept that a check found nothing; it is not run then. */
export async function findCheck(catalogue: Catalogue, checks: Checks, check: Checks['list'][number]): Promise<boolean> {
  const inputs = checkInputs(catalogue, check);
  const known = inputs && (await catalogue.graph.kept('check', check.file.path, inputs));
  if (known) checks.met.add(check.file.path);
  return known !== undefined;
}

/** Runs the checks. Throws a problem for every row that a check returns, and for each query that fails. */
export async function runChecks(catalogue: Catalogue, checks: Checks): Promise<void> {
  const problems: Problem[] = [...checks.problems];
  const open = checks.list.filter(({ file }) => !checks.met.has(file.path));
  const found = open.map(async (check) => {
    const own: Problem[] = [];
    await collect(own, () => keepCheck(catalogue, checks, check));
    return own;
  });
  endStage([...problems, ...(await Promise.all(found)).flat()]);
}

async function keepCheck(catalogue: Catalogue, checks: Checks, check: Checks['list'][number]): Promise<void> {
  const inputs = checkInputs(catalogue, check);
  const run = async () => {
    const query = await checks.parsed(check.file);
    endStage([...unknownTables(query, [...catalogue.list.keys()]), ...chanceProblems(query)]);
    endStage(await runCheck(await catalogue.engine.holding(query.reads), query));
    return true;
  };
  await (inputs ? catalogue.graph.keep('check', check.file.path, inputs, run) : run());
}

async function runCheck(database: Database, query: Query): Promise<Problem[]> {
  const { rows, more } = await database
    .within((queries) => queries.firstRows(query.sql, mostCounted))
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
