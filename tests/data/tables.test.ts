import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTables } from '../../scripts/data/index.ts';
import type { Row, Tables } from '../../scripts/data/tables.ts';
import { readProject } from '../../scripts/project.ts';
import { layProject, projects } from '../project.ts';

/** Loads a case, gives its tables to `work`, and closes them. */
async function withTables<T>(name: string, work: (tables: Tables) => Promise<T>, files: Record<string, string> = {}): Promise<T> {
  const tables = await loadTables(await readProject(await layProject(name, files)));
  try {
    return await work(tables);
  } finally {
    tables.close();
  }
}

const rows = (name: string, table: string, files: Record<string, string> = {}): Promise<readonly Row[]> =>
  withTables(name, async (tables) => (await tables.read(table)).rows, files);

const late = { round: 'late', label_en: 'Late', closed: '2025-09-01', lead_investors: 3, raised_usd_bn: 13, post_money_usd_bn: 183 };

describe('the same rows from', () => {
  test.each([
    ['base', '後期輪', 'note c'],
    ['good-crlf-bom', '後期\r\n輪', 'note "c"'],
    ['good-big5', '後期\n輪', 'note "c"'],
  ])('%s', async (name, label, place) => {
    expect((await rows(name, 'rounds')).at(-1)).toEqual({ ...late, label_zh_hant: label, place });
  });

  test('JSON, where a missing cell is null, and Parquet', async () => {
    const loaded = await rows('good-json-parquet', 'rounds');
    expect(loaded.at(-1)).toEqual({ ...late, lead_investors: null, label_zh_hant: '後期輪', place: 'note c' });
    expect(loaded[1]?.lead_investors).toBeNull();
    expect(await rows('good-json-parquet', 'sections')).toEqual(await rows('base', 'sections'));
  });
});

test('an empty cell is missing, not an empty text', async () => {
  const csv = 'round,label_zh_hant,label_en,closed,lead_investors,raised_usd_bn,post_money_usd_bn,place\nseed,,,2024-03,,,18.4,\n';
  expect((await rows('base', 'rounds', { 'data/rounds.csv': csv }))[0]).toEqual({
    round: 'seed',
    label_zh_hant: null,
    label_en: null,
    closed: '2024-03-01',
    lead_investors: null,
    raised_usd_bn: null,
    post_money_usd_bn: 18.4,
    place: null,
  });
});

/** A dataset beside those of the base project. */
const dataset = (name: string, path: string, fields: object[], more: object = {}) => ({
  name,
  path,
  asOf: '2025-09-30',
  sources: [{ title: 'The ledger' }],
  ...more,
  schema: { fields },
});

/** The base project's descriptor with more datasets. */
async function descriptorWith(...resources: object[]): Promise<Record<string, string>> {
  const base = JSON.parse(await readFile(join(projects, 'base', 'data', 'datapackage.json'), 'utf8'));
  return { 'data/datapackage.json': JSON.stringify({ ...base, resources: [...base.resources, ...resources] }, undefined, 2) };
}

test.each(['refused_rounds', 'scan_rounds', 'rejects_rounds'])('a dataset may be named %s', async (name) => {
  const fields = [{ name: 'id', type: 'string' }];
  const files = { ...(await descriptorWith(dataset(name, 'own.csv', fields))), 'data/own.csv': 'id\na\nb\n' };
  expect(await rows('base', name, files)).toEqual([{ id: 'a' }, { id: 'b' }]);
  expect(await rows('base', 'rounds', files)).toHaveLength(3);
});

test('an integer in JSON is one however it is written', async () => {
  const fields = [
    { name: 'n', type: 'integer' },
    { name: 'y', type: 'year' },
  ];
  const files = {
    ...(await descriptorWith(dataset('own', 'own.json', fields))),
    'data/own.json': '[{ "n": 1e3, "y": 2025 }, { "n": 1000.0, "y": 2.025e3 }, { "n": -9007199254740991, "y": null }]',
  };
  expect(await rows('base', 'own', files)).toEqual([
    { n: 1000, y: 2025 },
    { n: 1000, y: 2025 },
    { n: -9007199254740991, y: null },
  ]);
});

test('a cell is escaped as the dialect says, and quotation marks within one are text', async () => {
  const fields = [
    { name: 'id', type: 'string' },
    { name: 'words', type: 'string' },
  ];
  const files = {
    ...(await descriptorWith(dataset('own', 'own.csv', fields, { dialect: { escapeChar: '\\' } }))),
    'data/own.csv': 'id,words\na,"x \\" y"\nb,"\\\\"\nc,"5"" wide"\nd,"two\nlines"\n',
  };
  const words = (await rows('base', 'own', files)).map((row) => row.words);
  expect(words).toEqual(['x " y', '\\', '5" wide', 'two\nlines']);
});

test('a missing value is what the schema says, quoted or not', async () => {
  const own = dataset('own', 'own.csv', [
    { name: 'n', type: 'number' },
    { name: 's', type: 'string' },
  ]);
  const files = {
    ...(await descriptorWith({ ...own, schema: { ...own.schema, missingValues: ['', 'n/a'] } })),
    'data/own.csv': 'n,s\nn/a,n/a\n"",""\n,\n1.50,x\n',
  };
  const none = { n: null, s: null };
  expect(await rows('base', 'own', files)).toEqual([none, none, none, { n: 1.5, s: 'x' }]);
});

describe('a model', () => {
  test('computes, and knows its units, its formula and what it rests on', async () => {
    const growth = await withTables('base', (tables) => tables.read('growth'));
    expect(growth.rows).toEqual([{ first_usd_bn: 18.4, last_usd_bn: 183, multiple: 183 / 18.4 }]);
    expect(growth.fields.find((field) => field.name === 'multiple')).toMatchObject({
      unit: 'x',
      formula: 'last valuation / first valuation',
    });
    expect(growth).toMatchObject({ kind: 'model', datasets: ['rounds'], asOf: '2025-09-30' });
  });

  test('keeps the unit and the type of a field that keeps its name', async () => {
    const files = {
      'data/last.sql': 'SELECT closed, raised_usd_bn, raised_usd_bn * 1000 AS raised FROM rounds ORDER BY closed DESC LIMIT 1\n',
    };
    const { fields } = await withTables('base', (tables) => tables.read('last'), files);
    expect(fields.map(({ name, unit, type }) => [name, unit, type])).toEqual([
      ['closed', undefined, 'yearmonth'],
      ['raised_usd_bn', 'USD bn', 'number'],
      ['raised', undefined, 'number'],
    ]);
  });

  test('may read a model whose name comes later', async () => {
    const files = {
      'data/a.sql': 'SELECT v * 2 AS v FROM z\n',
      'data/z.sql': 'WITH one AS (SELECT max(post_money_usd_bn) AS v FROM rounds) SELECT v FROM one\n',
    };
    expect(await rows('base', 'a', files)).toEqual([{ v: 366 }]);
  });

  test('counts time in UTC', async () => {
    const csv =
      'round,label_zh_hant,label_en,closed,lead_investors,raised_usd_bn,post_money_usd_bn,place\nseed,,,2024-03,,,18.4,2025-01-01 00:30:00+08\n';
    const files = {
      'data/rounds.csv': csv,
      'data/t.sql': 'SELECT place::TIMESTAMPTZ AS at, closed::TIMESTAMPTZ AS midnight FROM rounds\n',
    };
    expect(await rows('base', 't', files)).toEqual([{ at: '2024-12-31T16:30:00Z', midnight: '2024-03-01T00:00:00Z' }]);
  });
});
