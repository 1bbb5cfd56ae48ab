import { posix } from 'node:path';
import type { LoadedTable, Tables } from '../data/tables.ts';
import type { SourceFile } from '../files.ts';
import { collect, endStage, type Problem, within } from '../problems.ts';
import type { Project } from '../project.ts';
import { Ledger } from '../quotes/ledger.ts';
import { makeQuoter } from '../quotes/liquid.ts';
import type { Computed } from './computed.ts';
import { namedTables, resolveUrls } from './data.ts';
import { untiedInSpec } from './gate.ts';
import { keepChart } from './keep.ts';
import { lintSpec } from './lint.ts';
import { schemaErrors } from './schema.ts';
import { fillSpec, isObject, type JsonObject, readSpec, specProblem, themeColours } from './spec.ts';
import { finishSvg } from './svg.ts';
import { configProblems, typedProblems, withTiedValues } from './typed.ts';

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
  /** Names of the datasets from whose cells it is drawn. */
  datasets: readonly string[];
  /** Texts of axes, legends and headers that a scale of tied values gives, as shown. */
  ticks: readonly string[];
  /** Values that the spec computes itself, mark by mark. */
  computed: readonly Computed[];
  /** Hash of what its marks draw: it changes with what the picture says, not with fonts and colours. */
  drawing: string;
}

/** In which language and with which colours charts are drawn: a deck's language and the CSS of its theme. */
export interface Look {
  language: string;
  css: string;
}

const lookKey = ({ language, css }: Look) => `${language}\n${css}`;

/** Charts of the project by look. */
interface DrawnCharts {
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
      const draw = () => drawChart(project, tables, file, look.language, look.css);
      const chart = await collect(problems, () => within({ file: path }, () => keepChart(project, tables, file, look, draw)));
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
async function drawChart(project: Project, tables: Tables, file: SourceFile, language: string, css: string): Promise<Chart> {
  const name = posix.basename(file.path, '.vl.json');
  const ledger = new Ledger();
  const quoter = makeQuoter(tables, language, ledger, project.root, project.decks.literals);
  const colours = themeColours(css);
  const spec = readSpec(file);
  endStage(await untiedInSpec(spec, language, project.decks.literals, tables));
  const theme = project.chartTheme ? await fillSpec(readSpec(project.chartTheme), language, quoter, colours) : {};
  const filled = await resolveUrls(project, spec, await fillSpec(spec, language, quoter, colours));
  const used = await namedTables(tables, spec, filled, language);
  const tied = withTiedValues(filled, ledger);
  const invalid = await schemaErrors(tied);
  const problems: Problem[] = typedProblems(spec, filled, used);
  if (project.chartTheme) problems.push(...configProblems(readSpec(project.chartTheme), theme));
  const [{ drawSpec }, { fieldsAfter }] = await Promise.all([import('./draw.ts'), import('./made.ts')]);
  const linted = lintSpec(spec, tied, used, fieldsAfter, problems);
  for (const { path, reason, fix } of invalid) {
    const steps = path.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    problems.push(specProblem(spec, steps, 'invalid-spec', reason, fix));
  }
  endStage(problems);
  const { literals } = project.decks;
  const drawn = await drawSpec({ root: project.root, spec, linted, theme, tables: used, language, ledger, literals, written: new Map() });
  const description = describe(filled) ?? name;
  const { ticks, computed, drawing } = drawn;
  const svg = finishSvg(drawn.svg, `${name}-${language}`.toLowerCase(), description);
  const names = [...new Set([...used.keys(), ...quoter.quoted])].sort();
  return {
    name,
    file: file.path,
    language,
    svg,
    description,
    ledger,
    tables: names,
    ticks,
    computed,
    drawing,
    datasets: datasetsDrawn(used, filled),
  };
}

/** The datasets under the fields that a spec names, more than it draws but never fewer; where it counts rows, those under the rows. */
function datasetsDrawn(used: ReadonlyMap<string, LoadedTable>, spec: unknown): string[] {
  const text = JSON.stringify(spec);
  const words = new Set(text.match(/[\p{L}\p{N}_]+/gu));
  const isNamed = (name: string) => (/^[\p{L}\p{N}_]+$/u.test(name) ? words.has(name) : text.includes(name));
  const datasets = [...used.values()].flatMap(({ fields, rowDatasets }) => [
    ...fields.filter((field) => isNamed(field.name)).flatMap((field) => field.datasets),
    ...(words.has('count') ? rowDatasets : []),
  ]);
  return [...new Set(datasets)].sort();
}

/** The spec's description, else its title. */
function describe(spec: JsonObject): string | undefined {
  if (typeof spec.description === 'string') return spec.description;
  const { title } = spec;
  if (typeof title === 'string') return title;
  return isObject(title) && typeof title.text === 'string' ? title.text : undefined;
}
