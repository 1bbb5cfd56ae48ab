import { cp, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatProblems } from '../scripts/report.ts';
import { layProject, makeFolder, problemsOf, projects, render } from './project.ts';

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
