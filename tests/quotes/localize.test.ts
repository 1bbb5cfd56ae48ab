import { expect, test } from 'vitest';
import type { LoadedTable } from '../../scripts/data/tables.ts';
import { languageSuffix, localize, saidIn } from '../../scripts/quotes/localize.ts';

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

test('a language without words of its own has those of the nearest that it falls back to', () => {
  expect(localize(table, 'en-GB').rows[0]).toMatchObject({ label: 'Seed' });
  expect(localize(table, 'zh-TW').rows[0]).toMatchObject({ label: '種子輪' });
  expect(localize(table, 'zh-CN').rows[0]).not.toHaveProperty('label');
  const both = { ...table, fields: [...table.fields, { name: 'label_en_gb', type: 'string' as const, datasets: ['t'] }] };
  expect(localize(both, 'en-GB').fields.filter(({ name }) => name === 'label')).toMatchObject([{ from: 'label_en_gb' }]);
  expect(localize(both, 'en').fields.filter(({ name }) => name === 'label')).toMatchObject([{ from: 'label_en' }]);
  expect(saidIn({ en: 'colour', 'en-US': 'color' }, 'en-GB')).toBe('colour');
  expect(saidIn({ en: 'colour', 'en-US': 'color' }, 'en-US')).toBe('color');
  expect(saidIn({ de: 'Farbe' }, 'en-GB')).toBeUndefined();
  expect(saidIn(undefined, 'en-GB')).toBeUndefined();
});
