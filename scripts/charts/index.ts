import { parse, resolve } from 'node:path/posix';
import type { LoadedTable, Tables } from '../data/tables.ts';
import { insideProject, type SourceFile } from '../files.ts';
import { collect, didYouMean, endStage, type Problem, ProjectError } from '../problems.ts';
import type { Project } from '../project.ts';
import { Ledger } from '../quotes/ledger.ts';
import { makeQuoter } from '../quotes/liquid.ts';
import { localize } from '../quotes/localize.ts';
import { drawSpec } from './draw.ts';
import { untiedInDrawing, untiedInSpec } from './gate.ts';
import { lintSpec } from './lint.ts';
import { schemaErrors } from './schema.ts';
import { fillSpec, type Json, type JsonObject, type JsonPath, readSpec, type Spec, specProblem, themeColours } from './spec.ts';
import { finishSvg } from './svg.ts';

/** A chart in one language: its SVG holds marks of its own ledger where figures stand. */
export interface Chart {
  /** The spec's base name: `valuation` for `charts/valuation.vl.json`. */
  name: string;
  file: string;
  language: string;
  svg: string;
  description: string;
  ledger: Ledger;
  /** Names of the tables that it draws or quotes. */
  tables: readonly string[];
}

/** In which language and with which colours charts are drawn: a deck's language and the CSS of its theme. */
export interface Look {
  language: string;
  css: string;
}

const lookKey = ({ language, css }: Look) => `${language}\n${css}`;

/** Charts of the project by look. */
export interface DrawnCharts {
  /** Every chart by its project path, in one look. */
  of(look: Look): ReadonlyMap<string, Chart>;
  all: readonly Chart[];
}

/** Draws every chart of the project once in each look. `report` is told of each. Throws the problems of all. */
export async function drawCharts(
  project: Project,
  tables: Tables,
  looks: readonly Look[],
  report: (chart: Chart, ms: number) => void,
): Promise<DrawnCharts> {
  const problems: Problem[] = [];
  const drawn = new Map<string, Map<string, Chart>>();
  for (const look of new Map(looks.map((each) => [lookKey(each), each])).values()) {
    const charts = new Map<string, Chart>();
    drawn.set(lookKey(look), charts);
    for (const [path, file] of project.charts) {
      const begun = performance.now();
      const chart = await collect(problems, () => drawChart(project, tables, file, look.language, look.css));
      if (!chart) continue;
      charts.set(path, chart);
      report(chart, performance.now() - begun);
    }
  }
  endStage(problems);
  return { of: (look) => drawn.get(lookKey(look)) ?? new Map(), all: [...drawn.values()].flatMap((each) => [...each.values()]) };
}

/**
 * Draws one chart in one language. `css` is the deck's theme, whose `:root` names the colours.
 * Throws every problem of the spec before anything is drawn.
 */
export async function drawChart(project: Project, tables: Tables, file: SourceFile, language: string, css: string): Promise<Chart> {
  const name = parse(file.path).base.replace(/\.vl\.json$/, '');
  const ledger = new Ledger();
  const quoter = makeQuoter(tables, language, ledger, project.root, project.decks.literals);
  const colours = themeColours(css);
  const spec = readSpec(file);
  endStage(await untiedInSpec(spec, language, project.decks.literals, tables));
  const theme = project.chartTheme ? await fillSpec(readSpec(project.chartTheme), language, quoter, colours) : {};
  const filled = await resolveUrls(project, spec, await fillSpec(spec, language, quoter, colours));
  const used = await readTables(tables, spec, filled, language);
  const invalid = await schemaErrors(filled);
  const problems: Problem[] = [];
  const linted = lintSpec(spec, filled, used, problems);
  for (const { path, reason, fix } of invalid) {
    const steps = path.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    problems.push(specProblem(spec, steps, 'invalid-spec', reason, fix));
  }
  endStage(problems);
  const drawn = await drawSpec({ root: project.root, spec, linted, theme, tables: used, language, ledger });
  endStage(untiedInDrawing(spec, drawn, project.decks.literals));
  const description = describe(filled) ?? name;
  const svg = finishSvg(drawn, `${name}-${language}`.toLowerCase(), description);
  return { name, file: file.path, language, svg, description, ledger, tables: [...new Set([...used.keys(), ...quoter.quoted])].sort() };
}

/** The spec's description, else its title. */
function describe(spec: JsonObject): string | undefined {
  if (typeof spec.description === 'string') return spec.description;
  const title = spec.title;
  if (typeof title === 'string') return title;
  return title && typeof title === 'object' && !Array.isArray(title) && typeof title.text === 'string' ? title.text : undefined;
}

/** Every `data` of a spec, with its path. */
function* dataNodes(json: Json, path: JsonPath = []): Generator<[JsonObject, JsonPath]> {
  if (Array.isArray(json)) for (const [index, item] of json.entries()) yield* dataNodes(item, [...path, index]);
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return;
  for (const [key, value] of Object.entries(json)) {
    if (key === 'data' && value !== null && typeof value === 'object' && !Array.isArray(value)) yield [value, [...path, key]];
    yield* dataNodes(value, [...path, key]);
  }
}

/** A `url` that names a dataset's file becomes that dataset; another file of the project is left to Vega. */
async function resolveUrls(project: Project, spec: Spec, json: JsonObject): Promise<JsonObject> {
  const problems: Problem[] = [];
  const copy = structuredClone(json);
  for (const [data, path] of dataNodes(copy)) {
    if (typeof data.url !== 'string') continue;
    const at = [...path, 'url'];
    if (/^[a-z][a-z0-9+.-]*:|^\//i.test(data.url)) {
      problems.push(
        specProblem(
          spec,
          at,
          'outside-project',
          `"${data.url}" is not in the project`,
          'copy the file into data/ and name it by its path from the chart',
        ),
      );
      continue;
    }
    const target = resolve('/charts', data.url).slice(1);
    const full = await insideProject(project.root, `charts/${data.url}`, spec.place(at)).catch((error: unknown) => {
      if (!(error instanceof ProjectError)) throw error;
      problems.push(...error.problems);
    });
    const dataset = project.descriptor.resources.find((resource) => `data/${resource.path}` === target);
    if (dataset) {
      delete data.url;
      data.name = dataset.name;
    } else if (full) {
      const { stat } = await import('node:fs/promises');
      const exists = await stat(full).then(
        (each) => each.isFile(),
        () => false,
      );
      if (!exists)
        problems.push(specProblem(spec, at, 'missing-file', `there is no file "${target}"`, 'mend the path, which begins at the chart'));
    }
  }
  endStage(problems);
  return copy;
}

/** The tables that a spec names, in the chart's language. */
async function readTables(tables: Tables, spec: Spec, json: JsonObject, language: string): Promise<Map<string, LoadedTable>> {
  const used = new Map<string, LoadedTable>();
  const problems: Problem[] = [];
  const own = new Set(Object.keys((json.datasets as JsonObject | undefined) ?? {}));
  for (const [data, path] of dataNodes(json)) {
    if (typeof data.name !== 'string' || 'values' in data || 'url' in data || own.has(data.name)) continue;
    if (tables.list.has(data.name)) used.set(data.name, localize(await tables.read(data.name), language));
    else
      problems.push(
        specProblem(spec, [...path, 'name'], 'unknown-table', `unknown table "${data.name}"`, didYouMean(data.name, tables.list.keys())),
      );
  }
  endStage(problems);
  return used;
}
