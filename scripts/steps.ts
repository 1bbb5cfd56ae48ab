import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Chart, drawCharts, readInDrawing } from './charts/index.ts';
import { loadTables } from './data/index.ts';
import type { Tables } from './data/tables.ts';
import {
  type Artefact,
  type Browser,
  closeBrowser,
  makeChartFile,
  makeContactSheet,
  makeDeck,
  type NoBrowserError,
  openBrowser,
  openPrinter,
  type Printer,
  writeArtefacts,
} from './dist/index.ts';
import { faceKey } from './fonts/faces.ts';
import { type Graph, hashOf, type Inputs } from './graph.ts';
import type { BuildOptions, Report } from './options.ts';
import { collect, endStage, type Problem, within } from './problems.ts';
import { type Project, readProject } from './project.ts';
import { inWords, ownWords, type ProjectWords, readsNumberWords, wordsTag } from './quotes/languages/index.ts';
import { findWords } from './quotes/languages/project.ts';
import { Ledger, type Tie } from './quotes/ledger.ts';
import { statesNumber } from './quotes/numbers.ts';
import type { DeckRecord } from './record/schema.ts';
import type { PreparedDeck } from './render.ts';
import { chooseDecks, type Deck } from './slides/decks.ts';
import type { QuotedDeck, RenderedDeck } from './slides/index.ts';

/** A deck with its tie-out record; it is rendered when somebody asks, as most of the time the record is kept. */
export interface RecordedDeck {
  deck: Deck;
  record: DeckRecord;
  /** Hash of all that the record was made from. */
  key: string;
  rendered(): Promise<RenderedDeck>;
}

export interface Prepared {
  decks: PreparedDeck[];
  charts: readonly Chart[];
}

/** The rooms' results of one walk: each stage throws all of its problems before the next begins. */
interface Work {
  project: Project;
  decks: readonly RecordedDeck[];
  charts: readonly Chart[];
}

/** How decks are recorded. */
interface Ways {
  /** Hears when a table must be made: then most charts must be drawn. */
  onOpen?: () => void;
  /** Hears when a deck must be made. */
  onRender?: () => void;
  /** Has each deck that is rendered before it is recorded. */
  atRendered?: (deck: RenderedDeck) => Promise<void>;
  /** Charts tell what is wrong with their pictures. */
  asTheyAre?: boolean;
}

/** Reads, checks, renders and records everything; then does `then` with it, while the tables are open. */
async function recordDecks<T>(
  options: BuildOptions,
  report: Report,
  graph: Graph,
  then: (work: Work) => Promise<T>,
  ways: Ways = {},
): Promise<T> {
  const project = await readProject(options.root, options.date);
  findWords(graph, project.words);
  return inWords(project.words, () => recordIn(project, options, report, graph, then, ways));
}

async function recordIn<T>(
  project: Project,
  options: BuildOptions,
  report: Report,
  graph: Graph,
  then: (work: Work) => Promise<T>,
  ways: Ways,
): Promise<T> {
  const { onRender = () => {}, asTheyAre } = ways;
  const onOpen = (project.charts.size > 0 && ways.onOpen) || onRender;
  const chosen = chooseDecks(project.decks, options.decks);
  for (const text of missingWords(chosen, project.words)) report.note(text);
  report.doing?.(`reading ${project.descriptor.resources.length} datasets and ${project.models.length} models`);
  const tables = await loadTables(project, { states: statesNumber, graph, onOpen });
  try {
    const quoted = await stage(chosen, (deck) => quoteDeck(graph, project, tables, deck, onRender));
    const looks = quoted.map(({ deck, css }) => ({ language: deck.language, css }));
    report.expect?.('chart', project.charts.size * new Set(looks.map((each) => JSON.stringify(each))).size);
    for (const format of ['csv', ...options.formats]) report.expect?.(format, chosen.length);
    const tell = (chart: Chart, ms: number) => report.artefact('chart', `${chart.name}.${chart.language}`, ms);
    const charts = await drawCharts(graph, project, tables, looks, tell, asTheyAre);
    const record = (each: QuotedDeck) =>
      recordDeck(graph, project, tables, each, charts.of({ language: each.deck.language, css: each.css }), ways);
    return await then({ project, decks: await stage(quoted, record), charts: charts.all });
  } finally {
    tables.close();
  }
}

