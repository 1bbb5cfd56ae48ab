import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Marp, MarpOptions } from '@marp-team/marp-core';
import { scratchFolder } from '../cache.ts';
import { ProjectError, systemProblem } from '../problems.ts';

/** Marp CLI could not render; the message is the last that it said. */
export class MarpCliError extends Error {}

// Marp CLI takes an engine by the path of a module only; the module below fetches it from here.
const engineKey = 'tieout.engine';
const engineModule = `export default (options) => globalThis[Symbol.for(${JSON.stringify(engineKey)})](options);\n`;
let queue: Promise<unknown> = Promise.resolve();

/** Renders Markdown by Marp CLI's bespoke template: keyboard, touch, progress, presenter view. One at a time. */
export function runMarpCli(markdown: string, engine: (options: MarpOptions) => Marp): Promise<string> {
  const next = queue.then(() => run(markdown, engine));
  queue = next.catch(() => {});
  return next;
}

async function run(markdown: string, engine: (options: MarpOptions) => Marp): Promise<string> {
  const { marpCli } = await import('@marp-team/marp-cli');
  const folder = await mkdtemp(join(scratchFolder(), 'marp-'));
  const [input, output, module] = ['deck.md', 'deck.html', 'engine.mjs'].map((name) => join(folder, name)) as [string, string, string];
  (globalThis as Record<symbol, unknown>)[Symbol.for(engineKey)] = engine;
  try {
    await Promise.all([writeFile(input, markdown), writeFile(module, engineModule)]);
    const said: string[] = [];
    const code = await quietly(said, () =>
      marpCli([input, '--output', output, '--engine', module, '--template', 'bespoke', '--bespoke.progress', '--no-config-file', '--html']),
    ).catch((error: Error) => {
      throw systemProblemIn(error.message, output) ?? error;
    });
    if (code !== 0) throw new MarpCliError(said.join('\n').trim().split('\n').at(-1));
    return await readFile(output, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Marp CLI tells of a disk that is full in the words of an error of its own. */
function systemProblemIn(message: string, path: string): ProjectError | undefined {
  const code = /\((E[A-Z]+)[:)]/.exec(message)?.[1];
  const found = code && systemProblem(Object.assign(new Error(message), { code, path }));
  return found ? new ProjectError([found]) : undefined;
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
