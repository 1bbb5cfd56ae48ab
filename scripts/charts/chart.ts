import { posix } from 'node:path';
import type { LoadedTable, Tables } from '../data/tables.ts';
import type { SourceFile } from '../files.ts';
import { facesIn, familiesOf } from '../fonts/faces.ts';
import { endStage, type Problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { Ledger } from '../quotes/ledger.ts';
import { makeQuoter } from '../quotes/liquid.ts';
import { themeColours } from './colours.ts';
import { namedTables, resolveUrls } from './data.ts';
import { drawSpec } from './draw.ts';
import { untiedInSpec } from './gate.ts';
import type { Chart } from './index.ts';
import { lintSpec } from './lint.ts';
import { fieldsAfter } from './made.ts';
import { makeMeasure } from './measure.ts';
import { schemaErrors } from './schema.ts';
import { fillSpec, isObject, type JsonObject, readSpec, specProblem } from './spec.ts';
import { finishSvg } from './svg.ts';
import { configProblems, typedProblems, withTiedValues } from './typed.ts';

/**
 * Draws one chart in one language. `css` is the deck's theme, whose `:root` names the colours.
 * Throws every problem of the spec before anything is drawn.
 */
export async function drawChart(
  project: Project,
  tables: Tables,
  file: SourceFile,
  language: string,
  css: string,
): Promise<Omit<Chart, 'key'>> {
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
  const problems: Problem[] = typedProblems(spec, filled, used, language);
  if (project.chartTheme) problems.push(...configProblems(readSpec(project.chartTheme), theme));
  const linted = lintSpec(spec, tied, language, used, fieldsAfter, problems);
  for (const { path, reason, fix } of invalid) {
    const steps = path.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    problems.push(specProblem(spec, steps, 'invalid-spec', reason, fix));
  }
  endStage(problems);
  const { literals } = project.decks;
  const measure = await makeMeasure(facesIn(language, project.faces));
  const font = familiesOf(project.faces)[0] as string;
  const setting = { language, ledger, literals, measure, font, written: new Map() };
  const drawn = await drawSpec({ root: project.root, spec, linted, theme, tables: used, ...setting });
  const description = describe(filled) ?? name;
  const { ticks, computed, drawing, faults } = drawn;
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
    faults,
    datasets: datasetsDrawn(used, filled),
  };
}

/** The datasets under the fields that a spec names, more than it draws but never fewer; where it counts rows, those under the rows. */
function datasetsDrawn(used: ReadonlyMap<string, LoadedTable>, spec: unknown): string[] {
  // Names may be escaped, once or more.
  const text = JSON.stringify(spec).replaceAll('\\', '');
  const words = new Set(text.match(/[\p{L}\p{N}_]+/gu));
  const isNamed = (name: string) => (/^[\p{L}\p{N}_]+$/u.test(name) ? words.has(name) : text.includes(name.replaceAll('\\', '')));
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
