import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Store } from './cache.ts';
import { loadTables } from './data/index.ts';
import { Graph } from './graph.ts';
import { type BuildOptions, countUntied, type Report, silent } from './options.ts';
import { collect, type Problem, ProjectError } from './problems.ts';
import { readProject } from './project.ts';
import { inWords, type ProjectWords } from './quotes/languages/index.ts';
import { findWords } from './quotes/languages/project.ts';
import { statesNumber } from './quotes/numbers.ts';
import { compareRecords, type DeckDiff } from './record/diff.ts';
import type { Mismatch } from './record/reading.ts';
import { rereadRecord } from './record/reread.ts';
import { type DeckRecord, packRecord } from './record/schema.ts';
import { examineSent, readSent } from './record/sent.ts';
import { verifyRecord } from './record/verify.ts';
import { chooseDecks } from './slides/decks.ts';
import { makeRecords } from './steps.ts';

/** A comparison, and what stops the build of the project: where anything does, only figures could be compared. */
export interface Comparison {
  diff: DeckDiff;
  problems: readonly Problem[];
  /** The words of the project, for who writes it down. */
  words: ProjectWords;
}

/** What has changed from the deck in the file `older` to the one in `newer`, or to the project as it is now. */
export async function diffDecks(
  older: string,
  newer: string | undefined,
  options: BuildOptions,
  report: Report,
  store = new Store(),
): Promise<Comparison> {
  const graph = await Graph.begin(store, options.root);
  const before = await readSent(graph, older);
  if (newer !== undefined) return { diff: compareRecords(before, await readSent(graph, newer)), problems: [], words: new Map() };
  const problems: Problem[] = [];
  const words = (await collect([], () => readProject(options.root, options.date)))?.words ?? new Map();
  const [now] = (await collect(problems, () => makeRecords({ ...options, decks: [before.deck.name], formats: [] }, report, graph))) ?? [];
  const compare = async () => (now ? compareRecords(before, now) : diffTables(before, options, problems, graph));
  return { diff: await inWords(words, compare), problems, words };
}

/** Compares a deck with today's tables alone, as its slides do not build; throws `problems` where the tables do not load either. */
async function diffTables(before: DeckRecord, options: BuildOptions, problems: readonly Problem[], graph: Graph): Promise<DeckDiff> {
  const load = async () => {
    const project = await readProject(options.root, options.date);
    chooseDecks(project.decks, [before.deck.name]);
    return { project, tables: await loadTables(project, { unmet: [], states: statesNumber, graph }) };
  };
  const loaded = await collect([], load);
  if (!loaded) throw new ProjectError(problems);
  try {
    const diff = compareRecords(before, await rereadRecord(before, loaded.project, loaded.tables));
    return { ...diff, limits: [...diff.limits, 'build'] };
  } finally {
    loaded.tables.close();
  }
}

/** Keeps the record of a deck that was sent, so that the next builds end in a "changes since" slide. Gives the file's path. */
export async function keepSent(deck: string, root: string): Promise<string> {
  const { readCarried } = await import('./record/carry.ts');
  const { record } = await readCarried(deck);
  const path = `slides/since/${record.deck.name}.json`;
  await mkdir(join(root, 'slides/since'), { recursive: true });
  await writeFile(join(root, path), `${packRecord(record).text}\n`);
  return path;
}

/**
 * Everything in the deck file `path` that does not tie out: what its pages show against its record, the record against itself and
 * against what tieout writes, and its figures against today's data of the project.
 */
export async function verifyDeck(path: string, options: BuildOptions, store = new Store(), report = silent): Promise<Mismatch[]> {
  const graph = await Graph.begin(store, options.root);
  const project = await readProject(options.root);
  findWords(graph, project.words);
  return inWords(project.words, async () => {
    const { record, mismatches } = await examineSent(graph, path);
    if (record.untied?.length) report.note(`${countUntied(record.untied.length)}: typed by hand, and shown because the deck reports them`);
    const tables = await loadTables(project, { states: statesNumber, graph });
    try {
      return [...mismatches, ...(await verifyRecord(record, tables))];
    } finally {
      tables.close();
    }
  });
}
