import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { build, prepare } from '../scripts/build.ts';
import type { Chart } from '../scripts/charts/index.ts';
import type { BuildOptions, Report } from '../scripts/options.ts';
import { type Problem, ProjectError } from '../scripts/problems.ts';
import type { RenderedDeck } from '../scripts/slides/index.ts';

export const home = fileURLToPath(new URL('..', import.meta.url));
export const projects = join(home, 'tests', 'projects');

/** A report that says nothing. */
export const silent: Report = { artefact: () => {}, note: () => {} };

const scratch: string[] = [];
afterAll(async () => {
  await Promise.all(scratch.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A folder that is removed after the tests of the file. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tieout-test-'));
  scratch.push(folder);
  return folder;
}

/** True for a case that is a whole project, which its README.md describes, and is laid over nothing. */
export const isWhole = (name: string) => existsSync(join(projects, name, 'README.md'));

/** A copy of `tests/projects/base` with a case and then `files` (by project path) laid over it; of a whole project, of that alone. */
export async function layProject(name?: string, files: Record<string, string> = {}): Promise<string> {
  const root = join(await makeFolder(), 'project');
  if (!name || !isWhole(name)) await cp(join(projects, 'base'), root, { recursive: true });
  if (name && name !== 'base') await cp(join(projects, name), root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** How to build all decks of a project to HTML, which needs no browser. */
export const htmlOnly = (root: string): BuildOptions => ({ root, out: join(root, 'dist'), decks: [], formats: ['html'] });

/** The decks and the charts of a project, rendered and not yet printed. */
export async function render(root: string, decks: readonly string[] = []): Promise<{ decks: RenderedDeck[]; charts: readonly Chart[] }> {
  const prepared = await prepare({ ...htmlOnly(root), decks }, silent);
  return { decks: prepared.decks.map((each) => each.deck), charts: prepared.charts };
}

/** The problems that some work throws; none when it succeeds. */
export async function problemsOf(work: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof ProjectError) return error.problems;
    throw error;
  }
}

/** The problems of a build of the base project with `files` laid over it. */
export const problemsWith = async (files: Record<string, string>) => {
  const root = await layProject(undefined, files);
  return problemsOf(() => build(htmlOnly(root), silent));
};

/** Problems as `file:line:column rule`, to compare in one look. */
export const places = (problems: readonly Problem[]) =>
  problems.map((each) => `${each.file}${each.line ? `:${each.line}:${each.column}` : ''} ${each.ruleId}`);

/** Compares a text with a golden file. UPDATE_GOLDENS=1 rewrites the golden instead, but never in CI. */
export async function expectGolden(text: string, file: string): Promise<void> {
  if (process.env.UPDATE_GOLDENS === '1' && !process.env.CI) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  expect(existsSync(file), `${file} is missing: run with UPDATE_GOLDENS=1 and read what it writes`).toBe(true);
  expect(text).toBe(await readFile(file, 'utf8'));
}
