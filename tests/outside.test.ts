import { execFile } from 'node:child_process';
import { cp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { formatProblems } from '../scripts/report.ts';
import { home, layProject, makeFolder, problemsOf, projects, render } from './project.ts';

test.each([
  'data/datapackage.json',
  'data/rounds.csv',
  'data/growth.sql',
  'charts/theme.json',
  'charts/valuation.vl.json',
  'slides/theme.css',
  'slides/decks.yaml',
  'slides/en/02-rounds.md',
  'slides/pictures/mark.png',
])('a link that leaves the project is a problem: %s', async (path) => {
  const root = await layProject();
  const target = join(await makeFolder(), 'elsewhere');
  await cp(join(projects, 'base', path), target);
  await rm(join(root, path));
  await symlink(target, join(root, path));
  const problems = await problemsOf(() => render(root));
  expect(formatProblems(problems)).toContain(`"${path}" leaves the project  [outside-project]`);
});

test('a link to another folder is a problem', async () => {
  const root = await layProject();
  const target = join(await makeFolder(), 'pictures');
  await rename(join(root, 'slides/pictures'), target);
  await symlink(target, join(root, 'slides/pictures'));
  const problems = await problemsOf(() => render(root));
  expect(formatProblems(problems)).toContain('leaves the project  [outside-project]');
});

test('a link within the project is followed', async () => {
  const root = await layProject();
  await rename(join(root, 'data/rounds.csv'), join(root, 'data/rounds-2025.csv'));
  await symlink('rounds-2025.csv', join(root, 'data/rounds.csv'));
  expect((await render(root)).decks).toHaveLength(2);
});

/** What a process would have opened, run with these words where each connection is written down and refused. */
async function connectionsOf(words: readonly string[]): Promise<string> {
  const file = join(await makeFolder(), 'connections');
  await writeFile(file, '');
  const hook = join(home, 'tests/connections.mjs');
  await promisify(execFile)(process.execPath, ['--import', hook, ...words], { env: { ...process.env, CONNECTIONS: file } }).catch(
    (error) => {
      if (error.code !== 7) throw error;
    },
  );
  return readFile(file, 'utf8');
}

test('a build opens no connection, from nothing to PDF, and neither do check, diff and verify', async () => {
  const fetches = "fetch('http://127.0.0.1:8080/').catch(() => process.exit(7))";
  expect(await connectionsOf(['--eval', fetches]), 'what is written down').toContain('connect');
  const root = await layProject();
  const command = join(home, 'scripts/tieout.mjs');
  const pdf = join(root, 'dist/base.en.pdf');
  for (const words of [['build'], ['check'], ['verify', pdf], ['diff', pdf]])
    expect(await connectionsOf([command, ...words, '--root', root]), words[0]).toBe('');
});
