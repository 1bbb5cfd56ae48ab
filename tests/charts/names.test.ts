import { expect, test } from 'vitest';
import { layProject, problemsWith, render } from '../project.ts';

const odd = ['a.b', '[x]', 'GDP (US$, "real")', "it's", 'back\\slash', '年 度'];
const descriptor = {
  resources: [
    {
      name: 'odd table/2',
      path: 'odd.json',
      asOf: '2025-09-30',
      sources: [{ title: 'The ledger' }],
      schema: { fields: [{ name: 'k' }, ...odd.map((name) => ({ name, type: 'number', unit: 'count' }))] },
    },
  ],
};
const rows = ['p', 'q'].map((k, nth) => ({ k, ...Object.fromEntries(odd.map((name, index) => [name, 10 * (index + 1) + nth])) }));

const path = (name: string) => name.replace(/[.[\]\\]/g, '\\$&');
const files = (field: string, more: object = {}) => ({
  'data/datapackage.json': JSON.stringify(descriptor),
  'data/odd.json': JSON.stringify(rows),
  'data/growth.sql': 'SELECT * FROM "odd table/2"',
  'data/checks/valuation_not_below_amount_raised.sql': 'SELECT 1 FROM growth WHERE false',
  'charts/valuation.vl.json': JSON.stringify({
    description: 'd',
    data: { name: 'odd table/2' },
    encoding: { x: { field: 'k' } },
    layer: [
      { mark: 'bar', encoding: { y: { field, ...more } } },
      { mark: 'text', encoding: { y: { field, ...more }, text: { field } } },
    ],
  }),
  'slides/decks.yaml': 'title: T\nauthor: A\ndecks:\n  - { name: d, title: T, subject: S, language: en, slides: [x.md] }\n',
  'slides/x.md': '# Words\n\n![c](../charts/valuation.vl.json)\n',
});

test.each(odd.filter((name) => !/[\\'"]/.test(name)))('a chart shows the field %s, ties its labels and names its source', async (name) => {
  const { charts, decks } = await render(await layProject(undefined, files(path(name))));
  expect(charts[0]?.datasets).toEqual(['odd table/2']);
  const ties = decks[0]?.ledger.ties.filter((tie) => tie.field === name && tie.table === 'odd table/2') ?? [];
  const first = 10 * (odd.indexOf(name) + 1);
  expect(ties.map((tie) => tie.value)).toEqual(expect.arrayContaining([first, first + 1]));
  expect(decks[0]?.slides[0]?.html).toContain('The ledger');
});

test.each(['a.b', '[x]'])('a sum of the field %s is what its cells make', async (name) => {
  const { charts } = await render(await layProject(undefined, { ...files(path(name), { aggregate: 'sum' }), ...plain(path(name)) }));
  expect(charts[0]?.datasets).toEqual(['odd table/2']);
});

/** A chart that shows a sum, and no label. */
const plain = (field: string) => ({
  'charts/valuation.vl.json': JSON.stringify({
    description: 'd',
    data: { name: 'odd table/2' },
    mark: 'bar',
    encoding: { x: { field: 'k' }, y: { field, aggregate: 'sum' } },
  }),
});

test('a name that is a path to Vega is refused, with how to write it', async () => {
  const problems = await problemsWith(files('a.b'));
  expect(problems.map((each) => `${each.reason}: ${each.note}`)[0]?.replace(/^\S+: /, '')).toBe(
    '"a.b" is a path to Vega, and no name of a field: write it as "a\\\\.b"',
  );
});

test.each(["it's", 'GDP (US$, "real")', 'back\\slash'])(
  'the field %s, which Vega-Lite cannot reach, is refused with a way out',
  async (name) => {
    const problems = await problemsWith(files(path(name)));
    expect(problems[0]?.reason).toContain(`Vega-Lite cannot reach "${name}"`);
  },
);

test('slides and models reach a field of any name', async () => {
  const own = odd.map((name) => `{{ row[${JSON.stringify(name)}] }}`).join(' ');
  const text = `# Words\n\n{% for row in ["odd table/2"] %}\n- ${own}\n{% endfor %}\n\n{% for row in growth %}\n- ${own}\n{% endfor %}\n`;
  const { decks } = await render(await layProject(undefined, { ...files('k'), ...plain('a\\.b'), 'slides/x.md': text }));
  const shown = decks[0]?.ledger.ties.map((tie) => `${tie.table} ${tie.field} ${tie.value}`);
  for (const table of ['odd table/2', 'growth'])
    for (const [index, name] of odd.entries()) expect(shown).toContain(`${table} ${name} ${10 * (index + 1)}`);
});

test('a table of one row may have fields called as the parts of a list', async () => {
  const fields = ['size', 'first', 'last'].map((name) => ({ name, type: 'integer', unit: 'count' }));
  const one = { name: 'one-row', path: 'one.csv', asOf: '2025-09-30', sources: [{ title: 'x' }], schema: { fields } };
  const files = {
    'data/datapackage.json': JSON.stringify({ resources: [one] }),
    'data/one.csv': 'size,first,last\n7,8,9\n',
    'data/growth.sql': 'SELECT * FROM "one-row"',
    'data/checks/valuation_not_below_amount_raised.sql': 'SELECT 1 FROM growth WHERE false',
    'charts/valuation.vl.json': JSON.stringify({
      description: 'd',
      data: { name: 'growth' },
      mark: 'point',
      encoding: { x: { field: 'size' } },
    }),
    'slides/decks.yaml': 'title: T\nauthor: A\ndecks:\n  - { name: d, title: T, subject: S, language: en, slides: [x.md] }\n',
    'slides/x.md': '# {{ one-row.size }} {{ one-row["first"] }} {{ growth.last }}\n',
  };
  const { decks } = await render(await layProject(undefined, files));
  expect(decks[0]?.ledger.ties.map((tie) => tie.value).slice(0, 3)).toEqual([7, 8, 9]);
});
