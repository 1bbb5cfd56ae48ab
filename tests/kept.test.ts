import { mkdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { build } from '../scripts/build.ts';
import { Store } from '../scripts/cache.ts';
import type { Format } from '../scripts/options.ts';
import { formatProblems } from '../scripts/report.ts';
import { home, layProject, makeFolder, problemsOf, projects, silent } from './project.ts';

/** The files of a project by path; an edit changes them, and tells what it has done. */
type Files = Map<string, Buffer>;
type Edit = { what: string; apply: (files: Files) => void };

const replace = (path: string, from: string | RegExp, to: string): Edit => ({
  what: `${path}: ${from} -> ${to}`,
  apply: (files) => void files.set(path, Buffer.from((files.get(path)?.toString('utf8') ?? '').replace(from, () => to))),
});
const write = (path: string, text: string | Buffer): Edit => ({
  what: `write ${path}`,
  apply: (files) => void files.set(path, Buffer.from(text)),
});
const remove = (path: string): Edit => ({ what: `remove ${path}`, apply: (files) => void files.delete(path) });
const move = (from: string, to: string): Edit => ({
  what: `move ${from} to ${to}`,
  apply: (files) => {
    const bytes = files.get(from);
    if (bytes) files.set(to, bytes);
    files.delete(from);
  },
});
const both = (...edits: Edit[]): Edit => ({
  what: edits.map((each) => each.what).join(' and '),
  apply: (files) => {
    for (const each of edits) each.apply(files);
  },
});

const amount = fc.integer({ min: 15, max: 400 }).map((each) => String(each / 2));
const overview = 'slides/en/01-overview.md';
const roundsSlide = 'slides/en/02-rounds.md';
const pixel = (last: number) => Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), Buffer.from([last])]);

