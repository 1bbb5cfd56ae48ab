import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTables } from '../../scripts/data/index.ts';
import type { Tables } from '../../scripts/data/tables.ts';
import { readProject } from '../../scripts/project.ts';
import { Ledger } from '../../scripts/quotes/ledger.ts';
import { makeQuoter } from '../../scripts/quotes/liquid.ts';
import { layProject, problemsOf } from '../project.ts';

let tables: Tables;
let root: string;

beforeAll(async () => {
  root = await layProject();
  tables = await loadTables(await readProject(root));
});
afterAll(() => tables.close());

/** Renders Liquid in English; gives the text and the cells that it ties to. */
async function render(text: string): Promise<{ text: string; cells: string[] }> {
  const ledger = new Ledger();
  const marked = await makeQuoter(tables, 'en', ledger, root).render({ path: 'x.md', text });
  return { text: ledger.resolve(marked).trim(), cells: ledger.ties.map((tie) => `${tie.key}.${tie.field}`) };
}

const body = '{{ row.label }} {{ row.post_money_usd_bn | money }} ';
const [seed, growth, late] = ['Seed US$18.4 billion', 'Growth US$61.5 billion', 'Late US$183 billion'];

describe('the rows of a table', () => {
  test.each([
    ['in their order', '{% for row in rounds %}', [seed, growth, late]],
    ['reversed', '{% for row in rounds reversed %}', [late, growth, seed]],
    ['with a limit', '{% for row in rounds limit: 2 %}', [seed, growth]],
    ['with an offset', '{% for row in rounds limit: 1 offset: 1 %}', [growth]],
    ['assigned', '{% assign all = rounds %}{% for row in all %}', [seed, growth, late]],
    ['by sort', '{% assign all = rounds | sort: "label" %}{% for row in all %}', [growth, late, seed]],
    ['by sort and reverse', '{% assign all = rounds | sort: "post_money_usd_bn" | reverse %}{% for row in all %}', [late, growth, seed]],
    ['by where, of text', '{% assign all = rounds | where: "round", "growth" %}{% for row in all %}', [growth]],
    ['by where, of a number', '{% assign all = rounds | where: "lead_investors", 3 %}{% for row in all %}', [late]],
    ['by slice', '{% assign all = rounds | slice: 1, 2 %}{% for row in all %}', [growth, late]],
  ])('%s keep their ties', async (_, loop, shown) => {
    const { text, cells } = await render(`${loop}${body}{% endfor %}`);
    expect(text).toBe(shown.join(' '));
    const keys = shown.map((each) => each.split(' ')[0]?.toLowerCase());
    expect(cells).toEqual(keys.flatMap((key) => [`${key}.label_en`, `${key}.post_money_usd_bn`]));
  });

  test.each([
    ['first', '{% assign row = rounds | first %}', seed],
    ['last', '{% assign row = rounds | last %}', late],
    ['where and first', '{% assign row = rounds | where: "round", "late" | first %}', late],
    ['sort and last', '{% assign row = rounds | sort: "closed" | last %}', late],
    ['find', '{% assign row = rounds | find: "round", "growth" %}', growth],
    ['first as a part', '{% assign row = rounds.first %}', seed],
  ])('give one by %s', async (_, assign, shown) => {
    const { text, cells } = await render(assign + body);
    expect(text).toBe(shown);
    expect(cells).toHaveLength(2);
  });

  test('give their cells by map, which join writes', async () => {
    const cells = ['seed.post_money_usd_bn', 'growth.post_money_usd_bn', 'late.post_money_usd_bn'];
    const loop = '{% assign all = rounds | map: "post_money_usd_bn" %}{% for each in all %}{{ each | money }} {% endfor %}';
    expect(await render(loop)).toEqual({ text: 'US$18.4 billion US$61.5 billion US$183 billion', cells });
    const joined = await render('{{ rounds | map: "label" | join: ", " }}');
    expect(joined).toEqual({ text: 'Seed, Growth, Late', cells: ['seed.label_en', 'growth.label_en', 'late.label_en'] });
  });

  test('are counted by size', async () => {
    const count = '{% assign n = rounds | size %}{% if n == 3 and rounds.size == 3 %}all{% endif %}';
    expect((await render(count)).text).toBe('all');
  });
});

