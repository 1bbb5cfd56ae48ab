import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { schemaErrors } from '../scripts/charts/schema.ts';
import { readSpec } from '../scripts/charts/spec.ts';
import { type Database, openDatabase } from '../scripts/data/database.ts';
import { parseDescriptor, type Resource, resourceFile } from '../scripts/data/descriptor.ts';
import { loadTables } from '../scripts/data/index.ts';
import { loadDataset } from '../scripts/data/load.ts';
import type { Tables } from '../scripts/data/tables.ts';
import { readSheet, WorkbookError } from '../scripts/data/workbook.ts';
import { readSource, type SourceFile } from '../scripts/files.ts';
import { ProjectError } from '../scripts/problems.ts';
import { type Project, readProject } from '../scripts/project.ts';
import { Ledger } from '../scripts/quotes/ledger.ts';
import { makeQuoter } from '../scripts/quotes/liquid.ts';
import { parseDecks } from '../scripts/slides/decks.ts';
import { splitFrontMatter } from '../scripts/slides/front-matter.ts';
import { layProject, projects, render } from './project.ts';

// Any bytes in a file of a project either build, or give problems with a place. FUZZ_SEED repeats a run.
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
console.log(`fuzz: FUZZ_SEED=${seed}`);

/** How many inputs each kind is tried with: together at least 10,000, the dear ones few. */
const runs = {
  bytes: 500,
  decks: 2500,
  descriptor: 2000,
  frontMatter: 1500,
  spec: 1200,
  liquid: 2000,
  csv: 150,
  json: 150,
  lines: 150,
  workbook: 100,
  sql: 100,
  markdown: 50,
  chart: 50,
};

test('the suite tries 10,000 inputs', () => {
  expect(Object.values(runs).reduce((sum, each) => sum + each)).toBeGreaterThanOrEqual(10_000);
});

/** What breaks parsers. */
const words = [
  '"',
  "'",
  '\\',
  '\0',
  '\r',
  '\n',
  '\t',
  '\uFEFF',
  '\u2028',
  '{{',
  '}}',
  '{%',
  '%}',
  '{%- if -%}',
  '---\n',
  '<!--',
  '-->',
  '<script>',
  '</section>',
  '&#0;',
  '&a',
  '*a',
  '!!js',
  ': ',
  '- ',
  '? ',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  ':',
  '|',
  '>',
  '#',
  '`',
  '![](x)',
  '[a]: b',
  'null',
  'true',
  '-0',
  '1e999',
  'NaN',
  '0x1',
  '__proto__',
  'constructor',
  'toString',
  '\u{1F600}',
  '\u202E',
  '一',
  ' ',
  'SELECT',
  'FROM',
  '--',
  '/*',
  '*/',
  '$$',
  '()',
  '..',
  '/',
  '%',
  '%zz',
  '\uE000',
  '\uF8FF',
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  text: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...words),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(...words).map((word) => word.repeat(50)),
  ),
});

/** A file with a few places changed, or any text or bytes at all. */
function changed(valid: string): fc.Arbitrary<Buffer> {
  const mutated = fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((text, { at, length, text: put }) => {
      const start = Math.floor(at * text.length);
      return text.slice(0, start) + put + text.slice(start + length);
    }, valid),
  );
  return fc.oneof(
    { weight: 8, arbitrary: mutated.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );
}

/** Runs `work` on changed files. Whatever it throws must be problems with a place, a reason and a remedy. */
async function fuzz(numRuns: number, valid: string, work: (bytes: Buffer) => unknown): Promise<void> {
  const holds = async (bytes: Buffer) => {
    try {
      await work(bytes);
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error;
      expect(error.problems.length).toBeGreaterThan(0);
      for (const each of error.problems)
        expect([each.file, each.reason, each.note].every((part) => typeof part === 'string' && part !== '')).toBe(true);
    }
  };
  await fc.assert(fc.asyncProperty(changed(valid), holds), { seed, numRuns });
}

/** Runs `work` on the text of changed files, as read from the project path `path`. */
const fuzzText = (numRuns: number, path: string, valid: string, work: (file: SourceFile) => unknown) =>
  fuzz(numRuns, valid, (bytes) => work({ path, text: bytes.toString('utf8') }));

