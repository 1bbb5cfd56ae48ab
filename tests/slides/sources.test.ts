import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type PreparedDeck, prepare } from '../../scripts/build.ts';
import { writeSheet } from '../../scripts/record/sheet.ts';
import type { RenderedDeck } from '../../scripts/slides/index.ts';
import { htmlOnly, layProject, render, silent } from '../project.ts';

let decks: RenderedDeck[];

beforeAll(async () => {
  const words = '# Only words\n\nNothing to tie.\n\n---\n\n# Words of a table: {{ rounds.seed.label }}\n';
  ({ decks } = await render(await layProject(undefined, { 'slides/en/03-words.md': words })));
});

/** The source line of each slide of a deck. */
const sources = (name: string) =>
  decks.find((deck) => deck.deck.name === name)?.slides.map((slide) => /<p class="sources">(.*?)<\/p>/.exec(slide.html)?.[1]);

test('a slide that shows a figure or a chart ends in its source, also in print; one of words does not', () => {
  expect(sources('base.en')).toEqual([
    'Source: The ledger (note a, note c); as of 30 September 2025',
    'Source: The ledger (note a, note b, note c); as of 30 September 2025',
    'Source: The ledger (note a, note b, note c); as of 30 September 2025',
    undefined,
    undefined,
  ]);
  expect(sources('base.zh-Hant')?.[0]).toBe('資料來源：總帳（note a、note c）；截至2025年9月30日');
});

test('a source is that of the cells, not of all that a query reads, and so is its date', async () => {
  const root = await layProject();
  const path = join(root, 'data/datapackage.json');
  const descriptor = JSON.parse(await readFile(path, 'utf8'));
  const fields = ['factor', 'threshold'].map((name) => ({ name, type: 'number' }));
  const assumptions = { name: 'assumptions', path: 'a.csv', asOf: '2025-10-10', sources: [{ title: 'Our own' }], schema: { fields } };
  await writeFile(path, JSON.stringify({ ...descriptor, resources: [...descriptor.resources, assumptions] }));
  await writeFile(join(root, 'data/a.csv'), 'factor,threshold\n1.5,20\n');
  const sql =
    '/*\nprimaryKey: round\nfields:\n  twice: { unit: USD bn }\n  scaled: { unit: USD bn }\n*/\n' +
    'SELECT round, post_money_usd_bn * 2 AS twice, post_money_usd_bn * factor AS scaled FROM rounds JOIN assumptions ON post_money_usd_bn > threshold';
  await writeFile(join(root, 'data/m.sql'), sql);
  const slides = '# {{ m.late.twice | money }}\n\n---\n\n# {{ m.late.scaled | money }}\n';
  await writeFile(join(root, 'slides/en/03-own.md'), slides);
  const { decks: own } = await prepare(htmlOnly(root), silent);
  const { deck, record } = own.find((each) => each.record.deck.name === 'base.en') as PreparedDeck;
  const lines = deck.slides.slice(-2).map((slide) => /<p class="sources">(.*?)<\/p>/.exec(slide.html)?.[1]);
  expect(lines).toEqual(['Source: The ledger; as of 30 September 2025', 'Source: The ledger, Our own; as of 10 October 2025']);
  const recorded = record.tables.find((table) => table.name === 'm')?.fields;
  expect([recorded?.twice?.datasets, recorded?.scaled?.datasets]).toEqual([['rounds'], ['assumptions', 'rounds']]);
  const sheet = writeSheet(record).split('\r\n');
  expect(sheet.find((line) => line.includes(',twice,'))).toMatch(/,rounds,The ledger,,2025-09-30$/);
  expect(sheet.find((line) => line.includes(',scaled,'))).toMatch(/,assumptions rounds,Our own; The ledger,,2025-10-10$/);
});

test('the directives of a file end with the file', () => {
  const english = decks.find((deck) => deck.deck.name === 'base.en') as RenderedDeck;
  const html = (index: number) => english.ledger.resolve(english.slides[index]?.html ?? '');
  const tag = (index: number) => /^<section[^>]*>/.exec(html(index))?.[0];
  expect(html(0)).toContain('<header>Overview</header>');
  expect(tag(1)).toContain('class="chart"');
  expect(html(1)).not.toContain('<header>');
  expect(tag(3)).not.toContain('class="chart"');
});

test('a slide knows its title, its notes, its file and its charts', () => {
  const english = decks.find((deck) => deck.deck.name === 'base.en') as RenderedDeck;
  const plain = (text = '') => english.ledger.resolve(text);
  expect(plain(english.slides[0]?.title)).toBe('The valuation grew 9.95x');
  expect(plain(english.slides[0]?.notes)).toBe('Begin with 9.95x.');
  expect(english.slides.map((slide) => slide.file.replace('slides/en/', ''))).toEqual([
    '01-overview.md',
    '02-rounds.md',
    '02-rounds.md',
    '03-words.md',
    '03-words.md',
  ]);
});

test('a slide whose words of a cell state a figure ends in its source; the record knows them as words', async () => {
  const wordy = `/* primaryKey: id */\nSELECT round AS id, label_en || ' grew by ' || post_money_usd_bn || '%' AS words FROM rounds ORDER BY id\n`;
  const root = await layProject(undefined, { 'data/wordy.sql': wordy, 'slides/en/03-words.md': '# Words: {{ wordy.seed.words }}\n' });
  const { decks: built } = await render(root, ['base.en']);
  expect(/<p class="sources">(.*?)<\/p>/.exec(built[0]?.slides.at(-1)?.html ?? '')?.[1]).toMatch(/^Source: The ledger/);
});