/** What to say, once a language, of decks in a language that neither tieout nor the project has words in, or words of numbers. */
const missingWords = (decks: readonly Deck[], own: ProjectWords) =>
  [...new Set(decks.map(({ language }) => language))].flatMap((language) => {
    const file = `slides/languages/${language}.yaml`;
    const words = wordsTag(language) !== undefined || ownWords(own, language).length > 0;
    const numbers = readsNumberWords(language);
    return [
      ...(words ? [] : [`there are no words in ${language}: source lines, cards and changes are in English, until ${file} has them`]),
      ...(numbers
        ? []
        : [`there are no number words in ${language}: the gate finds numbers in digits alone, until "numbers" in ${file} has them`]),
    ];
  });

/** A deck's slides are quoted from its entry, the settings above it, and what it reads: slide files, theme, tables. */
async function quoteDeck(graph: Graph, project: Project, tables: Tables, deck: Deck, onRender: () => void): Promise<QuotedDeck> {
  const { value } = await graph.keep('quotes', deck.name, deckInputs(project, deck), async (): Promise<PackedQuotes> => {
    onRender();
    const { readDeck } = await import('./slides/read.ts');
    const { ledger, ...quoted } = await readDeck(graph, project, tables, deck);
    return { ...quoted, ties: ledger.ties };
  });
  const { ties, ...quoted } = value;
  const ledger = new Ledger();
  ledger.ties.push(...ties);
  return { ...quoted, ledger };
}

/** Quoted slides as they are kept: their ledger by its ties. */
type PackedQuotes = Omit<QuotedDeck, 'ledger'> & { ties: readonly Tie[] };

/** What a deck is made from beside what it reads. */
function deckInputs({ decks, descriptor, models, checks, faces }: Project, deck: Deck): Inputs {
  const { decks: _, literals, ...settings } = decks;
  return {
    'its entry in slides/decks.yaml': JSON.stringify(deck),
    'settings in slides/decks.yaml': JSON.stringify([settings, literals.map(String)]),
    fonts: faces.map(faceKey).join('\n'),
    'number of tables': JSON.stringify([descriptor.resources.length, models.length, checks.length]),
  };
}

/** A deck is recorded from its quoted slides, the record of the one that was sent, and what it shows: charts, pictures, tables. */
async function recordDeck(
  graph: Graph,
  project: Project,
  tables: Tables,
  quoted: QuotedDeck,
  charts: ReadonlyMap<string, Chart>,
  { onRender = () => {}, atRendered = async () => {} }: Ways,
): Promise<RecordedDeck> {
  const { deck, ledger, ...words } = quoted;
  let prepared: Promise<PreparedDeck> | undefined;
  const prepare = () => {
    onRender();
    prepared ??= import('./render.ts').then(({ prepareDeck }) => prepareDeck(project, tables, quoted, charts, graph, atRendered));
    return prepared;
  };
  const inputs = {
    ...deckInputs(project, deck),
    'quoted slides': hashOf(JSON.stringify([words, ledger.ties])),
    'the deck as sent': project.since.get(deck.name)?.text,
  };
  const { value: record, key } = await graph.keep('record', deck.name, inputs, async () => (await prepare()).record);
  return { deck, record, key, rendered: async () => (await prepare()).deck };
}

/** Renders everything, charts as they are, and prints nothing. */
export async function prepareDecks(options: BuildOptions, report: Report, graph: Graph): Promise<Prepared> {
  const render = async ({ decks, charts }: Work): Promise<Prepared> => ({
    decks: await Promise.all(decks.map(async ({ record, rendered }) => ({ deck: await rendered(), record }))),
    charts,
  });
  return recordDecks(options, report, graph, render, { asTheyAre: true });
}