describe('the words of a cell keep their tie', () => {
  test.each([
    ['in small letters', '{{ rounds.seed.label | downcase }}', 'seed'],
    ['in capitals', '{{ rounds.seed.label | upcase }}', 'SEED'],
    ['with words behind', '{{ rounds.seed.label | append: " round" }}', 'Seed round'],
    ['with words before', '{{ rounds.seed.label | downcase | prepend: "the " }}', 'the seed'],
    ['as the words of another', '{{ "the " | append: rounds.seed.label }}', 'the Seed'],
    ['by default', '{{ rounds.seed.label | default: "none" }}', 'Seed'],
  ])('%s', async (_, template, text) => {
    expect(await render(template)).toEqual({ text, cells: expect.arrayContaining(['seed.label_en']) });
  });

  test.each([
    ['replaced', '{{ rounds.seed.label | replace: "S", "F" }}', 'replace'],
    ['cut short', '{{ rounds.seed.label | truncate: 2, "" }}', 'truncate'],
    ['sliced', '{{ rounds.seed.label | slice: 1, 2 }}', 'slice'],
    ['split', '{% assign all = rounds.seed.label | split: "e" %}{{ all[0] }}', 'split'],
    ['as another text’s part', '{{ "x" | replace: "x", rounds.seed.label }}', 'replace'],
    ['in small letters by turns', '{{ rounds.seed.label | remove: "S" | append: "x" }}', 'append'],
    ['as one text', '{{ rounds | map: "label" | array_to_sentence_string }}', 'array_to_sentence_string'],
  ])('or are refused: %s', async (_, template, filter) => {
    const problems = await problemsOf(() => render(template));
    expect(problems.map((each) => each.reason)).toEqual([`"${filter}" makes other words of rounds.seed.label, which come from no cell`]);
    expect(problems[0]?.note).toContain('quote the cell as it is');
  });

  test('and compare as what they are', async () => {
    const words = '{% assign kind = rounds.seed.label | downcase | append: "s" %}{% if kind == "seeds" %}same{% endif %}';
    expect(await render(words)).toMatchObject({ text: 'same' });
    expect(await render('{% assign n = rounds.late.lead_investors | plus: 1 %}{% if n > 3 %}more{% endif %}')).toMatchObject({
      text: 'more',
    });
  });
});

describe('what is no cell is refused:', () => {
  test.each([
    ['the table of a cell', '{{ rounds.seed.label.table.title }}', '"label" is a cell and has no "table"'],
    ['what JavaScript knows of a cell', '{{ rounds.seed.label.valueOf }}', '"label" is a cell and has no "valueOf"'],
    ['the length of a cell', '{{ rounds.seed.label.size }}', '"label" is a cell and has no "size"'],
    ['a part by a name', '{% assign part = "toString" %}{{ rounds.seed.label[part] }}', '"label" is a cell and has no "toString"'],
    ['the row of a cell', '{{ rounds.seed.label.row.round }}', '"label" is a cell and has no "row"'],
    ['the field of a cell', '{{ rounds.seed.label.field.name }}', '"label" is a cell and has no "field"'],
    ['a field that a row has not', '{{ rounds.seed.lable }}', '"rounds" has no field "lable"'],
    ['a row', '{{ rounds.seed }}', 'this is a table or a row, not a cell'],
    ['rows in a list', '{{ rounds | join: ", " }}', 'this is a table or a row, not a cell'],
  ])('%s', async (_, text, reason) => {
    const problems = await problemsOf(() => render(text));
    expect(problems.map((each) => each.reason)).toEqual([reason]);
    expect(problems[0]?.note).toBeTruthy();
  });
});

const problemOf = (text: string) =>
  makeQuoter(tables, 'en', new Ledger(), root)
    .render({ path: 'x.md', text })
    .then(
      () => 'none',
      (error) => error.problems[0].reason as string,
    );

test.each(['Profit US$99 billion', 'ninety-nine billion', '12% growth', '5x revenue', '獲利 99 億美元', '99m'])(
  'the literal "%s" states an amount, which is no name',
  async (text) => expect(await problemOf(`{{ "${text}" | literal }}`)).toMatch(/is an amount, not part of a name/),
);

test.each(['Series 7', 'Annual report 2025', 'Form 10-K', '3M', 'GPT-4', 'Double Eagle'])('the literal "%s" is a name', async (text) =>
  expect((await render(`{{ "${text}" | literal }}`)).text).toBe(text),
);

test.each(['__proto__', 'constructor', 'toString'])('a table has no row "%s" of JavaScript\'s own', async (name) =>
  expect(await problemOf(`{{ rounds["${name}"] }}`)).toMatch(new RegExp(`"rounds" has no row "${name}"`)),
);
