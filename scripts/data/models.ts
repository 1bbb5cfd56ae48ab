import { posix } from 'node:path';
import type { SourceFile } from '../files.ts';
import { collect, endStage, type Problem, ProjectError, problem } from '../problems.ts';
import { chanceProblems } from './chance.ts';
import { type Database, quoteName } from './database.ts';
import type { Scope } from './expressions.ts';
import { type Model, modelTable } from './model-table.ts';
import { valueProblems } from './model-values.ts';
import { failedQuery, readQueries, unknownTables } from './query.ts';
import type { Table } from './tables.ts';

/**
 * Turns every `data/<name>.sql` into the table `<name>`, each after the tables that it reads. Adds to `tables`; throws
 * every problem. `states` tells whether a text states a number in words.
 */
export async function runModels(
  database: Database,
  files: readonly SourceFile[],
  tables: Map<string, Table>,
  states?: Scope['states'],
): Promise<void> {
  const models = await readModels(database, files, tables);
  const order = inOrder(models);
  const problems: Problem[] = [];
  for (const model of order) {
    // What reads a model that failed would only fail after it.
    if (model.reads.every((name) => tables.has(name))) await collect(problems, () => materialize(database, model, tables, states));
  }
  problems.push(...(await valueProblems(database, order, tables)));
  endStage(problems);
}

/** The models by name; every table that they read exists. */
async function readModels(
  database: Database,
  files: readonly SourceFile[],
  tables: ReadonlyMap<string, Table>,
): Promise<ReadonlyMap<string, Model>> {
  const problems: Problem[] = [];
  const models = new Map<string, Model>();
  for (const file of files) if (tables.has(modelName(file))) problems.push(takenName(file));
  for (const query of await readQueries(database, files, problems)) {
    const name = query && modelName(query.file);
    if (name && !tables.has(name)) models.set(name, { name, ...query });
  }
  const known = [...tables.keys(), ...files.map(modelName)];
  for (const model of models.values()) problems.push(...unknownTables(model, known), ...chanceProblems(model));
  endStage(problems);
  return models;
}

const modelName = (file: SourceFile) => posix.basename(file.path, '.sql');

function takenName(file: SourceFile): Problem {
  const reason = `"${modelName(file)}" is the name of a dataset already`;
  return problem({ file: file.path, line: 1 }, 'duplicate-table', reason, 'rename the model');
}

/** Models sorted so that each follows those it reads. Throws a problem for each circle of reads. */
function inOrder(models: ReadonlyMap<string, Model>): Model[] {
  const sorted: Model[] = [];
  const problems: Problem[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (model: Model, path: readonly string[]): void => {
    if (state.get(model.name) === 'done') return;
    if (state.get(model.name) === 'open') {
      problems.push(cycleProblem(model, path));
      return;
    }
    state.set(model.name, 'open');
    for (const name of model.reads) {
      const next = models.get(name);
      if (next) visit(next, [...path, model.name]);
    }
    state.set(model.name, 'done');
    sorted.push(model);
  };
  for (const model of models.values()) visit(model, []);
  endStage(problems);
  return sorted;
}

function cycleProblem(model: Model, path: readonly string[]): Problem {
  const circle = [...path.slice(path.indexOf(model.name)), model.name].join(' -> ');
  const reason = `models read each other in a circle: ${circle}`;
  return problem({ file: model.file.path, line: 1 }, 'model-cycle', reason, 'take one of these reads out');
}

async function materialize(database: Database, model: Model, tables: Map<string, Table>, states?: Scope['states']): Promise<void> {
  const create = `CREATE TABLE ${quoteName(model.name)} AS `;
  try {
    await database.within(() => database.run(create + model.sql));
  } catch (error) {
    throw new ProjectError([failedQuery(model, error, create.length)]);
  }
  const table = await modelTable(database, model, tables, states);
  await checkKey(database, table);
  tables.set(model.name, table);
}

async function checkKey(database: Database, table: Table): Promise<void> {
  if (table.primaryKey.length === 0) return;
  const names = table.primaryKey.map(quoteName);
  const rows = await database.rows(
    `SELECT concat_ws('/', ${names}) AS value FROM ${quoteName(table.name)} GROUP BY ${names} HAVING count(*) > 1 ORDER BY value LIMIT 20`,
  );
  const place = { file: table.file, line: 1 };
  const fix = 'mend the query, or declare another primaryKey';
  endStage(rows.map((row) => problem(place, 'duplicate-key', `the key ${row.value} stands twice in the model's rows`, fix)));
}
