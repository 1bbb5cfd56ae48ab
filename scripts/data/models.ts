import { posix } from 'node:path';
import type { SourceFile } from '../files.ts';
import type { Inputs } from '../graph.ts';
import { collect, endStage, type Problem, problem } from '../problems.ts';
import { type Catalogue, type KeptRows, mostRead } from './catalogue.ts';
import { chanceProblems } from './chance.ts';
import { type Database, quoteName } from './database.ts';
import type { Scope } from './expressions.ts';
import { type Model, modelTable } from './model-table.ts';
import { areSound, valueProblems } from './model-values.ts';
import { readQueries, unknownTables } from './query.ts';
import type { Table } from './tables.ts';

/** The models of a project in the order in which they can be made, and what tells more of them where one must be. */
export interface Models {
  order: readonly Pick<Model, 'name' | 'reads'>[];
  files: ReadonlyMap<string, SourceFile>;
  /** A model as parsed. */
  parsed(name: string): Promise<Model>;
}

/** Reads every `data/<name>.sql`: which tables it reads, and so when it can be made. Throws every problem of their texts. */
export async function readModels({ graph, engine, list }: Catalogue, files: readonly SourceFile[]): Promise<Models> {
  const datasets = new Set(list.keys());
  const byName = new Map(files.map((file) => [modelName(file), file]));
  const parse = async (some: readonly SourceFile[]) => parseModels(await engine.open(), some, files, datasets);
  let all: ReadonlyMap<string, Model> | undefined;
  const inputs = { 'names of datasets': [...datasets].join(' '), ...Object.fromEntries(files.map(({ path, text }) => [path, text])) };
  const { value: order } = await graph.keep('queries', 'models', inputs, async () => {
    all = await parse(files);
    return inOrder(all).map(({ name, reads }) => ({ name, reads }));
  });
  for (const { name, reads } of order) engine.knows(name, { file: byName.get(name) as SourceFile, reads });
  const parsed = async (name: string) => (all ?? (await parse([byName.get(name) as SourceFile]))).get(name) as Model;
  return { order, files: byName, parsed };
}

/** A model is made from its file and the tables that it reads; undefined where one of them is not there or not well. */
function modelInputs(catalogue: Catalogue, { files }: Models, { name, reads }: Models['order'][number]): Inputs | undefined {
  const file = files.get(name) as SourceFile;
  const tables = catalogue.hashes(reads);
  return tables && { [file.path]: file.text, ...tables };
}

/** What is kept of a model. */
type KeptModel = KeptRows & { table: Table };

/** Enters a model as it was kept; false where it was not. */
export async function findModel(catalogue: Catalogue, models: Models, model: Models['order'][number]): Promise<boolean> {
  const inputs = modelInputs(catalogue, models, model);
  const known = inputs && (await catalogue.graph.kept<KeptModel>('model', model.name, inputs));
  if (known) catalogue.enter(known.value.table, known.value, known.key);
  return known !== undefined;
}

/**
 * Turns every model that has no table yet into the table of its name, each as soon as the tables are there that it reads.
 * Throws every problem. `states` tells whether a text states a number in words.
 */
export async function runModels(catalogue: Catalogue, models: Models, states?: Scope['states']): Promise<void> {
  const runs = new Map<string, Promise<Problem[]>>();
  const run = async (model: Models['order'][number]): Promise<Problem[]> => {
    await Promise.all(model.reads.map((name) => runs.get(name)));
    const problems: Problem[] = [];
    // What reads a model that failed would only fail after it.
    const isOpen = !catalogue.list.has(model.name) && model.reads.every((name) => catalogue.list.has(name));
    if (isOpen) await collect(problems, () => runModel(catalogue, models, model, states));
    return problems;
  };
  for (const model of models.order) runs.set(model.name, run(model));
  endStage((await Promise.all(runs.values())).flat());
  catalogue.sort([...catalogue.datasets, ...models.order.map(({ name }) => name)]);
}

async function runModel(catalogue: Catalogue, models: Models, model: Models['order'][number], states?: Scope['states']): Promise<void> {
  const inputs = modelInputs(catalogue, models, model);
  const make = async () => materialize(catalogue, await models.parsed(model.name), states);
  // What a model gives that reads one with wrong values is of no use to others.
  if (!inputs) await make();
  else {
    const { value, key } = await catalogue.graph.keep<KeptModel>('model', model.name, inputs, make);
    catalogue.enter(value.table, value, key);
  }
}

/** Some models by name, of `all` that there are; every table that they read exists. */
async function parseModels(
  database: Database,
  files: readonly SourceFile[],
  all: readonly SourceFile[],
  tables: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Model>> {
  const problems: Problem[] = [];
  const models = new Map<string, Model>();
  for (const file of files) if (tables.has(modelName(file))) problems.push(takenName(file));
  for (const query of await readQueries(database, files, problems)) {
    const name = query && modelName(query.file);
    if (name && !tables.has(name)) models.set(name, { name, ...query });
  }
  const known = [...tables, ...all.map(modelName)];
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

async function materialize(catalogue: Catalogue, model: Model, states?: Scope['states']): Promise<KeptModel> {
  const { columns, rows } = await catalogue.engine.run(model.name, mostRead);
  const table = modelTable(columns, model, catalogue.list, states);
  const database = await catalogue.engine.open();
  const isSure = rows.length < mostRead && areSound(table, rows, database.limits);
  if (!isSure) await checkKey(database, table);
  catalogue.announce(table);
  if (!isSure) endStage(await valueProblems(database, [model], catalogue.list));
  return { table, ...(await catalogue.keepRows(model.name, rows)) };
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
