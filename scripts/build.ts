import { type Chart, drawChart } from './charts/index.ts';
import { loadTables } from './data/index.ts';
import type { Tables } from './data/tables.ts';
import { type Artefact, checkCoverage, type Format, makeChartFile, makeDeck, openBrowser, writeArtefacts } from './dist/index.ts';
import { collect, didYouMean, endStage, type Problem, problem } from './problems.ts';
import { type Project, readProject } from './project.ts';
import { makeRecord } from './record/index.ts';
import { checkRecord } from './record/rules.ts';
import type { DeckRecord } from './record/schema.ts';
import { type QuotedDeck, type RenderedDeck, readDeck, renderDeck } from './slides/index.ts';

export interface BuildOptions {
  root: string;
  out: string;
  /** Names of the decks to build; all when empty. */
  decks: readonly string[];
  formats: readonly Format[];
}

/** What a build tells while it works: one line an artefact. */
export interface Report {
  artefact(kind: string, name: string, ms: number, detail?: string): void;
  note(text: string): void;
}

/** Builds the decks of a project: every stage takes what the one before gives, and only the last one writes. */
export async function build(options: BuildOptions, report: Report): Promise<readonly Artefact[]> {
  // 1. Start the browser first: it is the slowest thing to wait for.
  const browser = options.formats.includes('pdf') ? openBrowser(report.note) : undefined;
  browser?.catch(() => {});
  try {
    // 2 to 5. Everything but the writing.
    const { decks, charts } = await prepare(options, report);
    // 6. Print and pack.
    const files = await Promise.all(charts.map(makeChartFile));
    const made = await Promise.all(
      decks.map(({ deck, record }) =>
        makeDeck(deck, record, options.formats, browser, (each, ms) => report.artefact(each.path.split('.').at(-1) as string, each.path, ms)),
      ),
    );
    // 7. Write, all or nothing.
    const artefacts = [...made.flat(), ...files];
    await writeArtefacts(options.out, artefacts);
    return artefacts;
  } finally {
    await browser?.then(
      (each) => each.close(),
      () => {},
    );
  }
}

/** A project's decks, ready to be printed and packed. */
export interface Prepared {
  decks: { deck: RenderedDeck; record: DeckRecord }[];
  charts: Chart[];
}

/** Reads, checks and renders everything; throws every problem of the first stage that has any. */
export async function prepare(options: BuildOptions, report: Report): Promise<Prepared> {
  const project = await readProject(options.root);
  const chosen = chooseDecks(project, options.decks);
  const tables = await loadTables(project);
  try {
    const quoted = await stage(chosen, (deck) => readDeck(project, tables, deck));
    const charts = await drawCharts(project, tables, quoted, report);
    const decks = await stage(quoted, (deck) =>
      renderDeck(project, tables, deck, charts.get(`${deck.deck.language} ${deck.css}`) ?? new Map()),
    );
    await stage(decks, checkCoverage);
    const recorded = await stage(decks, async (deck) => {
      const record = await makeRecord(project, tables, deck);
      endStage(checkRecord(project, tables, deck, record));
      return { deck, record };
    });
    return { decks: recorded, charts: [...charts.values()].flatMap((each) => [...each.values()]) };
  } finally {
    tables.close();
  }
}

function chooseDecks(project: Project, names: readonly string[]) {
  const all = project.decks.decks;
  const unknown = names.filter((name) => !all.some((deck) => deck.name === name));
  endStage(
    unknown.map((name) =>
      problem(
        { file: 'slides/decks.yaml' },
        'unknown-deck',
        `unknown deck "${name}"`,
        didYouMean(
          name,
          all.map((deck) => deck.name),
        ),
      ),
    ),
  );
  return names.length > 0 ? all.filter((deck) => names.includes(deck.name)) : all;
}

/** Every chart of the project once for each language and theme of the decks. */
async function drawCharts(
  project: Project,
  tables: Tables,
  decks: readonly QuotedDeck[],
  report: Report,
): Promise<Map<string, Map<string, Chart>>> {
  const looks = new Map(decks.map((deck) => [`${deck.deck.language} ${deck.css}`, deck]));
  const drawn = new Map<string, Map<string, Chart>>();
  const problems: Problem[] = [];
  for (const [look, { deck, css }] of looks) {
    const charts = new Map<string, Chart>();
    for (const [path, file] of project.charts) {
      const begun = performance.now();
      const chart = await collect(problems, () => drawChart(project, tables, file, deck.language, css));
      if (chart) charts.set(path, chart);
      if (chart) report.artefact('chart', `${chart.name}.${chart.language}`, performance.now() - begun);
    }
    drawn.set(look, charts);
  }
  endStage(problems);
  return drawn;
}

/** Does one piece of work for each item; throws the problems of all. */
async function stage<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const problems: Problem[] = [];
  const results: R[] = [];
  for (const item of items) {
    const result = await collect(problems, () => work(item));
    if (result !== undefined) results.push(result);
  }
  endStage(problems);
  return results;
}
