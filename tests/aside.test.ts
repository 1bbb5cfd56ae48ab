import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { aside } from '../scripts/aside/index.ts';
import { home, makeFolder } from './project.ts';

const run = promisify(execFile);
const key = Symbol.for('tieout.code');
const own = globalThis as { [key: symbol]: unknown };

afterEach(() => {
  delete own[key];
});

const query = 'SELECT a, b FROM t WHERE a > 1';

test('where no second thread can be had, this one does the work', async () => {
  const here = await aside('formatQuery', query);
  own[key] = { compiled: 'file:///nowhere/compiled.mjs', folder: '/nowhere', code: '/nowhere' };
  expect(await Promise.all([aside('formatQuery', query), aside('formatQuery', query)])).toEqual([here, here]);
  expect(await aside('formatQuery', query)).toBe(here);
});

test('a second thread writes what is kept, all of it before the command ends', async () => {
  const folder = await makeFolder();
  const [trace, threads, deck] = ['trace.cjs', 'threads', 'deck'].map((name) => join(folder, name)) as [string, string, string];
  await writeFile(
    trace,
    `require('fs').appendFileSync(${JSON.stringify(threads)}, String(require('worker_threads').isMainThread) + ' ');\n`,
  );
  const tieout = (...words: string[]) => run(process.execPath, ['--require', trace, join(home, 'scripts/tieout.mjs'), ...words]);
  await tieout('init', deck);
  await writeFile(join(deck, 'data/own.csv'), `id\n${threads.replaceAll(/\W/g, '')}\n`);
  const descriptor = JSON.parse(await readFile(join(deck, 'data/datapackage.json'), 'utf8')) as { resources: object[] };
  descriptor.resources.push({ name: 'own', path: 'own.csv', schema: { fields: [{ name: 'id', type: 'string' }] } });
  await writeFile(join(deck, 'data/datapackage.json'), JSON.stringify(descriptor));
  const built = await tieout('build', '--formats', 'html', '--verbose', '--root', deck);
  expect(built.stderr).toMatch(/made +dataset own/);
  expect(await readFile(threads, 'utf8')).toBe('true true false ');
  const again = await tieout('build', '--formats', 'html', '--verbose', '--root', deck);
  expect(again.stderr).toMatch(/^kept +build/m);
  expect(again.stderr).not.toMatch(/^made/m);
}, 120_000);
