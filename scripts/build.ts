import { type Chart, drawCharts } from './charts/index.ts';
import { loadTables } from './data/index.ts';
import type { Tables } from './data/tables.ts';
import {
  type Artefact,
  checkCoverage,
  checkOutput,
  closeBrowser,
  type Format,
  loadMarpCli,
  makeChartFile,
  makeDeck,
  NoBrowserError,
  openBrowser,
  writeArtefacts,
} from './dist/index.ts';
import { collect, endStage, type Problem, within } from './problems.ts';
import { type Project, readProject } from './project.ts';
import { makeRecord } from './record/index.ts';
import { checkRecord } from './record/rules.ts';
import { type DeckRecord, parseSent } from './record/schema.ts';
import { changesSlide } from './record/since.ts';
import { chooseDecks } from './slides/decks.ts';
import { type QuotedDeck, type RenderedDeck, readDeck, renderDeck, withSlide } from './slides/index.ts';

export interface BuildOptions {
  root: string;
  out: string;
  /** Names of the decks to build; all when empty. */
  decks: readonly string[];
  formats: readonly Format[];
  /** The day of the decks (ISO), in place of the one in decks.yaml. */
  date?: string | undefined;
  /** Names files for sending: by title, language and as-of date. */
  dated?: boolean | undefined;
}

/** What a build tells while it works: one line an artefact, and where somebody looks on, what is being done and how much is left. */
export interface Report {
  /** Says how many artefacts of a kind will come. */
  expect?(kind: string, count: number): void;
  doing?(text: string): void;
  artefact(kind: string, name: string, ms: number, detail?: string): void;
  note(text: string): void;
}

/** A deck ready to be printed and packed, with its tie-out record. */
export interface PreparedDeck {
  deck: RenderedDeck;
  record: DeckRecord;
}

/** Builds the decks of a project: each stage takes what the one before gives, and only the last one writes. */
export async function build(options: BuildOptions, report: Report): Promise<readonly Artefact[]> {
  await checkOutput(options.root, options.out);
  const { artefacts, missing } = await make(options, report);
  await writeArtefacts(options.out, artefacts);
  if (missing) throw missing;
  return artefacts;
}

/** Does all that {@link build} does but the writing; throws what it would throw. */
export async function check(options: BuildOptions, report: Report): Promise<readonly Artefact[]> {
  const { artefacts, missing } = await make(options, report);
  if (missing) throw missing;
  return artefacts;
}

/** Makes every file of the decks. Without a browser there is still the HTML, and `missing` says what to install. */
async function make(options: BuildOptions, report: Report): Promise<{ artefacts: Artefact[]; missing: NoBrowserError | undefined }> {
  // 1. The browser is the slowest thing to wait for, so it starts first.
  const opening = options.formats.includes('pdf') ? openBrowser(report.note) : undefined;
  opening?.catch(() => {});
  try {
    // 2. Read, check and render everything.
    const { decks, charts } = await prepare(options, report);
    // 3. Print and pack.
    const opened = await opening?.catch((error: unknown) => (error instanceof NoBrowserError ? error : Promise.reject(error)));
    const [browser, missing] = opened instanceof NoBrowserError ? [undefined, opened] : [opened, undefined];
    const tell = (each: Artefact, ms: number) => report.artefact(each.path.split('.').at(-1) as string, each.path, ms);
    const made = await stage(decks, ({ deck, record }) => makeDeck(deck, record, options, browser, tell));
    return { artefacts: [...made.flat(), ...(await Promise.all(charts.map(makeChartFile)))], missing };
  } finally {
    await opening?.then(closeBrowser).catch(() => {});
  }
}

/** Everything but the printing and writing. Throws every problem of the first stage that has any. */
export async function prepare(options: BuildOptions, report: Report): Promise<{ decks: PreparedDeck[]; charts: readonly Chart[] }> {
  const project = await readProject(options.root, options.date);
  const chosen = chooseDecks(project.decks, options.decks);
  report.doing?.(`reading ${project.descriptor.resources.length} datasets and ${project.models.length} models`);
  // While the tables load there is time to read in what renders.
  const [tables] = await Promise.all([loadTables(project), import('./slides/marp.ts'), options.formats.includes('html') && loadMarpCli()]);
  try {
    const quoted = await stage(chosen, (deck) => readDeck(project, tables, deck));
    const looks = quoted.map(({ deck, css }) => ({ language: deck.language, css }));
    report.expect?.('chart', project.charts.size * new Set(looks.map((each) => JSON.stringify(each))).size);
    for (const format of ['csv', ...options.formats]) report.expect?.(format, chosen.length);
    const charts = await drawCharts(project, tables, looks, (chart, ms) => report.artefact('chart', `${chart.name}.${chart.language}`, ms));
    const render = (deck: QuotedDeck) => prepareDeck(project, tables, deck, charts.of({ language: deck.deck.language, css: deck.css }));
    return { decks: await stage(quoted, render), charts: charts.all };
  } finally {
    tables.close();
  }
}

/** Renders a deck and records it; once more with its "changes since" slide, when there is a record of what was sent. */
async function prepareDeck(
  project: Project,
  tables: Tables,
  quoted: QuotedDeck,
  charts: ReadonlyMap<string, Chart>,
): Promise<PreparedDeck> {
  let deck = await renderDeck(project, tables, quoted, charts);
  let record = await makeRecord(project, tables, deck);
  const sent = project.since.get(quoted.deck.name);
  if (sent) {
    const slide = changesSlide(parseSent(sent), record, quoted.ledger);
    deck = await renderDeck(project, tables, withSlide(quoted, sent.path, slide, 'table'), charts);
    record = await makeRecord(project, tables, deck);
  }
  await checkCoverage(deck);
  endStage(checkRecord(project, tables, deck, record));
  return { deck, record };
}

/** Does one piece of work for each item; throws the problems of all. */
async function stage<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const problems: Problem[] = [];
  const results = await Promise.all(items.map((item) => collect(problems, () => within({ file: 'slides/decks.yaml' }, () => work(item)))));
  endStage(problems);
  return results as R[];
}
