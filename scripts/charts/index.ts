import type { Tables } from '../data/tables.ts';
import type { SourceFile } from '../files.ts';
import { faceKey } from '../fonts/faces.ts';
import { type Graph, hashOf, type Inputs } from '../graph.ts';
import { collect, endStage, type Problem, within } from '../problems.ts';
import type { Project } from '../project.ts';
import { Ledger, type Tie } from '../quotes/ledger.ts';
import { NotedMap } from '../trace.ts';
import { themeColours } from './colours.ts';
import type { Computed } from './computed.ts';

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
  /** What is wrong with the picture, which can be looked at all the same: texts that leave it. */
  faults: readonly Problem[];
  /** Hash of all that it was made from. */
  key: string;
}

/** In which language and with which colours charts are drawn: a deck's language and the CSS of its theme. */
export interface Look {
  language: string;
  css: string;
}

/** The hash of a look: charts take from a theme nothing but its colours. */
const lookKey = ({ language, css }: Look) => hashOf(`${language}\n${css}`);

/** Charts of the project by look. */
interface DrawnCharts {
  /** Every chart by its project path, in one look. */
  of(look: Look): ReadonlyMap<string, Chart>;
  all: readonly Chart[];
}

/**
 * Draws every chart of the project once in each look. `report` is told of each. Throws the problems of all; those of pictures that can be
 * looked at all the same are left to their charts where these are wanted `asTheyAre`.
 */
export async function drawCharts(
  graph: Graph,
  project: Project,
  tables: Tables,
  looks: readonly Look[],
  report: (chart: Chart, ms: number) => void,
  asTheyAre = false,
): Promise<DrawnCharts> {
  const problems: Problem[] = [];
  const drawn = new Map<string, Map<string, Chart>>();
  for (const look of new Map(looks.map((each) => [lookKey(each), each])).values()) {
    const charts = new Map<string, Chart>();
    for (const [path, file] of project.charts) {
      const begun = performance.now();
      const chart = await collect(problems, () => within({ file: path }, () => keepChart(graph, project, tables, file, look)));
      if (!chart) continue;
      if (!asTheyAre) problems.push(...chart.faults);
      charts.set(path, chart);
      report(chart, performance.now() - begun);
    }
    drawn.set(lookKey(look), new NotedMap(charts, (each) => `chart ${lookKey(look)} ${each}`, `charts ${lookKey(look)}`));
  }
  endStage(problems);
  const all = [...drawn.values()].flatMap((each) => [...each.values()]);
  graph.find('chart', keysOf(drawn));
  return { of: (look) => drawn.get(lookKey(look)) ?? new Map(), all };
}

/** Finds the hash of a chart by its look and its path. */
function keysOf(drawn: ReadonlyMap<string, ReadonlyMap<string, Chart>>): (name: string) => string | undefined {
  const all = [...drawn].flatMap(([look, charts]) => [...charts].map(([path, { key }]) => [`${look} ${path}` as string, key] as const));
  const keys = new Map(all);
  return (name) => keys.get(name);
}

/** Reads in what draws, Vega and all. */
export const readInDrawing = () => import('./chart.ts');

/** A chart is made from its spec, the theme and the colours, and from what it reads: its tables, and maps by their `url`. */
async function keepChart(graph: Graph, project: Project, tables: Tables, file: SourceFile, look: Look): Promise<Chart> {
  const inputs: Inputs = {
    [file.path]: file.text,
    'charts/theme.json': project.chartTheme?.text,
    language: look.language,
    'colours of the theme': JSON.stringify([...themeColours(look.css)]),
    fonts: project.faces.map(faceKey).join('\n'),
    'names of numbers': project.decks.literals.map(String).join('\n'),
    'files of datasets': JSON.stringify(project.descriptor.resources.map(({ name, path }) => [name, path])),
  };
  const name = `${file.path} ${look.language}`;
  const { value, key } = await graph.keep('chart', name, inputs, async () => {
    const { drawChart } = await readInDrawing();
    return pack(await drawChart(project, tables, file, look.language, look.css));
  });
  return unpack(value, key);
}

/** A chart as it is kept: its ledger by its ties. */
type PackedChart = Omit<Chart, 'ledger' | 'key'> & { ties: Tie[] };

const pack = ({ ledger, ...chart }: Omit<Chart, 'key'>): PackedChart => ({ ...chart, ties: ledger.ties });

function unpack({ ties, ...chart }: PackedChart, key: string): Chart {
  const ledger = new Ledger();
  ledger.ties.push(...ties);
  return { ...chart, ledger, key };
}
