import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { verifyDeck } from '../../scripts/compare.ts';
import { htmlOnly, layProject, problemsOf, silent } from '../project.ts';

const resource = {
  name: 'plan',
  path: 'plan.csv',
  asOf: '2025-09-30',
  sources: [{ title: 'The plan' }],
  schema: {
    fields: [
      { name: 'id', type: 'string' },
      { name: 'low', type: 'number', unitField: 'unit' },
      { name: 'high', type: 'number', unitField: 'unit' },
      { name: 'unit', type: 'string' },
      { name: 'from', type: 'year' },
      { name: 'to', type: 'year' },
      { name: 'share', type: 'number', unit: 'share' },
    ],
    primaryKey: 'id',
  },
};
const rows = `id,low,high,unit,from,to,share
growth,0.03,0.05,share,2025,2027,0.4
sales,1,2,USD bn,2025,2027,0.4
small,0.8,1.2,USD bn,2025,2027,0.4
loss,-0.02,0.01,share,2025,2027,0.4
losses,-0.03,-0.02,share,2025,2027,0.4
same,5,5,count,2025,2027,0.4
power,1.5,2.25,kW,2025,2027,0.4
empty,,5,count,2025,2027,0.4
`;
const lines = [
  'plan.growth.low | range: plan.growth.high',
  'plan.sales.low | range: plan.sales.high',
  'plan.small.low | range: plan.small.high',
  'plan.loss.low | range: plan.loss.high, decimals: 1',
  'plan.losses.low | range: plan.losses.high',
  'plan.losses.low | range: plan.losses.high, negative: "brackets"',
  'plan.growth.low | range: plan.growth.high, sign: true',
  'plan.same.low | range: plan.same.high',
  'plan.power.low | range: plan.power.high, decimals: 2',
  'plan.growth.from | range: plan.growth.to',
];
const layPlan = (language: string, body: string) =>
  layProject(undefined, {
    'data/datapackage.json': JSON.stringify({ resources: [resource] }),
    'data/plan.csv': rows,
    'data/growth.sql': 'SELECT max(high) AS high FROM plan',
    'data/checks/valuation_not_below_amount_raised.sql': 'SELECT id FROM plan WHERE low > high',
    'charts/valuation.vl.json':
      '{ "data": { "name": "plan" }, "mark": "bar", "encoding": { "x": { "field": "share" }, "y": { "field": "id" } } }',
    'slides/decks.yaml': `theme: tieout\ndecks:\n  - { name: a, title: A, language: ${language}, slides: [a.md] }\n`,
    'slides/a.md': body,
  });

describe('two cells are written as one range in the way of the language', () => {
  test.each([
    [
      'en',
      [
        '3–5%',
        'US$1–2 billion',
        'US$800 million–US$1.2 billion',
        '−2.0%–1.0%',
        '−3%–−2%',
        '(3%)–(2%)',
        '+3%–+5%',
        '5',
        '1.50–2.25 kW',
        '2025–2027',
      ],
    ],
    [
      'de',
      [
        '3–5\u00a0%',
        '1–2\u00a0Milliarden\u00a0US-Dollar',
        undefined,
        '−2,0\u00a0%–1,0\u00a0%',
        '−3\u00a0%–−2\u00a0%',
        '(3\u00a0%)–(2\u00a0%)',
        '+3\u00a0%–+5\u00a0%',
        '5',
        '1,50–2,25\u00a0kW',
        '2025–2027',
      ],
    ],
    ['ja', ['3～5%', '10～20億ドル', undefined, '−2.0%～1.0%', '−3%～−2%', '(3%)～(2%)', '+3%～+5%', '5', '1.50～2.25kW', '2025～2027年']],
  ])('%s', async (language, texts) => {
    const root = await layPlan(language, `# A\n\n${lines.map((each) => `- {{ ${each} }}\n`).join('')}`);
    const options = { ...htmlOnly(root), formats: ['html', 'pdf'] as const };
    await build(options, silent);
    const html = await readFile(join(root, 'dist/a.html'), 'utf8');
    const shown = [...html.matchAll(/<li[^>]*>(.*?)<\/li>/gs)]
      .slice(0, lines.length)
      .map(([, item]) => (item as string).replace(/<[^>]+>/g, '').trim());
    texts.forEach((text, index) => {
      if (text !== undefined) expect(shown[index]).toBe(text);
    });
    for (const ending of ['html', 'pdf']) expect(await verifyDeck(join(root, `dist/a.${ending}`), options)).toEqual([]);
  });
});

test.each([
  ['{{ plan.growth.high | range: plan.growth.low }}', 'runs down'],
  ['{{ plan.growth.low | range: plan.sales.high }}', 'different units, share and USD bn'],
  ['{{ plan.empty.low | range: plan.empty.high }}', 'is empty'],
  ['{{ plan.growth.id | range: plan.sales.id }}', 'numbers and years'],
  ['{{ plan.growth.low | range: 5 }}', 'two cells of tables'],
])('%s is refused', async (body, reason) => {
  const root = await layPlan('en', `# A\n\n${body}\n`);
  expect((await problemsOf(() => build(htmlOnly(root), silent))).map((each) => each.reason)).toEqual(
    expect.arrayContaining([expect.stringContaining(reason)]),
  );
});
