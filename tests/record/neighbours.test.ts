import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import type { RecordTable } from '../../scripts/record/schema.ts';
import { htmlOnly, layProject, projects, silent } from '../project.ts';

async function tablesOf(files: Record<string, string>, deck = 'base.en'): Promise<Map<string, RecordTable>> {
  const root = await layProject(undefined, files);
  await build(htmlOnly(root), silent);
  const { record } = await readCarried(join(root, 'dist', `${deck}.html`));
  return new Map(record.tables.map((each) => [each.name, each]));
}

const slide = (body: string) => `---\nsection: overview\n---\n\n# A title\n\n${body}\n`;

test('a short table is recorded whole, what names a row first, with the lines of its file', async () => {
  const rounds = (await tablesOf({})).get('rounds');
  expect(rounds).toMatchObject({ count: 3, primaryKey: ['round'] });
  expect(rounds?.columns?.slice(0, 2)).toEqual(['label_en', 'round']);
  expect(rounds?.columns).not.toContain('label_zh_hant');
  expect(rounds?.sample?.map(({ key, line, cells }) => [key, line, cells[0]])).toEqual([
    ['seed', 2, 'Seed'],
    ['growth', 3, 'Growth'],
    ['late', 4, 'Late'],
  ]);
});

test('of a long table its first rows are recorded and those that figures name, and how many there are', async () => {
  const descriptor = JSON.parse(readFileSync(join(projects, 'base', 'data', 'datapackage.json'), 'utf8'));
  descriptor.resources.push({
    name: 'long',
    path: 'long.csv',
    asOf: '2025-09-30',
    sources: [{ title: 'The ledger' }],
    schema: {
      fields: [
        { name: 'id', type: 'string' },
        { name: 'amount', type: 'number', unit: 'USD bn' },
      ],
      primaryKey: 'id',
    },
  });
  const lines = Array.from({ length: 500 }, (_, index) => `r${index + 1},${index + 1}`);
  const tables = await tablesOf({
    'data/datapackage.json': JSON.stringify(descriptor),
    'data/long.csv': `id,amount\n${lines.join('\n')}\n`,
    'slides/en/01-overview.md': slide('- {{ long.r400.amount | money }}'),
  });
  const table = tables.get('long');
  expect(table?.count).toBe(500);
  expect(table?.sample?.length).toBe(13);
  expect(table?.sample?.at(-1)).toMatchObject({ key: 'r400', line: 401 });
});

test('tables, fields and formulas are told in the words of the language', async () => {
  const model = `/*
title: Sums
titles: { zh-Hant: 合計 }
fields:
  total: { unit: USD bn, title: Total, titles: { zh-Hant: 總額 }, formula: sum of all, formulas: { zh-Hant: 全部相加 } }
*/
SELECT sum(post_money_usd_bn) AS total FROM rounds
`;
  const files = {
    'data/sums.sql': model,
    'slides/en/01-overview.md': slide('- {{ sums.total | money }}'),
    'slides/zh-Hant/01-overview.md': slide('- {{ sums.total | money }}').replace('A title', '標題'),
  };
  const [english, chinese] = [(await tablesOf(files)).get('sums'), (await tablesOf(files, 'base.zh-Hant')).get('sums')];
  expect([english?.title, english?.fields.total?.title, english?.fields.total?.formula]).toEqual(['Sums', 'Total', 'sum of all']);
  expect([chinese?.title, chinese?.fields.total?.title, chinese?.fields.total?.formula]).toEqual(['合計', '總額', '全部相加']);
});
