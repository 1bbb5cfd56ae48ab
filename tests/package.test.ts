import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { home, makeFolder } from './project.ts';

const run = promisify(execFile);
const sh = (cwd: string, command: string) => run('sh', ['-c', command], { cwd, maxBuffer: 2 ** 24 });

/** An empty folder into which the package was installed, as a stranger does; the package's file; its list of files. */
let folder: string;
let tarball: string;
let packed: string[];
beforeAll(async () => {
  const store = await makeFolder();
  const { stdout } = await sh(home, `npm pack --json --pack-destination "${store}"`);
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as [{ filename: string; files: { path: string }[] }];
  [tarball, packed] = [join(store, filename), files.map(({ path }) => path)];
  folder = await makeFolder();
  await sh(folder, `npm install --prefer-offline --no-audit --no-fund "${tarball}"`);
}, 300_000);

test('it is small, and holds neither tests nor the article nor decks', async () => {
  expect((await stat(tarball)).size).toBeLessThanOrEqual(300_000);
  expect(packed.filter((path) => /^(?:tests|data|charts|slides|dist)\//.test(path) || path.endsWith('.ts'))).toEqual([]);
  expect(packed).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'REFERENCE.md', 'schemas/decks.json', 'scripts/tieout.mjs']));
});

test('what tieout is made and tested with is not installed with it', async () => {
  const { devDependencies } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { devDependencies: object };
  const own = Object.keys(devDependencies).filter((name) => !name.startsWith('@types/'));
  expect(own.filter((name) => existsSync(join(folder, 'node_modules', name)))).toEqual([]);
});

test('it tells its version, wherever it is started from', async () => {
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  expect((await sh(folder, 'npx tieout --version')).stdout).toBe(`${version}\n`);
  const start = join(folder, 'start.mjs');
  await writeFile(start, `await import(${JSON.stringify(join(folder, 'node_modules/tieout/scripts/tieout.mjs'))});\n`);
  expect((await sh('/', `node "${start}" --version`)).stdout).toBe(`${version}\n`);
});

test('the commands that init prints build a deck, with nothing put together on the way', async () => {
  const { stdout } = await sh(folder, 'npx tieout init deck');
  const commands = stdout.split('\n').flatMap((line) => /^ {2}(\S.*?)(?: +#.*)?$/.exec(line)?.[1] ?? []);
  expect(commands).toEqual(['cd deck', 'npx tieout build', 'npx tieout watch --open']);
  await sh(folder, commands.slice(0, 2).join(' && '));
  expect(await readdir(join(folder, 'deck/dist'))).toEqual(expect.arrayContaining(['deck.en.html', 'deck.en.pdf', 'deck.en.tieout.csv']));
  expect((await readdir(join(folder, 'node_modules/.cache/tieout'))).filter((name) => name.startsWith('bundle'))).toEqual([]);
  const schema = JSON.parse(await readFile(join(folder, 'deck/data/datapackage.json'), 'utf8')).$schema as string;
  expect(existsSync(join(folder, 'deck/data', schema)), schema).toBe(true);
  await mkdir(join(folder, 'here'));
  await sh(folder, `node "${join(home, 'scripts/tieout.mjs')}" build --root deck --out here`);
  for (const name of ['deck.en.html', 'deck.en.pdf', 'deck.en.tieout.csv']) {
    const [one, two] = await Promise.all(['deck/dist', 'here'].map((each) => readFile(join(folder, each, name))));
    expect(one?.equals(two as Buffer), `${name} is the same from the sources: what decks hold as text is in card.cjs`).toBe(true);
  }
}, 300_000);
