import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { prepare } from '../../scripts/build.ts';
import { loadTables } from '../../scripts/data/index.ts';
import type { Tables } from '../../scripts/data/tables.ts';
import { readProject } from '../../scripts/project.ts';
import { compareRecords } from '../../scripts/record/diff.ts';
import { hashOfRows, hashOfTable } from '../../scripts/record/index.ts';
import type { DeckRecord } from '../../scripts/record/schema.ts';
import { verifyRecord } from '../../scripts/record/verify.ts';
import { htmlOnly, layProject, projects, silent } from '../project.ts';

const lines = (last: string) =>
  `n,x\n${Array.from({ length: 30_000 }, (_, index) => `${index},${index === 29_999 ? last : 1}`).join('\n')}\n`;
const slide = '---\nsection: overview\n---\n# {{ total.x }} in all\n';

let root: string;
let record: DeckRecord;
beforeAll(async () => {
  const base = JSON.parse(await readFile(join(projects, 'base/data/datapackage.json'), 'utf8'));
  const schema = {
    primaryKey: 'n',
    fields: [
      { name: 'n', type: 'integer' },
      { name: 'x', type: 'integer' },
    ],
  };
  const long = { name: 'long', path: 'long.csv', asOf: '2025-09-30', sources: [{ title: 'The ledger' }], schema };
  root = await layProject(undefined, {
    'data/datapackage.json': JSON.stringify({ ...base, resources: [...base.resources, long] }),
    'data/long.csv': lines('1'),
    'data/total.sql': 'SELECT sum(x)::BIGINT AS x FROM long',
    'slides/en/04-total.md': slide,
  });
  record = await recordNow();
});

async function recordNow(): Promise<DeckRecord> {
  const { decks } = await prepare({ ...htmlOnly(root), decks: ['base.en'] }, silent);
  return decks[0]?.record as DeckRecord;
}

async function withTables<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
  const tables = await loadTables(await readProject(root));
  try {
    return await work(tables);
  } finally {
    tables.close();
  }
}

const hashIn = ({ tables }: DeckRecord, name: string) => tables.find((each) => each.name === name)?.hash;

test('a table with many rows is known by what it is made from, and its rows are not read', async () => {
  expect(hashIn(record, 'long')).toMatch(/^made [0-9a-f]{16}$/);
  expect(hashIn(record, 'total')).toMatch(/^[0-9a-f]{16}$/);
  await withTables(async (tables) => {
    const read: string[] = [];
    const watched: Tables = {
      ...tables,
      read: (name) => {
        read.push(name);
        return tables.read(name);
      },
    };
    expect(await hashOfTable(watched, 'long')).toBe(hashIn(record, 'long'));
    expect(read).toEqual([]);
  });
});

test('a record of rows still ties out, and one changed row is told', async () => {
  await withTables(async (tables) => {
    const chart = { name: 'c', file: 'charts/c.vl.json', spec: '', tables: ['long'] };
    const as = (hash: string): DeckRecord => ({
      ...record,
      charts: [chart],
      tables: record.tables.map((each) => (each.name === 'long' ? { ...each, hash } : each)),
    });
    for (const hash of [await hashOfTable(tables, 'long'), await hashOfRows(tables, 'long')])
      expect(await verifyRecord(as(hash), tables)).toEqual([]);
    for (const hash of ['made 0123456789abcdef', '0123456789abcdef'])
      expect((await verifyRecord(as(hash), tables)).map((each) => each.reason)).toEqual(['the rows of "long" have changed']);
  });
});

test('what has changed in one of many rows is found as the cause', async () => {
  await writeFile(join(root, 'data/long.csv'), lines('2'));
  const { figures } = compareRecords(record, await recordNow());
  expect(JSON.stringify(figures)).toContain('data/long.csv');
});
