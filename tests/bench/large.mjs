import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { home, run, scratch } from './processes.mjs';

const base = join(home, 'tests', 'projects', 'base');

/** A copy of the base project with one deck of `count` slides, a chart on every third. */
export async function manySlides(count) {
  const root = join(scratch, `slides-${count}`);
  await cp(base, root, { recursive: true });
  const slide = (number) =>
    number % 3 === 0
      ? `# The valuation rose, told once more\n\n![The valuation by round](../../charts/valuation.vl.json)\n`
      : `# The last round was larger than the first\n\n- It closed at {{ growth.last_usd_bn | money }}\n- It began at {{ growth.first_usd_bn | money }}\n`;
  const text = Array.from({ length: count }, (_, index) => slide(index + 1)).join('\n---\n\n');
  writeFileSync(join(root, 'slides', 'en', '03-many.md'), text);
  const decks = ['title: Many', 'author: Tester', 'date: 2025-10-15', 'decks:', '  - name: many', '    title: Many slides'];
  const own = ['    subject: A long deck', '    language: en', '    slides: [en/03-many.md]', ''];
  writeFileSync(join(root, 'slides', 'decks.yaml'), [...decks, ...own].join('\n'));
  return root;
}

const regions = ['north', 'east', 'south', 'west'];
const fields = [
  { name: 'id', type: 'integer', constraints: { required: true, minimum: 0 } },
  { name: 'region', type: 'string', constraints: { required: true, enum: regions } },
  { name: 'day', type: 'date', constraints: { required: true } },
  { name: 'amount', type: 'number', unit: 'USD', constraints: { required: true, minimum: 0, maximum: 1000 } },
];
const descriptor = (path) => ({
  name: 'large',
  resources: [{ name: 'sales', path, asOf: '2025-09-30', sources: [{ title: 'The ledger' }], schema: { fields, primaryKey: 'id' } }],
});
const model = 'SELECT region, sum(amount) AS amount, count(*) AS sales FROM sales GROUP BY region ORDER BY region';
const header = '/*\ntitle: Sales by region\nprimaryKey: region\nfields:\n  amount: { unit: USD }\n  sales: { unit: count }\n*/\n';
const slide = '# The north sold {{ by_region.north.amount | money }}\n';

/** A project over one large table: its model adds up all rows, its slide shows one sum. */
function largeProject(name, file) {
  const root = join(scratch, name);
  for (const each of ['data', 'slides/en']) mkdirSync(join(root, each), { recursive: true });
  writeFileSync(join(root, 'data', 'datapackage.json'), JSON.stringify(descriptor(file), undefined, 2));
  writeFileSync(join(root, 'data', 'by_region.sql'), `${header}${model}\n`);
  writeFileSync(join(root, 'slides', 'en', '01.md'), slide);
  writeFileSync(join(root, 'slides', 'theme.css'), '/* @theme large */\nsection { font-family: "Noto Sans TC" }\n');
  const decks =
    'title: Large\nauthor: Tester\ndate: 2025-10-15\ndecks:\n  - name: large\n    title: Large\n    subject: Large\n    language: en\n    slides: [en/*.md]\n';
  writeFileSync(join(root, 'slides', 'decks.yaml'), decks);
  return root;
}

export async function millionRows(count = 1_000_000) {
  const root = largeProject('csv', 'sales.csv');
  const file = join(root, 'data', 'sales.csv');
  const out = createWriteStream(file);
  out.write('id,region,day,amount\n');
  for (let id = 0; id < count; id += 10_000) {
    const rows = Array.from({ length: Math.min(10_000, count - id) }, (_, at) => rowOf(id + at));
    if (!out.write(rows.join(''))) await new Promise((resolve) => out.once('drain', resolve));
  }
  out.end();
  await finished(out);
  const read = `CREATE TABLE sales AS FROM read_csv('${file}')`;
  return { root, peer: [read, model, 'SELECT count(DISTINCT id) FROM sales'] };
}

const rowOf = (id) => `${id},${regions[id % 4]},2025-${String((id % 9) + 1).padStart(2, '0')}-15,${(id * 7919) % 1000}\n`;

export async function tenMillionRows(count = 10_000_000) {
  const root = largeProject('parquet', 'sales.parquet');
  const file = join(root, 'data', 'sales.parquet');
  const rows = `SELECT i::BIGINT AS id, (['north','east','south','west'])[1 + i % 4] AS region, DATE '2025-01-15' + (i % 200)::INTEGER AS day, ((i * 7919) % 1000)::DOUBLE AS amount FROM range(${count}) t(i)`;
  await run(join(home, 'tests', 'bench', 'duckdb.mjs'), [`COPY (${rows}) TO '${file}' (FORMAT parquet)`]);
  return { root, peer: [`CREATE VIEW sales AS FROM read_parquet('${file}')`, model, 'SELECT count(DISTINCT id) FROM sales'] };
}
