import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { build, prepare } from '../scripts/build.ts';
import { Store } from '../scripts/cache.ts';
import { loadTables } from '../scripts/data/index.ts';
import { type Fate, Graph } from '../scripts/graph.ts';
import { silent } from '../scripts/options.ts';
import { readProject } from '../scripts/project.ts';
import { note } from '../scripts/trace.ts';
import { layFonts } from './fonts/project.ts';
import { home, htmlOnly, layProject, makeFolder, places, problemsOf } from './project.ts';

const newStore = async () => new Store('a test', await makeFolder());

/** Changes a text of a project's file. */
async function edit(root: string, path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(root, path), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(root, path), text.replace(from, to));
}

/** Builds, and gives the steps that were made, each with what has changed. */
async function madeBy(root: string, store: Store, decks: string[] = []): Promise<Record<string, readonly string[]>> {
  const fates: Fate[] = [];
  await build({ ...htmlOnly(root), decks }, { ...silent, step: (fate) => void fates.push(fate) }, store);
  return Object.fromEntries(fates.filter(({ kept }) => !kept).map(({ kind, name, changed }) => [`${kind} ${name}`, changed]));
}

test('only what a change reaches is made again, and it is told why', async () => {
  const [root, store] = [await layProject(), await newStore()];
  expect(Object.keys(await madeBy(root, store)).length).toBeGreaterThan(15);
  expect(await madeBy(root, store)).toEqual({});
  await edit(root, 'slides/en/01-overview.md', 'The first round', 'A first round');
  expect(await madeBy(root, store)).toEqual({
    'slides base.en slides/en/01-overview.md': ['file slides/en/01-overview.md'],
    'quotes base.en': ['file slides/en/01-overview.md'],
    'record base.en': ['quoted slides'],
    'sheet base.en': ['the deck'],
    'html base.en': ['the deck'],
    'build all': ['file slides/en/01-overview.md'],
  });
  // A comment changes the query, but not what it gives but for its own text.
  await edit(root, 'data/checks/valuation_not_below_amount_raised.sql', 'SELECT round', 'SELECT  round');
  expect(Object.keys(await madeBy(root, store))).toEqual([
    'queries checks',
    'check data/checks/valuation_not_below_amount_raised.sql',
    'build all',
  ]);
});

test('a change ends where a model gives what it gave before', async () => {
  const files = {
    'data/most.sql': 'SELECT max(post_money_usd_bn) AS most_usd_bn FROM rounds',
    'data/again.sql': 'SELECT most_usd_bn FROM most',
    'slides/en/03-more.md': '# {{ again.most_usd_bn }}\n',
  };
  const [root, store] = [await layProject(undefined, files), await newStore()];
  await madeBy(root, store);
  await edit(root, 'data/rounds.csv', ',3.5,61.5,', ',3.5,62.5,');
  const made = await madeBy(root, store);
  expect(made['model most']).toEqual(['table rounds']);
  expect(Object.keys(made)).not.toContain('model again');
  await edit(root, 'data/rounds.csv', ',13,183,', ',13,184,');
  expect((await madeBy(root, store))['model again']).toEqual(['table most']);
});

test('another font makes anew what is set and measured in it', async () => {
  const [root, store] = [await layFonts(['fonts/polish.ttf', '@maker/main']), await newStore()];
  const made = async () => {
    // What stands outside of the folders of a project is trusted once it is older than the clock is coarse.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const steps = Object.keys(await madeBy(root, store));
    return steps.filter((each) => /^(?:chart|record|html|svg|build)/.test(each) && !each.includes('zh-Hant')).sort();
  };
  expect(await made()).not.toEqual([]);
  expect(await made()).toEqual([]);
  const all = ['chart charts/valuation.vl.json en', 'record base.en', 'html base.en', 'svg valuation.en', 'build all'].sort();
  // What only grows at its end says of itself what it said before.
  await writeFile(join(root, 'fonts/polish.ttf'), Buffer.concat([await readFile(join(root, 'fonts/polish.ttf')), Buffer.from([0])]));
  expect(await made()).toEqual(all);
  await edit(root, 'node_modules/@maker/main/package.json', '1.0.0', '1.0.1');
  expect(await made()).toEqual(all);
  await edit(root, 'slides/decks.yaml', ',"@maker/main"', '');
  expect(await made()).toEqual(all);
});

