import { stringify } from 'yaml';
import type { StarterWords } from './words.ts';

interface Starter {
  /** Of the npm package. */
  name: string;
  language: string;
  words: StarterWords;
  /** The folder of the JSON Schemas, seen from `data/` and `slides/`. */
  schemas: string;
  version: string;
}

/** The files of a starter project, by path. */
export function starterFiles(starter: Starter): Record<string, string> {
  const { words } = starter;
  return {
    '.gitignore': 'node_modules/\ndist/\n',
    'package.json': json(packageOf(starter)),
    'data/datapackage.json': json(descriptorOf(starter)),
    'data/sales.csv': sales,
    'data/summary.sql': summaryOf(words),
    'data/checks/revenue_is_positive.sql': `/*\ntitle: ${words.check}\n*/\nSELECT month, revenue FROM sales WHERE revenue < 0\n`,
    'charts/revenue.vl.json': json(revenueChart(starter)),
    'charts/visitors.vl.json': json(visitorsChart(starter)),
    'slides/decks.yaml': decksOf(starter),
    'slides/01-cover.md': slide({ class: 'cover', paginate: false }, words.slides.cover),
    'slides/02-figures.md': slide({ class: 'tiles' }, words.slides.figures),
    'slides/03-chart.md': slide({ class: 'chart' }, words.slides.chart),
    'slides/04-table.md': slide({ class: 'columns' }, words.slides.table),
    'slides/05-next.md': slide({}, words.slides.next),
  };
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

const slide = (matter: object, text: string) => `${Object.keys(matter).length > 0 ? `---\n${stringify(matter)}---\n\n` : ''}${text}\n`;

const packageOf = ({ name, version, words }: Starter) => ({
  name,
  private: true,
  type: 'module',
  scripts: { build: 'tieout build', check: 'tieout check', watch: 'tieout watch --open' },
  dependencies: { ...words.fonts, tieout: `^${version}` },
});

const decksOf = ({ language, words, schemas }: Starter) => `# yaml-language-server: $schema=${schemas}/decks.json
${stringify({
  date: '2026-01-15',
  ...(words.fonts && { fonts: Object.keys(words.fonts) }),
  decks: [{ name: `deck.${language}`, title: words.title, subject: words.subject, language, slides: ['*.md'] }],
})}`;

const descriptorOf = ({ name, words, schemas }: Starter) => ({
  $schema: `${schemas}/datapackage.json`,
  name,
  resources: [
    {
      name: 'sales',
      path: 'sales.csv',
      title: words.dataset,
      asOf: '2025-12-31',
      sources: [{ title: words.source }],
      schema: {
        fields: [
          { name: 'month', type: 'yearmonth', title: words.fields.month },
          { name: 'revenue', type: 'number', title: words.fields.revenue, unit: `${words.currency} k`, constraints: { required: true } },
          { name: 'costs', type: 'number', title: words.fields.costs, unit: `${words.currency} k`, constraints: { required: true } },
          { name: 'visitors', type: 'integer', title: words.fields.visitors, unit: 'count', constraints: { required: true, minimum: 0 } },
        ],
        primaryKey: 'month',
      },
    },
  ],
});

/** Made up, and the same in every language. */
const sales = `month,revenue,costs,visitors
2025-01,412.5,371.2,21840
2025-02,398.3,362.9,20910
2025-03,431.7,379.6,22760
2025-04,446.2,385.1,23480
2025-05,452.8,391.4,23950
2025-06,439.4,388.7,22870
2025-07,471.6,402.3,24710
2025-08,489.1,409.8,25620
2025-09,476.5,405.2,24930
2025-10,503.9,418.6,26180
2025-11,528.4,429.7,27340
2025-12,561.2,447.9,29450
`;

const summaryOf = ({ currency, model, fields, formulas }: StarterWords) => `/*
${stringify({
  title: model,
  fields: {
    revenue: { unit: `${currency} k`, title: fields.revenue, formula: formulas.revenue },
    profit: { unit: `${currency} k`, title: fields.profit },
    margin: { unit: 'share', title: fields.margin, formula: formulas.margin },
    visitors: { unit: 'count', title: fields.visitors },
    first_revenue: { unit: `${currency} k` },
    last_revenue: { unit: `${currency} k` },
    growth: { unit: 'share', title: fields.growth, formula: formulas.growth },
    first_month: { type: 'yearmonth' },
    last_month: { type: 'yearmonth' },
    busiest_month: { type: 'yearmonth' },
  },
})}*/
SELECT
  sum(revenue) AS revenue,
  sum(revenue) - sum(costs) AS profit,
  (sum(revenue) - sum(costs)) / sum(revenue) AS margin,
  sum(visitors) AS visitors,
  min_by(revenue, month) AS first_revenue,
  max_by(revenue, month) AS last_revenue,
  max_by(revenue, month) / min_by(revenue, month) - 1 AS growth,
  min(month) AS first_month,
  max(month) AS last_month,
  max_by(month, visitors) AS busiest_month
FROM sales
`;

const specSchema = 'https://vega.github.io/schema/vega-lite/v6.json';

function revenueChart({ language, words }: Starter): object {
  return {
    $schema: specSchema,
    description: '{{ words.description }}',
    usermeta: { words: { [language]: words.charts.revenue } },
    data: { name: 'sales' },
    width: 1040,
    height: 370,
    encoding: {
      x: { field: 'month', scale: { padding: 12 }, axis: { title: null, tickCount: { interval: 'month', step: 3 } } },
      y: { field: 'revenue', scale: { zero: true }, axis: { title: null, grid: false } },
    },
    layer: [
      { mark: { type: 'line', style: 'subject' } },
      { mark: { type: 'point', style: 'subject' } },
      labelAt('first_revenue', 'left'),
      labelAt('last_revenue', 'right'),
    ],
  };
}

/** The value of a point, where it is that of a field of the model. */
const labelAt = (field: string, align: string) => ({
  transform: [
    { lookup: 'revenue', from: { data: { name: 'summary' }, key: field, fields: [field] } },
    { filter: `isValid(datum.${field})` },
  ],
  mark: { type: 'text', style: 'value', align, dy: -26 },
  encoding: { text: { field: 'revenue' } },
});

function visitorsChart({ language, words }: Starter): object {
  return {
    $schema: specSchema,
    description: '{{ words.description }}',
    usermeta: { words: { [language]: words.charts.visitors } },
    data: { name: 'sales' },
    width: 440,
    height: 300,
    mark: { type: 'bar', width: 24 },
    encoding: {
      x: { field: 'month', scale: { padding: 20 }, axis: { title: null, tickCount: { interval: 'month', step: 6 } } },
      y: { field: 'visitors', axis: { title: null } },
    },
  };
}