let root: string;
let project: Project;
let tables: Tables;
const fileOf = (path: string) => readFile(join(root, path), 'utf8');

beforeAll(async () => {
  root = await layProject();
  project = await readProject(root);
  tables = await loadTables(project);
  return () => tables.close();
});

test('bytes as a text file', () =>
  fuzz(runs.bytes, 'text\n', async (bytes) => {
    await writeFile(join(root, 'any.txt'), bytes);
    await readSource(root, 'any.txt');
  }));

test('YAML', async () => fuzzText(runs.decks, 'slides/decks.yaml', await fileOf('slides/decks.yaml'), parseDecks));

test('a descriptor', async () =>
  fuzzText(runs.descriptor, 'data/datapackage.json', await fileOf('data/datapackage.json'), parseDescriptor));

test('front matter', async () => fuzzText(runs.frontMatter, 'slides/a.md', await fileOf('slides/en/01-overview.md'), splitFrontMatter));

test('a spec', async () =>
  fuzzText(runs.spec, 'charts/a.vl.json', await fileOf('charts/valuation.vl.json'), async (file) => schemaErrors(readSpec(file).json)));

test('Liquid', async () => {
  const valid = `${await fileOf('slides/en/01-overview.md')}\n${await fileOf('slides/en/02-rounds.md')}{% assign a = rounds | where: "round", "seed" | first %}{{ a.label | upcase | split: "," | join: "-" }}`;
  const quoter = makeQuoter(tables, 'en', new Ledger(), root);
  await fuzzText(runs.liquid, 'slides/en/a.md', valid, (file) => quoter.render(file));
});

/** Loads changed files as a dataset, each into a database of its own. */
async function fuzzDataset(numRuns: number, valid: string, resource: Resource): Promise<void> {
  await mkdir(join(root, 'data'), { recursive: true });
  await fuzz(numRuns, valid, async (bytes) => {
    await writeFile(join(root, resourceFile(resource)), bytes);
    const database: Database = await openDatabase();
    try {
      await loadDataset(database, root, resource);
    } finally {
      database.close();
    }
  });
}

test('CSV', async () => {
  const [rounds] = project.descriptor.resources as [Resource];
  await fuzzDataset(runs.csv, await fileOf('data/rounds.csv'), { ...rounds, path: 'fuzzed.csv' });
});

test('JSON', async () => {
  const [rounds] = project.descriptor.resources as [Resource];
  const { rows } = await tables.read('rounds');
  const row = JSON.stringify(
    rows.map((each) => ({ ...each, closed: '2025-09' })),
    (_, value) => (typeof value === 'bigint' ? Number(value) : value),
  );
  await fuzzDataset(runs.json, row, { ...rounds, path: 'fuzzed.json' });
});

test('JSON lines', async () => {
  const [rounds] = project.descriptor.resources as [Resource];
  const { rows } = await tables.read('rounds');
  const lines = rows.map((each) => JSON.stringify({ ...each, closed: '2025-09' }));
  await fuzzDataset(runs.lines, lines.join('\n'), { ...rounds, path: 'fuzzed.ndjson', format: 'ndjson' });
});

test('the XML of a workbook', async () => {
  const rounds = (await readFile(join(projects, 'good-workbook-parts/data/rounds.xlsx'))) as Uint8Array;
  const files = unzipSync(rounds);
  for (const [name, bytes] of Object.entries(files).filter(([name]) => name.endsWith('.xml') || name.endsWith('.rels')))
    await fuzz(runs.workbook, strFromU8(bytes), (changed) => {
      try {
        readSheet(zipSync({ ...files, [name]: changed }));
      } catch (error) {
        if (!(error instanceof WorkbookError)) throw error;
      }
    });
});

/** Builds the project, up to the printing, with a changed file in the place of `path`. */
async function fuzzProject(numRuns: number, path: string): Promise<void> {
  const copy = await layProject();
  await fuzz(numRuns, await fileOf(path), async (bytes) => {
    await writeFile(join(copy, path), bytes);
    await render(copy, ['base.en']);
  });
}

test('SQL', () => fuzzProject(runs.sql, 'data/growth.sql'));
test('Markdown', () => fuzzProject(runs.markdown, 'slides/en/01-overview.md'));
test('a chart', () => fuzzProject(runs.chart, 'charts/valuation.vl.json'));