/** The records of the decks, as they would be built now. */
export async function makeRecords(options: BuildOptions, report: Report, graph: Graph): Promise<DeckRecord[]> {
  return recordDecks(options, report, graph, async ({ decks }) => decks.map(({ record }) => record));
}

/** The files of a build; the names of the project's decks and charts; and why there is no PDF, where there is no browser. */
interface MadeFiles {
  artefacts: Artefact[];
  names: string[];
  missing: NoBrowserError | undefined;
}

/** Makes every file of the decks. Without a browser there is still the HTML, and `missing` says what to install. */
export async function makeFiles(options: BuildOptions, report: Report, graph: Graph): Promise<MadeFiles> {
  // The browser is the slowest thing to wait for, so it starts as soon as a deck must be rendered.
  let opening: Promise<Browser> | undefined;
  const browser = () => {
    opening ??= openBrowser(report.note);
    opening.catch(() => {});
    return opening;
  };
  const isPrinted = options.formats.some((each) => each !== 'html');
  const printer = openPrinter(graph, browser);
  const onRender = (...more: (() => Promise<unknown>)[]) => {
    if (isPrinted) browser();
    void readIn(
      () => import('./slides/marp.ts'),
      () => import('./render.ts'),
      ...more,
    );
  };
  const onOpen = () => onRender(readInDrawing);
  // While its fonts are cut and the browser prints there is time for all else that is made of a deck.
  const atRendered = async (deck: RenderedDeck) => {
    if (isPrinted) printer.print(deck);
    await nextTurn();
  };
  const make = async ({ project, decks, charts }: Work): Promise<MadeFiles> => {
    // They stand before the gate throws: it is then that somebody wants to see them.
    if (options.pictures) await drawSheets(decks, options, printer, report);
    const files = Promise.all(charts.map((chart) => makeChartFile(graph, chart, project.faces)));
    files.catch(() => {});
    const made = await stage(decks, (deck) => makeDeck(graph, deck, options, printer, report));
    const artefacts = [...made.flatMap((each) => each.artefacts), ...(await files)];
    return { artefacts, names: namesOf(project), missing: made.find((each) => each.missing)?.missing };
  };
  try {
    return await recordDecks(options, report, graph, make, { onRender: () => onRender(), onOpen, atRendered });
  } finally {
    await (opening as Promise<Browser> | undefined)?.then(closeBrowser).catch(() => {});
  }
}

/** Reads in, while tables are made, what will draw and render: piece by piece, so that the database is not kept waiting. */
async function readIn(...pieces: (() => Promise<unknown>)[]): Promise<void> {
  // What cannot be read in is told where it is used.
  for (const piece of pieces)
    await nextTurn()
      .then(piece)
      .catch(() => {});
}

/** Writes the contact sheet of each deck into the output folder. */
async function drawSheets(decks: readonly RecordedDeck[], { out }: BuildOptions, printer: Printer, report: Report): Promise<void> {
  const sheets = await Promise.all(decks.map(async ({ deck, rendered }) => makeContactSheet(deck.name, await rendered(), printer)));
  await writeArtefacts(out, sheets);
  for (const { path } of sheets) report.note(`drawn  ${join(out, path)}`);
}

/** The files that a project may have in `dist/`, without their endings: `investor.en`, `charts/peers.en`. */
function namesOf({ decks, charts }: Project): string[] {
  const languages = [...new Set(decks.decks.map(({ language }) => language))];
  const drawn = [...charts.keys()].map((path) => path.replace(/\.vl\.json$/, ''));
  return [...decks.decks.map(({ name }) => name), ...drawn.flatMap((path) => languages.map((language) => `${path}.${language}`))];
}

/** Does one piece of work for each item; throws the problems of all, in the order of the items. */
async function stage<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const problems = items.map((): Problem[] => []);
  const results = await Promise.all(
    items.map((item, index) => collect(problems[index] as Problem[], () => within({ file: 'slides/decks.yaml' }, () => work(item)))),
  );
  endStage(problems.flat());
  return results as R[];
}