test('a step is found again from the same inputs, also after others', async () => {
  const [root, store] = [await layProject(), await newStore()];
  await madeBy(root, store);
  await edit(root, 'data/rounds.csv', ',61.5,', ',62.5,');
  expect(Object.keys(await madeBy(root, store))).toContain('record base.en');
  await edit(root, 'data/rounds.csv', ',62.5,', ',61.5,');
  // dist/ holds other files, so the build is put together again, out of what is kept.
  expect(Object.keys(await madeBy(root, store))).toEqual(['build all']);
});

test('damaged results are made again in silence', async () => {
  const [root, folder] = [await layProject(), await makeFolder()];
  await madeBy(root, new Store('a test', folder));
  const before = readFileSync(join(root, 'dist/base.en.html'));
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (each.isFile()) writeFileSync(join(each.parentPath, each.name), 'x', { flag: each.name.charCodeAt(0) % 2 ? 'a' : 'w' });
  await rm(join(root, 'dist'), { recursive: true });
  expect(Object.keys(await madeBy(root, new Store('a test', folder))).length).toBeGreaterThan(15);
  expect(readFileSync(join(root, 'dist/base.en.html')).equals(before)).toBe(true);
});

test('other code finds nothing', async () => {
  const [root, folder] = [await layProject(), await makeFolder()];
  const first = Object.keys(await madeBy(root, new Store('a test', folder))).sort();
  expect(Object.keys(await madeBy(root, new Store('another', folder))).sort()).toEqual(first);
});

test('two builds at once into one folder and one store give what one gives', async () => {
  const [root, folder] = [await layProject(), await makeFolder()];
  await Promise.all([1, 2, 3].map(() => build(htmlOnly(root), silent, new Store('a test', folder))));
  const together = readFileSync(join(root, 'dist/base.en.html'));
  await build(htmlOnly(root), silent, new Store(undefined));
  expect(readFileSync(join(root, 'dist/base.en.html')).equals(together)).toBe(true);
  expect(await madeBy(root, new Store('a test', folder))).toEqual({});
});

test('what was read of a file while it changed is not kept', async () => {
  const [root, store] = [await layProject(), await newStore()];
  for (const path of ['data/a', 'data/b', 'c']) {
    const file = join(root, path);
    const read = async () => {
      note(`file ${path}`);
      return readFileSync(file, 'utf8');
    };
    // What is not there when the walk begins is written in the midst of it.
    if (path !== 'data/b') writeFileSync(file, 'old');
    const walk = await Graph.begin(store, root);
    writeFileSync(file, 'new');
    const make = async () => {
      const text = await read();
      writeFileSync(file, 'newer');
      return text;
    };
    expect((await walk.keep('test', path, {}, make)).value).toBe('new');
    expect((await (await Graph.begin(store, root)).keep('test', path, {}, read)).value).toBe('newer');
  }
});

