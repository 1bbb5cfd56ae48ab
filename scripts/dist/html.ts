import type { MarpOptions } from '@marp-team/marp-core';
import { ProjectError, problem } from '../problems.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { localizeControls } from './controls.ts';
import { fillFrame, loadFrame, type Rendered, type Said } from './frame.ts';
import { MarpCliError, runMarpCli } from './marp-cli.ts';

/**
 * Renders a deck for the screen as Marp CLI does by its bespoke template. Marks stay in the text. Where no slide says
 * anything to Marp CLI itself, its kept frame is filled, which gives the same bytes.
 */
export async function renderBespoke(deck: RenderedDeck): Promise<string> {
  try {
    const html = speaksToMarpCli(deck.markdown) ? await renderWhole(deck) : await renderFramed(deck);
    return localizeControls(html, deck.deck.language);
  } catch (error) {
    if (error instanceof MarpCliError) throw marpProblem(deck, error.message);
    throw error;
  }
}

/** Renders a deck by Marp CLI as a whole. */
export async function renderWhole(deck: RenderedDeck): Promise<string> {
  const { makeMarp } = await import('../slides/marp.ts');
  return runMarpCli(deck.markdown, (options) => makeMarp(deck.stage, options));
}

async function renderFramed(deck: RenderedDeck): Promise<string> {
  const plain = (text: string) => deck.ledger.resolve(text);
  const said: Said = {
    lang: deck.deck.language,
    title: plain(deck.title),
    author: plain(deck.author),
    description: plain(deck.subject),
  };
  const [frame, { makeMarp }] = await Promise.all([loadFrame(said), import('../slides/marp.ts')]);
  const rendered: unknown = makeMarp(deck.stage, frame.options as MarpOptions).render(deck.markdown);
  return fillFrame(frame, said, rendered as Rendered);
}

/** True when a comment may hold a directive that Marp CLI knows beside those of Marp. */
export const speaksToMarpCli = (markdown: string) =>
  [...markdown.matchAll(/<!--[\s\S]*?(?:-->|$)/g)].some(([comment]) =>
    /(?<![a-z])(?:transition|title|author|description|image|keywords|url|lang)["']?\s*:/i.test(comment),
  );

function marpProblem({ deck }: RenderedDeck, said: string): ProjectError {
  const reason = `Marp CLI could not render the deck "${deck.name}"${said && `: ${said}`}`;
  return new ProjectError([
    problem({ file: 'slides/decks.yaml' }, 'marp', reason, 'leave out slides until it renders; the last one left out is the cause'),
  ]);
}