/** Edits of every kind of input; some break the project, and the next may mend it. */
const edits = fc.oneof(
  { weight: 6, arbitrary: amount.map((to) => replace('data/rounds.csv', /(?<=2024-03,1,0.75,)[\d.]+/, to)) },
  { weight: 4, arbitrary: amount.map((to) => replace('data/rounds.csv', /(?<=2025-09,3,13,)[\d.]+/, to)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('Seed', 'Early', 'First round').map((to) => replace('data/rounds.csv', /(?<=種子輪,)[^,]+/, to)),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('2024-03', '2024-05', 'soon').map((to) => replace('data/rounds.csv', /(?<=,)[^,]+(?=,1,0.75)/, to)),
  },
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      replace('data/rounds.csv', 'growth,', 'growth2,'),
      replace('data/rounds.csv', 'note b', 'note x'),
      replace('data/sections.csv', ',Rounds', ',All rounds'),
      replace('data/datapackage.json', '"minimum": 0', '"minimum": 100'),
      replace('data/datapackage.json', '"Funding rounds"', '"Rounds of funding"'),
      replace('data/datapackage.json', '"asOf": "2025-09-30"', '"asOf": "2025-10-01"'),
      replace('data/datapackage.json', '"unit": "USD bn" }', '"unit": "USD m" }'),
      replace('data/growth.sql', 'FROM rounds', 'FROM rounds -- all of them'),
      replace('data/growth.sql', 'last valuation', 'latest valuation'),
      replace('data/growth.sql', 'AS first_usd_bn,', 'AS first_usd_bn, count(*) AS rounds,'),
      replace('data/growth.sql', 'FROM rounds', 'FROM round'),
      write('data/ranked.sql', 'SELECT round, post_money_usd_bn, multiple FROM rounds, growth ORDER BY post_money_usd_bn DESC'),
      remove('data/ranked.sql'),
      move('data/ranked.sql', 'data/sorted.sql'),
      write('data/checks/few.sql', '/* title: there are few rounds */\nSELECT count(*) AS n FROM rounds HAVING count(*) > 5'),
      write('data/checks/low.sql', '/* title: no round is too high */\nSELECT round FROM rounds WHERE post_money_usd_bn > 150'),
      remove('data/checks/low.sql'),
    ),
  },
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      replace('charts/valuation.vl.json', '"type": "bar"', '"type": "point"'),
      replace('charts/valuation.vl.json', '"width": 800', '"width": 700'),
      replace('charts/valuation.vl.json', '"name": "rounds"', '"name": "ro\\u0075nds"'),
      replace('charts/valuation.vl.json', '"name": "rounds"', `"name": "{{ 'rou' | append: 'nds' }}"`),
      replace('charts/valuation.vl.json', '"name": "rounds"', '"url": "../data/rounds.csv"'),
      replace('charts/valuation.vl.json', 'The valuation rose', 'Valuation rose'),
      replace('charts/valuation.vl.json', '"x":', '"x": 3,'),
      replace('charts/theme.json', '"fontSize": 18', '"fontSize": 17'),
      replace('charts/theme.json', 'var(--accent)', 'var(--grey)'),
      replace('slides/theme.css', '#c4341a', '#1a34c4'),
      replace('slides/theme.css', '--grey', '--dim'),
      replace('slides/theme.css', 'max-width: 100px', 'max-width: 90px'),
      both(move('charts/valuation.vl.json', 'charts/worth.vl.json'), replace(roundsSlide, 'valuation.vl', 'worth.vl')),
      both(move('charts/worth.vl.json', 'charts/valuation.vl.json'), replace(roundsSlide, 'worth.vl', 'valuation.vl')),
      remove('charts/worth.vl.json'),
    ),
  },
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      replace(overview, 'The first round', 'A first round'),
      replace(overview, 'The valuation grew', 'It grew'),
      replace(overview, 'The last round', 'The 3rd round'),
      replace(overview, 'growth.multiple', 'growth.last_usd_bn'),
      replace(overview, '![The mark]', '![A mark]'),
      replace(overview, '<!-- Begin', "{% render 'part.liquid' %}\n\n<!-- Begin"),
      write('slides/part.liquid', 'A part'),
      write('slides/part.liquid', 'Another part'),
      remove('slides/part.liquid'),
      replace(roundsSlide, '# The rounds', '# Every round'),
      replace(roundsSlide, '---\n\n# The', '---\n\n<style scoped>h1 { color: red }</style>\n\n# The'),
      replace(roundsSlide, 'class: chart', 'class: table'),
      replace(roundsSlide, 'in rounds -%}', 'in rounds reversed -%}'),
      write('slides/en/03-more.md', '# More\n\n{{ deck.tables }} tables, as of {{ deck.asOf | date }}\n'),
      remove('slides/en/03-more.md'),
      move('slides/en/03-more.md', 'slides/en/00-more.md'),
      write('slides/pictures/mark.png', pixel(1)),
      write('slides/pictures/mark.png', pixel(2)),
      move('slides/pictures/mark.png', 'slides/pictures/sign.png'),
      move('slides/pictures/sign.png', 'slides/pictures/mark.png'),
    ),
  },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      replace('slides/decks.yaml', 'Rounds checked', 'Rounds, checked'),
      replace('slides/decks.yaml', 'date: 2025-10-15', 'date: 2025-10-16'),
      replace('slides/decks.yaml', 'author: Tester', 'author: Somebody'),
      replace('slides/decks.yaml', 'name: base.en', 'name: other.en'),
      replace('slides/decks.yaml', '# none', ''),
      replace('slides/decks.yaml', 'author: Tester', "author: Tester\nliterals: ['3rd']"),
      replace('slides/decks.yaml', /\n {2}- name: base.zh-Hant[\s\S]*?\.md\]/, ''),
      replace('slides/decks.yaml', 'covers: sections', 'covers: growth'),
    ),
  },
);

/** Files below a folder by path, without what a build puts beside them while it works. */
async function filesOf(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name).slice(folder.length + 1));
  return new Map(await Promise.all(paths.sort().map(async (path) => [path, await readFile(join(folder, path))] as const)));
}

