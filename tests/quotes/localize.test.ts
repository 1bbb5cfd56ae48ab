import { expect, test } from 'vitest';
import type { LoadedTable } from '../../scripts/data/tables.ts';
import { languageSuffix, localize } from '../../scripts/quotes/localize.ts';

const table: LoadedTable = {
  name: 't',
  kind: 'dataset',
  title: 't',
  file: 'data/t.csv',
  fields: ['label_zh_hant', 'label_en', 'note', 'note_en'].map((name) => ({ name, type: 'string', datasets: ['t'] })),
  primaryKey: [],
  asOf: '2025-09-30',
  sources: [],
  datasets: ['t'],
  rowDatasets: ['t'],
  reads: [],
  rows: [{ label_zh_hant: '種子輪', label_en: 'Seed', note: 'own', note_en: 'other' }],
};

test('offers the words of the language without their suffix', () => {
  expect(localize(table, 'zh-Hant').rows[0]).toMatchObject({ label: '種子輪', label_en: 'Seed' });
  expect(localize(table, 'en').rows[0]).toMatchObject({ label: 'Seed', label_zh_hant: '種子輪' });
});

test('remembers the field that holds the words', () => {
  expect(localize(table, 'en').fields.find((field) => field.name === 'label')?.from).toBe('label_en');
});

test('leaves a field of that name alone, and the given table too', () => {
  expect(localize(table, 'en').rows[0]?.note).toBe('own');
  expect(table.fields).toHaveLength(4);
  expect(table.rows[0]).not.toHaveProperty('label');
});

test('a language is lower snake case in a field', () => {
  expect(languageSuffix('zh-Hant')).toBe('_zh_hant');
});
