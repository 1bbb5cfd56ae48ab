import { Store } from '../cache.ts';
import { Graph } from '../graph.ts';
import { collect, endStage, type Problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { Catalogue } from './catalogue.ts';
import { type Checks, findCheck, readChecks, runChecks } from './checks.ts';
import { type QueryLimits, queryLimits } from './database.ts';
import { type Resource, resourceFile } from './descriptor.ts';
import { Engine } from './engine.ts';
import { findModel, type Models, readModels, runModels } from './models.ts';
import { partsOf } from './parts.ts';
import type { Table, Tables } from './tables.ts';

/**
 * How tables are loaded: where failed checks go, the limits of a query, whether a text states a number in words, and the
 * walk in which results are kept.
 */
interface LoadOptions {
  unmet?: Problem[];
  limits?: QueryLimits;
  states?: (text: string) => boolean;
  graph?: Graph;
  /** Hears when DuckDB is opened, as a table must be made. */
  onOpen?: () => void;
}

/**
 * Loads `data/`: the datasets as declared, then the models, then the checks; DuckDB only where one of them must be made.
 * Returns every table by name. Throws all problems of the first stage that has any; those of the checks are added
 * to `unmet` instead, where it is given. `limits` are those of one query.
 */
export async function loadTables(
  project: Project,
  { unmet, limits = queryLimits, states, graph, onOpen }: LoadOptions = {},
): Promise<Tables> {
  const walk = graph ?? (await Graph.begin(new Store(undefined), project.root));
  const engine = new Engine(project, limits, onOpen);
  const catalogue = new Catalogue(walk, engine, project.decks.fiscalFrom);
  try {
    await loadDatasets(catalogue, project);
    const models = await readModels(catalogue, project.models);
    const checks = await readChecks(catalogue, project.checks);
    await findKept(catalogue, models, checks);
    await runModels(catalogue, models, states);
    const check = () => runChecks(catalogue, checks);
    await (unmet ? collect(unmet, check) : check());
    return catalogue.tables(project);
  } catch (error) {
    engine.close();
    throw error;
  }
}

/** Enters the models that are kept, and reads the files that the others and the checks will need, before DuckDB is locked. */
async function findKept(catalogue: Catalogue, models: Models, checks: Checks): Promise<void> {
  const open = new Set<string>();
  for (const model of models.order) if (!(await findModel(catalogue, models, model))) open.add(model.name);
  const needed = models.order.filter(({ name }) => open.has(name)).flatMap(({ reads }) => reads);
  for (const check of checks.list) if (!(await findCheck(catalogue, checks, check))) needed.push(...check.reads);
  if (needed.length > 0) await catalogue.engine.foresee(needed);
}

async function loadDatasets(catalogue: Catalogue, project: Project): Promise<void> {
  const { graph, engine } = catalogue;
  const { resources } = project.descriptor;
  const declared = JSON.stringify(resources.map(({ schema }) => schema.fields));
  await graph.keep('declared', 'data/datapackage.json', { 'the fields of datasets': declared }, async () => {
    const { declaredProblems } = await import('./declared.ts');
    endStage(await declaredProblems(await engine.open(), project));
    return true;
  });
  const problems: Problem[] = [];
  for (const resource of resources) catalogue.announce(datasetTable(resource));
  catalogue.datasets = resources.map(({ name }) => name);
  await Promise.all(resources.map((resource) => collect(problems, () => loadDataset(catalogue, project, resource))));
  endStage(problems);
  const keyed = resources.filter(({ schema }) => (schema.foreignKeys ?? []).length > 0);
  await Promise.all(keyed.map((resource) => collect(problems, () => checkReferences(catalogue, project, resource))));
  endStage(problems);
}

/** Foreign keys are checked with the tables that they are of and refer to. */
async function checkReferences(catalogue: Catalogue, project: Project, resource: Resource): Promise<void> {
  const { referenceProblems, referredTo } = await import('./references.ts');
  const names = [...new Set([resource, ...referredTo(project, resource)].map(({ name }) => name))];
  const inputs = { 'its keys': JSON.stringify([resource.schema.foreignKeys]), ...catalogue.hashes(names) };
  await catalogue.graph.keep('references', resource.name, inputs, async () => {
    await catalogue.engine.foresee(names);
    endStage(await referenceProblems(await catalogue.engine.open(), project, resource));
    return true;
  });
}

/** A dataset is made from its entry and its file. */
async function loadDataset(catalogue: Catalogue, project: Project, resource: Resource): Promise<void> {
  const files = (await partsOf(project.root, resource)).map(resourceFile);
  const hashes = await Promise.all(files.map(async (file) => [`file ${file}`, await catalogue.graph.fileHash(file)] as const));
  const inputs = { 'its entry': JSON.stringify(resource), ...Object.fromEntries(hashes) };
  const { value, key } = await catalogue.graph.keep('dataset', resource.name, inputs, async () => {
    return catalogue.readRows(await catalogue.engine.load(resource), resource.name);
  });
  catalogue.enter(datasetTable(resource), value, key);
}
function datasetTable(resource: Resource): Table {
  return {
    name: resource.name,
    kind: 'dataset',
    title: resource.title ?? resource.name,
    titles: resource.titles,
    file: resourceFile(resource),
    fields: resource.schema.fields.map(({ name, type, title, titles, unit, unitField, display }) => ({
      name,
      type,
      title,
      titles,
      unit,
      unitField,
      display,
      datasets: [resource.name],
    })),
    primaryKey: resource.schema.primaryKey ?? [],
    asOf: resource.asOf ?? '',
    staleAfterDays: resource.staleAfterDays,
    placeField: resource.placeField,
    sources: resource.sources,
    datasets: [resource.name],
    rowDatasets: [resource.name],
    reads: [],
    query: resource.database?.query,
    snapshot: resource.snapshot && { server: resource.snapshot.server, taken: resource.snapshot.taken },
  };
}
