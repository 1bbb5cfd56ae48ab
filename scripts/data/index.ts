import { collect, endStage, type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Database, openDatabase, quoteName } from './database.ts';
import type { Resource } from './descriptor.ts';
import { loadDataset } from './load.ts';
import { runChecks, runModels } from './models.ts';
import type { LoadedTable, Table, Tables } from './tables.ts';

/**
 * Loads `data/`: the datasets as declared, then the models, then the checks.
 * Returns every table by name. Throws all problems of the first stage that has any.
 */
export async function loadTables(project: Project): Promise<Tables> {
  const database = await openDatabase();
  try {
    const list = await loadDatasets(database, project);
    await database.lock();
    await runModels(database, project.models, list);
    await runChecks(database, project.checks, list);
    return makeTables(database, list);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function loadDatasets(database: Database, project: Project): Promise<Map<string, Table>> {
  const problems: Problem[] = [];
  const list = new Map<string, Table>();
  for (const resource of project.descriptor.resources) {
    const table = datasetTable(resource);
    const names = table.fields.map((field) => field.name);
    if (list.has(resource.name))
      problems.push(
        problem({ file: 'data/datapackage.json' }, 'duplicate-table', `two datasets are named "${resource.name}"`, 'rename one'),
      );
    for (const name of [...table.primaryKey, ...(table.placeField ? [table.placeField] : [])]) {
      if (!names.includes(name))
        problems.push(
          problem(
            { file: 'data/datapackage.json' },
            'unknown-field',
            `"${resource.name}" names the field "${name}", which its schema lacks`,
            `use one of: ${names.join(', ')}`,
          ),
        );
    }
    list.set(resource.name, table);
  }
  endStage(problems);
  for (const resource of project.descriptor.resources) await collect(problems, () => loadDataset(database, project.root, resource));
  endStage(problems);
  return list;
}

function datasetTable(resource: Resource): Table {
  return {
    name: resource.name,
    kind: 'dataset',
    title: resource.title ?? resource.name,
    file: `data/${resource.path}`,
    fields: resource.schema.fields.map(({ name, type, title, unit, unitField }) => ({ name, type, title, unit, unitField })),
    primaryKey: resource.schema.primaryKey ?? [],
    asOf: resource.asOf,
    staleAfterDays: resource.staleAfterDays,
    placeField: resource.placeField,
    sources: resource.sources,
    datasets: [resource.name],
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
