import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { edit, startWatch } from './preview/session.ts';
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

/** The commands that `init` prints. */
const commandsOf = (stdout: string) => stdout.split('\n').flatMap((line) => /^ {2}(\S.*?)(?: +#.*)?$/.exec(line)?.[1] ?? []);

test('the commands that init prints build a deck, with nothing put together on the way', async () => {
  const { stdout } = await sh(folder, 'npx tieout init deck');
  const commands = commandsOf(stdout);
  expect(commands).toEqual(['cd deck', 'npx tieout build', 'npx tieout watch --open']);
  await sh(folder, commands.slice(0, 2).join(' && '));
  expect(await readdir(join(folder, 'deck/dist'))).toEqual(expect.arrayContaining(['deck.en.html', 'deck.en.pdf', 'deck.en.tieout.csv']));
  expect((await readdir(join(folder, 'node_modules/.cache/tieout'))).filter((name) => name.startsWith('bundle'))).toEqual([]);
  // Each part is read in alone where all others are kept: files of charts, then tables and charts.
  const cache = join(folder, 'node_modules/.cache/tieout');
  await Promise.all(['svg', 'build'].map((kind) => rm(join(cache, kind), { recursive: true })));
  await sh(folder, 'npx tieout build --root deck');
  const sales = join(folder, 'deck/data/sales.csv');
  const before = await readFile(sales, 'utf8');
  await writeFile(sales, before.replace(/\.5\b/, '.6'));
  await sh(folder, 'npx tieout build --root deck');
  await writeFile(sales, before);
  await sh(folder, 'npx tieout build --root deck');
  const schema = JSON.parse(await readFile(join(folder, 'deck/data/datapackage.json'), 'utf8')).$schema as string;
  expect(existsSync(join(folder, 'deck/data', schema)), schema).toBe(true);
  await mkdir(join(folder, 'here'));
  await sh(folder, `node "${join(home, 'scripts/tieout.mjs')}" build --root deck --out here`);
  for (const name of ['deck.en.html', 'deck.en.pdf', 'deck.en.tieout.csv']) {
    const [one, two] = await Promise.all(['deck/dist', 'here'].map((each) => readFile(join(folder, each, name))));
    expect(one?.equals(two as Buffer), `${name} is the same from the sources: what decks hold as text is in card.min.js`).toBe(true);
  }
}, 300_000);

test('they bring the font of a script that the shipped ones do not have, and the deck is set in it alone', async () => {
  const commands = commandsOf((await sh(folder, 'npx tieout init deck-ja --language ja')).stdout);
  expect(commands).toEqual([
    'npm install @expo-google-fonts/noto-sans-jp@0.4.3',
    'cd deck-ja',
    'npx tieout build',
    'npx tieout watch --open',
  ]);
  await sh(folder, commands.slice(0, 3).join(' && ').replace('npm install', 'npm install --prefer-offline --no-audit --no-fund'));
  const pdf = await readFile(join(folder, 'deck-ja/dist/deck.ja.pdf'));
  const texts = await textsOf(pdf);
  expect(texts).toHaveLength(5);
  expect(texts[0]).toContain('2025年1月から2025年12月までに、売上は36%伸びた');
  expect(texts[3]).toContain('来店客が最も多かったのは2025年12月');
  expect(await fontsOf(pdf)).toEqual(['NotoSansJP-Bold', 'NotoSansJP-Regular']);
}, 300_000);

test('watch finds its packages, and sees what is saved', async () => {
  const session = await startWatch(join(folder, 'deck'), [], {}, join(folder, 'node_modules/tieout/scripts/tieout.mjs'));
  await edit(session, 'slides/05-next.md', '# Make it yours', '# {{ nothing.here }}');
  await vi.waitFor(() => expect(session.said()).toContain('slides/05-next.md'), { timeout: 40_000 });
}, 120_000);

/** The text of each page, without the spaces that only part the pieces it is set in. */
async function textsOf(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const pages = Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1));
  const contents = await Promise.all(pages.map(async (page) => (await page).getTextContent()));
  return contents.map(({ items }) =>
    items
      .map((item) => ('str' in item ? item.str : ''))
      .join('')
      .replaceAll(' ', ''),
  );
}

/** The fonts that are embedded. */
async function fontsOf(pdf: Uint8Array): Promise<string[]> {
  const { context } = await PDFDocument.load(pdf);
  const dicts = context.enumerateIndirectObjects().flatMap(([, each]) => (each instanceof PDFDict ? [each] : []));
  const names = dicts
    .filter((each) => each.get(PDFName.of('Type')) === PDFName.of('Font'))
    .map((each) => String(each.get(PDFName.of('BaseFont'))));
  return [...new Set(names.map((each) => each.replace(/^\/\w+\+/, '')))].sort();
}
