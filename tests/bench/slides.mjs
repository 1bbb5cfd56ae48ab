// Writes a project of many slides with a chart on every third, to see what a slide costs: node slides.mjs <folder> <slides>
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the project; each chart draws a table of its own, and each slide quotes figures. */
export function writeSlides(root, count) {
  const write = (path, text) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), typeof text === 'string' ? text : JSON.stringify(text, undefined, 2));
  };
  const charts = Array.from({ length: Math.ceil(count / 3) }, (_, index) => index);
  write('data/datapackage.json', { resources: [sales(charts.length), names()] });
  write(
    'data/sales.csv',
    `chart,month,amount\n${charts.flatMap((chart) => months.map((month, at) => `${chart},${month},${amount(chart, at)}`)).join('\n')}\n`,
  );
  write('data/names.csv', 'id,title\nsales,Sales\n');
  for (const chart of charts) {
    write(
      `data/sales_${chart}.sql`,
      `/*\nprimaryKey: month\n*/\nSELECT month, amount FROM sales WHERE chart = (SELECT min(chart) + ${chart} FROM sales)\n`,
    );
    write(`charts/sales_${chart}.vl.json`, spec(chart));
  }
  write(
    'slides/decks.yaml',
    'title: Many slides\nauthor: Tester\ndate: 2025-10-15\ndecks:\n  - name: many\n    title: Many slides\n    language: en\n    slides: [en/*.md]\n',
  );
  write(
    'slides/theme.css',
    '/* @theme plain */\n:root { --ink: #1c1a17; --accent: #c4341a; }\nsection { width: 1280px; height: 720px; padding: 48px; font: 400 24px/1.4 "Noto Sans TC"; }\n',
  );
  for (let from = 0; from < count; from += 25) {
    const some = Array.from({ length: Math.min(25, count - from) }, (_, index) => slide(from + index));
    write(`slides/en/${String(from / 25).padStart(3, '0')}.md`, some.join('\n---\n\n'));
  }
}

const months = Array.from({ length: 12 }, (_, index) => `2024-${String(index + 1).padStart(2, '0')}`);
const amount = (chart, at) => 1000 + ((chart * 37 + at * 11) % 500);

const dataset = (name, fields, primaryKey) => ({
  name,
  path: `${name}.csv`,
  asOf: '2025-09-30',
  sources: [{ title: 'The ledger' }],
  schema: { primaryKey, fields },
});
const sales = (charts) =>
  dataset(
    'sales',
    [
      { name: 'chart', type: 'integer', constraints: { minimum: 0, maximum: charts } },
      { name: 'month', type: 'yearmonth' },
      { name: 'amount', type: 'number', unit: 'USD', constraints: { minimum: 0 } },
    ],
    ['chart', 'month'],
  );
const names = () =>
  dataset(
    'names',
    [
      { name: 'id', type: 'string' },
      { name: 'title', type: 'string' },
    ],
    'id',
  );

const spec = (chart) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  description: 'Sales by month',
  width: 900,
  height: 340,
  data: { name: `sales_${chart}` },
  mark: 'bar',
  encoding: {
    x: { field: 'month', type: 'temporal', timeUnit: 'yearmonth', title: 'Month' },
    y: { field: 'amount', type: 'quantitative', title: 'Sales' },
  },
});

function slide(index) {
  const chart = Math.floor(index / 3);
  const cell = (month) => `{{ sales_${chart}["${months[month]}-01"].amount | money }}`;
  const picture =
    index % 3 === 0
      ? `\n![Sales by month](../../charts/sales_${chart}.vl.json)\n`
      : `\nThen came ${cell(4)}, and after that ${cell(5)}.\n\n- First ${cell(6)}\n- Then ${cell(7)}\n`;
  return `# Sales of ${cell(index % 12)} in a month\n${picture}`;
}

if (process.argv[2]) writeSlides(process.argv[2], Number(process.argv[3] ?? 50));
