import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, prepare, type Report } from './build.ts';
import { loadTables } from './data/index.ts';
import { readProject } from './project.ts';
import { readCarried } from './record/carry.ts';
import { compareRecords, type DeckDiff } from './record/diff.ts';
import { holdAgainst, holdTogether, type Mismatch } from './record/reading.ts';
import { rewriteFigures } from './record/rewrite.ts';
import { packRecord } from './record/schema.ts';
import { verifyRecord } from './record/verify.ts';

/** What has changed from the deck in the file `older` to the one in `newer`, or to the project as it is now. */
export async function diffDecks(older: string, newer: string | undefined, options: BuildOptions, report: Report): Promise<DeckDiff> {
  const before = (await readCarried(older)).record;
  if (newer !== undefined) return compareRecords(before, (await readCarried(newer)).record);
  const { decks } = await prepare({ ...options, decks: [before.deck.name], formats: [] }, report);
  const [now] = decks;
  return compareRecords(before, (now as (typeof decks)[number]).record);
}

/** Keeps the record of a deck that was sent, so that the next builds end in a "changes since" slide. Gives the file's path. */
export async function keepSent(deck: string, root: string): Promise<string> {
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
export async function verifyDeck(path: string, options: BuildOptions): Promise<Mismatch[]> {
  const { record, read } = await readCarried(path);
  const reading = await read();
  const project = await readProject(options.root);
  const tables = await loadTables(project);
  try {
    const shown = reading ? holdAgainst(record, reading) : [];
    return [...shown, ...holdTogether(record), ...rewriteFigures(record), ...(await verifyRecord(record, tables))];
  } finally {
    tables.close();
  }
}
