import { posix } from 'node:path';
import { readFolder, readSource, type SourceFile } from '../files.ts';
import { collect, didYouMean, type Problem, ProjectError, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Deck, placeInDecks } from './decks.ts';

/** The paths of a deck's slide files, in its order; a pattern with `*` gives its files by name. Adds a problem for each that gives none. */
export async function slidePaths(project: Project, deck: Deck, problems: Problem[]): Promise<string[]> {
  const paths: string[] = [];
  for (const pattern of deck.slides) {
    const found = pattern.includes('*') ? await collect(problems, () => matchingPaths(project, deck, pattern)) : [`slides/${pattern}`];
    paths.push(...(found ?? []));
  }
  return paths;
}

async function matchingPaths(project: Project, deck: Deck, pattern: string): Promise<string[]> {
  const folder = posix.dirname(`slides/${pattern}`);
  const test = wildcard(posix.basename(pattern));
  const names = await filesIn(project, folder);
  const matching = names.filter((name) => test.test(name)).sort();
  if (matching.length > 0) return matching.map((name) => `${folder}/${name}`);
  const reason = `the deck "${deck.name}" names "${pattern}", which matches no file`;
  const place = placeInDecks(project.decksFile, deck, pattern);
  throw new ProjectError([problem(place, 'missing-file', reason, 'mend the pattern, which begins at slides/')]);
}

/** A pattern of file names, in which `*` stands for any text, as a regular expression. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

const filesIn = (project: Project, folder: string) => readFolder(project.root, folder);

/** Reads a slide file that a deck names. Throws a problem when there is none. */
export async function readSlideFile(project: Project, deck: Deck, path: string): Promise<SourceFile> {
  const place = placeInDecks(project.decksFile, deck, path.replace('slides/', ''));
  const file = await readSource(project.root, path, place);
  if (file) return file;
  const near = didYouMean(posix.basename(path), await filesIn(project, posix.dirname(path)));
  throw new ProjectError([problem(place, 'missing-file', `the deck "${deck.name}" names "${path}", which does not exist`, near)]);
}