async function lay(root: string, files: Files): Promise<void> {
  for (const folder of ['data', 'charts', 'slides']) await rm(join(root, folder), { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
}

/** Builds by what is kept and from nothing; both give the same files, or the same problems. */
async function compare(root: string, store: Store, formats: readonly Format[], told: string): Promise<boolean> {
  const options = { root, decks: [], formats };
  await rm(join(root, 'clean'), { recursive: true, force: true });
  const kept = await problemsOf(() => build({ ...options, out: join(root, 'kept') }, silent, store));
  const clean = await problemsOf(() => build({ ...options, out: join(root, 'clean') }, silent, new Store(undefined)));
  expect(kept.length > 0 && formatProblems(kept), told).toEqual(clean.length > 0 && formatProblems(clean));
  if (clean.length > 0) return false;
  const [mine, other] = [await filesOf(join(root, 'kept')), await filesOf(join(root, 'clean'))];
  expect([...mine.keys()], told).toEqual([...other.keys()]);
  for (const [path, bytes] of mine) expect(bytes.equals(other.get(path) as Buffer), `${path} after ${told}`).toBe(true);
  return true;
}

/** Lays edits over the base project one after the other, and compares after each; counts the builds that gave decks. */
async function walk(store: Store, list: readonly (Edit | 'undo')[], formats: readonly Format[], first?: Edit): Promise<number> {
  const root = await layProject();
  const base = await filesOf(join(projects, 'base'));
  first?.apply(base);
  let files = new Map(base);
  let before = files;
  let good = 0;
  const told: string[] = [];
  for (const edit of list) {
    const next = new Map(edit === 'undo' ? before : files);
    if (edit !== 'undo') edit.apply(next);
    before = files;
    files = next;
    told.push(edit === 'undo' ? 'undo' : edit.what);
    await lay(root, files);
    if (await compare(root, store, formats, told.join('; '))) good++;
    // What is broken is mended, or all that follows would fail alike.
    else files = before;
  }
  await rm(root, { recursive: true, force: true });
  return good;
}

const oneDeck = replace('slides/decks.yaml', /\n {2}- name: base.zh-Hant[\s\S]*?\.md\]/, '');

const store = async () => new Store('a test', await makeFolder());
const steps = (length: number) =>
  fc.array(fc.oneof({ weight: 8, arbitrary: edits }, { weight: 1, arbitrary: fc.constant('undo' as const) }), {
    minLength: length,
    maxLength: length,
  });

test('after any edits a build by what is kept gives the bytes and the problems of one from nothing', { timeout: 300_000 }, async () => {
  const shared = await store();
  let good = 0;
  // Mostly of one deck, as that takes half the time.
  const property = fc.asyncProperty(steps(10), fc.constantFrom(oneDeck, oneDeck, oneDeck, undefined), async (list, first) => {
    good += await walk(shared, list, ['html'], first);
  });
  await fc.assert(property, { numRuns: 20, seed: 7, endOnFailure: true });
  expect(good, 'most edits leave a project that builds').toBeGreaterThan(100);
});

test('and so in print', { timeout: 120_000 }, async () => {
  const list = fc.sample(steps(6), { numRuns: 1, seed: 11 })[0] as (Edit | 'undo')[];
  expect(await walk(await store(), list, ['html', 'pdf'])).toBeGreaterThan(2);
});

test('and so with words and fonts of its own', { timeout: 120_000 }, async () => {
  const [regular, bold] = ['Regular', 'Bold'].map((name) =>
    readFileSync(join(home, `node_modules/katex/dist/fonts/KaTeX_Main-${name}.ttf`)),
  );
  const words = 'slides/languages/en.yaml';
  const list: (Edit | 'undo')[] = [
    write(words, 'source: "From: {titles}{places}; {date}"\ncard: { value: The value }\n'),
    write(words, 'source: "From: {titles}{places}; {date}"\ncard: { value: A value }\n'),
    write(words, 'units: { months: "{number} mo" }\nscales: { label: [[1000000000, " bln"]] }\n'),
    write(words, 'source: nothing\n'),
    'undo',
    remove(words),
    both(
      write('slides/house.ttf', regular as Buffer),
      replace('slides/decks.yaml', 'title: Base', 'title: Base\nfonts: [slides/house.ttf]'),
    ),
    replace('slides/theme.css', '"Noto Sans TC"', '"KaTeX_Main"'),
    replace('charts/theme.json', '"Noto Sans TC"', '"KaTeX_Main"'),
    write('slides/house.ttf', bold as Buffer),
    write('slides/house.ttf', 'no font'),
    'undo',
    replace('slides/decks.yaml', 'fonts: [slides/house.ttf]', ''),
  ];
  expect(await walk(await store(), list, ['html', 'pdf'], oneDeck)).toBeGreaterThan(8);
});
