import { collect, endStage, type Problem, within } from '../problems.ts';
import type { Project } from '../project.ts';
import { runChecks } from './checks.ts';
import { type Database, openDatabase, type QueryLimits, queryLimits, quoteName } from './database.ts';
import { declaredProblems } from './declared.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { loadDataset } from './load.ts';
import { runModels } from './models.ts';
import type { LoadedTable, Table, Tables } from './tables.ts';

/** How tables are loaded: where failed checks go, the limits of a query, and whether a text states a number in words. */
interface LoadOptions {
  unmet?: Problem[];
  limits?: QueryLimits;
  states?: (text: string) => boolean;
}

/**
 * Loads `data/`: the datasets as declared, then the models, then the checks.
 * Returns every table by name. Throws all problems of the first stage that has any; those of the checks are added
 * to `unmet` instead, where it is given. `limits` are those of one query.
 */
export async function loadTables(project: Project, { unmet, limits = queryLimits, states }: LoadOptions = {}): Promise<Tables> {
  const database = await openDatabase(limits);
  try {
    const list = await loadDatasets(database, project);
    await database.lock();
    await runModels(database, project.models, list, states);
    const check = () => runChecks(database, project.checks, list);
    await (unmet ? collect(unmet, check) : check());
    return makeTables(database, list);
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

function makeTables(database: Database, list: ReadonlyMap<string, Table>): Tables {
  const read = new Map<string, Promise<LoadedTable>>();
  const load = async (name: string): Promise<LoadedTable> => {
    const table = list.get(name) as Table;
    return Object.freeze({ ...table, rows: await database.rows(`SELECT * FROM ${quoteName(name)}`) });
  };
  return {
    list,
    read: (name) => {
      const known = read.get(name) ?? load(name);
      read.set(name, known);
      return known;
    },
    close: () => database.close(),
  };
}