test('files of decks and charts that are gone go from dist/; all others stay, and so does what was changed there', async () => {
  const [root, store] = [await layProject(), await newStore()];
  await madeBy(root, store);
  const dist = (name: string) => join(root, 'dist', name);
  writeFileSync(dist('base.zh-Hant.tieout.csv'), 'changed by hand');
  writeFileSync(dist('mine.html'), 'not of tieout');
  const { mtimeMs } = statSync(dist('base.en.html'));
  await madeBy(root, store, ['base.en']);
  expect(readdirSync(join(root, 'dist'))).toContain('base.zh-Hant.html');
  await edit(
    root,
    'slides/decks.yaml',
    (await readFile(join(root, 'slides/decks.yaml'), 'utf8')).match(/ {2}- name: base.zh[\s\S]*?md\]\n/)?.[0] ?? '',
    '',
  );
  await madeBy(root, store, ['base.en']);
  expect(readdirSync(join(root, 'dist')).sort()).toEqual(
    ['.tieout', 'base.en.html', 'base.en.tieout.csv', 'base.zh-Hant.tieout.csv', 'charts', 'mine.html'].sort(),
  );
  expect(readdirSync(dist('charts'))).toEqual(['valuation.en.svg']);
  expect(statSync(dist('base.en.html')).mtimeMs, 'what would not change keeps its time').toBe(mtimeMs);
});

test('of long tables no rows are kept, and all is found all the same', async () => {
  const rows = Array.from({ length: 20_001 }, (_, index) => `k${index},${index}`).join('\n');
  const descriptor = {
    resources: [
      {
        name: 'long',
        path: 'long.csv',
        asOf: '2025-09-30',
        sources: [{ title: 'The ledger' }],
        schema: {
          fields: [
            { name: 'key', type: 'string' },
            { name: 'value', type: 'integer' },
          ],
          primaryKey: 'key',
        },
      },
    ],
  };
  const root = await layProject(undefined, {
    'data/datapackage.json': JSON.stringify(descriptor),
    'data/long.csv': `key,value\n${rows}\n`,
    'data/growth.sql': 'SELECT sum(value) AS total FROM long',
  });
  await rm(join(root, 'data/checks'), { recursive: true });
  const [folder, project] = [await makeFolder(), await readProject(root)];
  const read = async () => {
    const fates: Fate[] = [];
    const graph = await Graph.begin(new Store('a test', folder), root, (fate) => void fates.push(fate));
    const tables = await loadTables(project, { graph });
    const [long, growth] = [await tables.read('long'), await tables.read('growth')];
    tables.close();
    return [long.rows.length, growth.rows[0], fates.filter(({ kept }) => !kept).length];
  };
  expect(await read()).toEqual([20_001, { total: 200_010_000 }, 5]);
  expect(await read()).toEqual([20_001, { total: 200_010_000 }, 0]);
});

test('a project is rendered from a store that stays warm, or its problems are told', async () => {
  const [root, store] = [await layProject(), await newStore()];
  const rendered = async () => (await prepare(htmlOnly(root), silent, store)).decks[1]?.deck;
  expect(await rendered()).toMatchObject({ deck: { name: 'base.en' }, slides: { length: 3 } });
  await edit(root, 'slides/en/01-overview.md', 'The first round', 'The 1st round');
  expect(places(await problemsOf(rendered))).toEqual(['slides/en/01-overview.md:8:7 untied-number']);
  await edit(root, 'slides/en/01-overview.md', 'The 1st round', 'A first round');
  expect((await rendered())?.slides[0]?.html).toContain('A first round');
});

/** The packages that a module reads in before it does anything, and those of tieout that it imports, through all of them. */
function importedBy(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const names = [...text.matchAll(/^(?:import|export)(?! type)[^;]*?\bfrom '([^']+)';/gm)].filter(
    ([all]) => !/^\S+ \{(?:\s*type [^,}]+,?)+\s*\}/.test(all),
  );
  return names.flatMap(([, name]) => (name?.startsWith('.') ? importedBy(join(dirname(file), name), seen) : [name as string]));
}

test('a build of what is kept reads in no package of those that make it', () => {
  const packages = new Set(importedBy(join(home, 'scripts/cli.ts')).filter((name) => !name.startsWith('node:')));
  expect([...packages]).toEqual(['vfile-message']);
  const steps = new Set(importedBy(join(home, 'scripts/steps.ts')).filter((name) => !name.startsWith('node:')));
  expect([...steps].sort()).toEqual(['vfile-message', 'yaml', 'zod']);
});
