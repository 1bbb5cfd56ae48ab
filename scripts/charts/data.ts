import { posix } from 'node:path';
import { resourceFile } from '../data/descriptor.ts';
import type { LoadedTable, Tables } from '../data/tables.ts';
import { insideProject, isFile, isUrl } from '../files.ts';
import { collect, didYouMean, endStage, type Problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { localize } from '../quotes/localize.ts';
import { readsShapes } from './shapes.ts';
import { isObject, type Json, type JsonObject, type JsonPath, type Spec, specProblem } from './spec.ts';
import { declare } from './undeclared.ts';

/** A copy of a spec where each `url` of a dataset's file names that dataset; the shapes of a map are left to Vega, and all other files refused. */
export async function resolveUrls(project: Project, spec: Spec, json: JsonObject): Promise<JsonObject> {
  const problems: Problem[] = [];
  const copy = structuredClone(json);
  for (const [data, path] of dataNodes(copy)) {
    if (typeof data.url === 'string') problems.push(...(await resolveUrl(project, spec, data, data.url, [...path, 'url'])));
  }
  endStage(problems);
  return copy;
}

/** Changes `data` where its `url` is a dataset's file; a problem where it is no file of the project. */
async function resolveUrl(project: Project, spec: Spec, data: JsonObject, url: string, at: JsonPath): Promise<Problem[]> {
  if (isUrl(url) || url.startsWith('/')) {
    const fix = 'copy the file into data/ and name it by its path from the chart';
    return [specProblem(spec, at, 'outside-project', `"${url}" is not in the project`, fix)];
  }
  const problems: Problem[] = [];
  const full = await collect(problems, () => insideProject(project.root, `charts/${url}`, spec.place(at)));
  const target = posix.resolve('/charts', url).slice(1);
  const dataset = project.descriptor.resources.find((resource) => resourceFile(resource) === target);
  if (dataset) {
    delete data.url;
    data.name = dataset.name;
  } else if (full && !(await isFile(full))) {
    problems.push(specProblem(spec, at, 'missing-file', `there is no file "${target}"`, 'mend the path, which begins at the chart'));
  } else if (full && !readsShapes(data)) {
    problems.push(specProblem(spec, at, 'undeclared-dataset', `"${target}" is no declared dataset`, await declare(target, full)));
  }
  return problems;
}

/** The tables that a spec names, by name, in the chart's language. Throws a problem for each that does not exist. */
export async function namedTables(tables: Tables, spec: Spec, json: JsonObject, language: string): Promise<Map<string, LoadedTable>> {
  const used = new Map<string, LoadedTable>();
  const problems: Problem[] = [];
  const own = new Set(Object.keys((json.datasets as JsonObject | undefined) ?? {}));
  for (const [data, path] of dataNodes(json)) {
    const { name } = data;
    if (typeof name !== 'string' || 'values' in data || 'url' in data || own.has(name)) continue;
    if (tables.list.has(name)) used.set(name, localize(await tables.read(name), language));
    else
      problems.push(specProblem(spec, [...path, 'name'], 'unknown-table', `unknown table "${name}"`, didYouMean(name, tables.list.keys())));
  }
  endStage(problems);
  return used;
}

/** Every `data` of a spec, with its path. */
function* dataNodes(json: Json, path: JsonPath = []): Generator<[JsonObject, JsonPath]> {
  if (Array.isArray(json)) for (const [index, item] of json.entries()) yield* dataNodes(item, [...path, index]);
  if (!isObject(json)) return;
  for (const [key, value] of Object.entries(json)) {
    if (key === 'data' && isObject(value)) yield [value, [...path, key]];
    yield* dataNodes(value, [...path, key]);
  }
}
