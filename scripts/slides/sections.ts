import { rowKey, type Tables } from '../data/tables.ts';
import { placeAt } from '../files.ts';
import { didYouMean, type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Deck, placeInDecks } from './decks.ts';
import type { SlideFile } from './read.ts';

/** A problem for each key of the table that the deck covers and no slide claims as its section, and for each claim of no such key. */
export async function sectionProblems(project: Project, tables: Tables, deck: Deck, files: readonly SlideFile[]): Promise<Problem[]> {
  if (!deck.covers) return [];
  const place = placeInDecks(project.decksFile, deck, 'covers');
  if (!tables.list.has(deck.covers)) {
    const near = didYouMean(deck.covers, tables.list.keys());
    return [problem(place, 'unknown-table', `"covers" names the unknown table "${deck.covers}"`, near)];
  }
  const table = await tables.read(deck.covers);
  const keys = table.rows.map((row, index) => rowKey(table, row, index));
  const claimed = new Set(files.map((each) => each.matter.section));
  const missing = keys.filter((key) => !claimed.has(key));
  return [
    ...missing.map((key) => {
      const fix = `write "section: ${key}" in the front matter of the file that covers it`;
      return problem(place, 'uncovered-section', `no slide of "${deck.name}" claims the section "${key}"`, fix);
    }),
    ...files.flatMap((each) => unknownSection(each, keys)),
  ];
}

function unknownSection({ file, matter: { section } }: SlideFile, keys: readonly string[]): Problem[] {
  if (section === undefined || keys.includes(section)) return [];
  const place = placeAt(file, Math.max(0, file.text.indexOf(section)));
  return [problem(place, 'unknown-section', `unknown section "${section}"`, didYouMean(section, keys))];
}
