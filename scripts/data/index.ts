import { collect, endStage, type Problem, within } from '../problems.ts';
import type { Project } from '../project.ts';
import { runChecks } from './checks.ts';
import { type Database, openDatabase, type QueryLimits, queryLimits, quoteName } from './database.ts';
import { declaredProblems } from './declared.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { loadDataset } from './load.ts';
import { largeTables, madeFrom } from './made.ts';
import { runModels } from './models.ts';
import type { LoadedTable, Table, Tables } from './tables.ts';

/** How tables are loaded: where failed checks go, and the limits of a query. */
interface LoadOptions {
  unmet?: Problem[];
  limits?: QueryLimits;
}

/**
 * Loads `data/`: the datasets as declared, then the models, then the checks.
 * Returns every table by name. Throws all problems of the first stage that has any; those of the checks are added
 * to `unmet` instead, where it is given. `limits` are those of one query.
 */
export async function loadTables(project: Project, { unmet, limits = queryLimits }: LoadOptions = {}): Promise<Tables> {
  const database = await openDatabase(limits);
  try {
    const list = await loadDatasets(database, project);
    await database.lock();
    await runModels(database, project.models, list);
    const check = () => runChecks(database, project.checks, list);
    await (unmet ? collect(unmet, check) : check());
    return makeTables(database, project, list);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function loadDatasets(database: Database, project: Project): Promise<Map<string, Table>> {
  const problems = await declaredProblems(database, project);
  endStage(problems);
  const list = new Map<string, Table>();
  for (const resource of project.descriptor.resources) list.set(resource.name, datasetTable(resource));
  const load = (resource: Resource) => within({ file: resourceFile(resource) }, () => loadDataset(database, project.root, resource));
  await Promise.all(project.descriptor.resources.map((resource) => collect(problems, () => load(resource))));
  endStage(problems);
  return list;
}

function datasetTable(resource: Resource): Table {
  return {
    name: resource.name,
    kind: 'dataset',
    title: resource.title ?? resource.name,
    file: resourceFile(resource),
    fields: resource.schema.fields.map(({ name, type, title, titles, unit, unitField }) => ({
      name,
      type,
      title,
      titles,
      unit,
      unitField,
      datasets: [resource.name],
    })),
    primaryKey: resource.schema.primaryKey ?? [],
    asOf: resource.asOf,
    staleAfterDays: resource.staleAfterDays,
    placeField: resource.placeField,
    sources: resource.sources,
    datasets: [resource.name],
    rowDatasets: [resource.name],
    reads: [],
  };
}

function makeTables(database: Database, project: Project, list: ReadonlyMap<string, Table>): Tables {
  const read = new Map<string, Promise<LoadedTable>>();
  const load = async (name: string): Promise<LoadedTable> => {
    const table = list.get(name) as Table;
    return Object.freeze({ ...table, rows: await database.rows(`SELECT * FROM ${quoteName(name)}`) });
  };
  let large: Promise<Set<string>> | undefined;
  const made = new Map<string, Promise<string>>();
  const makeHash = async (name: string) => {
    const known = made.get(name) ?? madeFrom(project, list, name);
    made.set(name, known);
    return known;
  };
  return {
    list,
    made: async (name) => {
      large ??= largeTables(database);
      return (await large).has(name) ? makeHash(name) : undefined;
    },
    read: (name) => {
      const known = read.get(name) ?? load(name);
      read.set(name, known);
      return known;
    },
    close: () => database.close(),
  };
}
