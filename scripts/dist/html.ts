import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MarpOptions } from '@marp-team/marp-core';
import { scratchFolder } from '../cache.ts';
import { ProjectError, problem } from '../problems.ts';
import type { RenderedDeck } from '../slides/index.ts';

// Marp CLI takes an engine by the path of a module only; the module below fetches it from here.
const engineKey = 'tieout.engine';
const engineModule = `export default (options) => globalThis[Symbol.for(${JSON.stringify(engineKey)})](options);\n`;
let queue: Promise<unknown> = Promise.resolve();

/** Marp CLI takes long to read in, so a build asks for it before it needs it. */
export const loadMarpCli = () => import('@marp-team/marp-cli');

/** Renders a deck by Marp CLI's bespoke template: keyboard, touch, progress, presenter view. Marks stay in the text. */
export function renderBespoke(deck: RenderedDeck): Promise<string> {
  const next = queue.then(() => runMarpCli(deck));
  queue = next.catch(() => {});
  return next;
}

async function runMarpCli(deck: RenderedDeck): Promise<string> {
  const [{ marpCli }, { makeMarp }] = await Promise.all([loadMarpCli(), import('../slides/marp.ts')]);
  const folder = await mkdtemp(join(scratchFolder(), 'marp-'));
  const [input, output, engine] = ['deck.md', 'deck.html', 'engine.mjs'].map((name) => join(folder, name)) as [string, string, string];
  (globalThis as Record<symbol, unknown>)[Symbol.for(engineKey)] = (options: MarpOptions) => makeMarp(deck.stage, options);
  try {
    await Promise.all([writeFile(input, deck.markdown), writeFile(engine, engineModule)]);
    const said: string[] = [];
    const code = await quietly(said, () =>
      marpCli([input, '--output', output, '--engine', engine, '--template', 'bespoke', '--bespoke.progress', '--no-config-file', '--html']),
    );
    if (code !== 0) throw marpProblem(deck, said);
    return await readFile(output, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function marpProblem({ deck }: RenderedDeck, said: readonly string[]): ProjectError {
  const last = said.join('\n').trim().split('\n').at(-1) ?? '';
  const reason = `Marp CLI could not render the deck "${deck.name}"${last && `: ${last}`}`;
  return new ProjectError([
    problem({ file: 'slides/decks.yaml' }, 'marp', reason, 'leave out slides until it renders; the last one left out is the cause'),
  ]);
}

/** Marp CLI reports through the console; what it says is kept for the case that it fails. */
async function quietly<T>(said: string[], work: () => Promise<T>): Promise<T> {
  const { warn, error } = console;
  const keep = (...parts: unknown[]) => void said.push(parts.join(' '));
  Object.assign(console, { warn: keep, error: keep });
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, error });
  }
}
