import { prepare } from '../build.ts';
import { Store } from '../cache.ts';
import { type BuildOptions, silent } from '../options.ts';
import type { Problem } from '../problems.ts';
import { inWords } from '../quotes/languages/index.ts';
import { netProblems } from '../record/net.ts';
import { readHtml } from '../record/read-html.ts';

export type PreparedDeck = Awaited<ReturnType<typeof prepare>>['decks'][number];

/** What has been made in this process: only what has changed is made again. */
const store = new Store();

/** Renders the decks of these names, for the preview. Throws every problem of the project that stops them. */
export async function renderDecks(options: BuildOptions, decks: readonly string[]): Promise<readonly PreparedDeck[]> {
  const prepared = await prepare({ ...options, decks, formats: ['html'] }, silent, store);
  return prepared.decks;
}

/**
 * What a build would find on the finished page of a deck, and the preview shows all the same; undefined where `isOver` says
 * in between that nobody asks any more.
 */
export const pageProblems = (prepared: PreparedDeck, html: string, isOver: () => boolean): Promise<readonly Problem[] | undefined> =>
  inWords(prepared.deck.words, () => findProblems(prepared, html, isOver));

async function findProblems({ deck, record }: PreparedDeck, html: string, isOver: () => boolean): Promise<readonly Problem[] | undefined> {
  const { pages } = readHtml(html);
  const problems: Problem[] = [];
  for (const slide of record.slides) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isOver()) return undefined;
    problems.push(...netProblems(deck, record, pages, 'HTML', [slide]));
  }
  return problems;
}
