import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Chart } from '../../scripts/charts/index.ts';
import type { Tie } from '../../scripts/quotes/ledger.ts';
import { layProject, places, problemsWith, projects, render } from '../project.ts';

const sql = `/* primaryKey: round */
SELECT round, 'Round ' || lead_investors AS label_en, '第' || lead_investors || '輪' AS label_zh_hant, post_money_usd_bn, closed
FROM rounds ORDER BY closed
`;
const bar = { mark: 'bar', encoding: { x: { field: 'post_money_usd_bn' } } };
const specs = {
  axis: { mark: 'bar', encoding: { ...bar.encoding, y: { field: 'label' } } },
  legend: { mark: 'bar', encoding: { ...bar.encoding, color: { field: 'label' } } },
  header: { mark: 'bar', encoding: { ...bar.encoding, row: { field: 'label' } } },
  facet: { facet: { field: 'label' }, columns: 1, spec: bar },
  columns: { facet: { column: { field: 'label' } }, spec: { ...bar, width: 200 } },
};
const chartFile = (spec: object) => JSON.stringify({ data: { name: 'numbered' }, ...spec });

let charts: readonly Chart[];

beforeAll(async () => {
  const files = Object.entries(specs).map(([name, spec]) => [`charts/${name}.vl.json`, chartFile(spec)]);
  ({ charts } = await render(await layProject(undefined, { 'data/numbered.sql': sql, ...Object.fromEntries(files) })));
});

/** The words of a chart that tie to cells, without those that it says twice. */
function tiedWords(name: string, language: string): string[] {
  const chart = charts.find((each) => each.name === name && each.language === language) as Chart;
  const ties: Tie[] = [];
  chart.ledger.resolve(chart.svg, (tie) => String(ties.push(tie)));
  return [...new Set(ties.filter((tie) => typeof tie.value === 'string').map((tie) => `${tie.key}.${tie.field} ${tie.text}`))].sort();
}

describe('table words with digits in them tie to their cells', () => {
  test.each(Object.keys(specs))('%s', (name) => {
    expect(tiedWords(name, 'en')).toEqual(['growth.label_en Round 2', 'late.label_en Round 3', 'seed.label_en Round 1']);
    expect(tiedWords(name, 'zh-Hant')).toEqual(['growth.label_zh_hant 第2輪', 'late.label_zh_hant 第3輪', 'seed.label_zh_hant 第1輪']);
  });
});

test('a facet of a field that the table has not is refused', async () => {
  const spec = JSON.stringify({ data: { name: 'rounds' }, facet: { field: 'lable' }, spec: bar }, undefined, 2);
  const problems = await problemsWith({ 'charts/valuation.vl.json': spec });
  expect(places(problems)).toEqual(['charts/valuation.vl.json:6:5 unknown-field']);
});

test('a deck in British English has the English words of charts, sources and tables, which are read for typed numbers too', async () => {
  const english = async (path: string) => readFile(join(projects, 'base', path), 'utf8');
  const [decks, descriptor, spec] = await Promise.all(
    ['slides/decks.yaml', 'data/datapackage.json', 'charts/valuation.vl.json'].map((each) => english(each)),
  );
  const files = {
    'slides/decks.yaml': (decks as string).replace('language: en', 'language: en-GB'),
    'data/datapackage.json': (descriptor as string).replaceAll('"titles": {', '"titles": { "en": "The English ledger",'),
  };
  const { decks: rendered, charts: drawn } = await render(await layProject(undefined, files), ['base.en']);
  const html = rendered[0]?.slides.map((each) => rendered[0]?.ledger.resolve(each.html)).join('') as string;
  expect(html).toContain('Source: The English ledger');
  expect(drawn[0]?.description).toMatch(/^The valuation rose from /);
  expect(html).toMatch(/>Growth<\/text>/);
  const typed = { ...files, 'charts/valuation.vl.json': (spec as string).replace('The valuation rose', 'The valuation rose 9 times') };
  expect(places(await problemsWith(typed))).toEqual(['charts/valuation.vl.json:7:15 untied-number']);
});
