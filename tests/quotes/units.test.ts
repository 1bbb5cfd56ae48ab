import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTables } from '../../scripts/data/index.ts';
import type { Tables } from '../../scripts/data/tables.ts';
import { readProject } from '../../scripts/project.ts';
import { Ledger } from '../../scripts/quotes/ledger.ts';
import { makeQuoter } from '../../scripts/quotes/liquid.ts';
import { typedUnits } from '../../scripts/quotes/units.ts';
import { layProject, places, problemsWith } from '../project.ts';

const model = `/*
primaryKey: id
fields:
  count: { unit: count }
  months: { unit: months }
  share: { unit: share }
  multiple: { unit: x }
  amount: { unit: USD bn }
  points: { unit: points }
*/
SELECT round AS id, lead_investors AS count, lead_investors AS months, lead_investors / 10 AS share, lead_investors / 2 AS multiple,
  post_money_usd_bn AS amount, lead_investors AS points, label_en AS words, closed AS day FROM rounds ORDER BY id
`;
let tables: Tables;
let root: string;

beforeAll(async () => {
  root = await layProject(undefined, { 'data/kinds.sql': model });
  tables = await loadTables(await readProject(root));
});
afterAll(() => tables.close());

/** The units typed beside the figures of a template, in which `c`, `s` and so on stand for cells. */
async function typed(template: string, language = 'en') {
  const cells = { c: 'count', d: 'months', s: 'share', x: 'multiple', m: 'amount', p: 'points', w: 'words', t: 'day' };
  const text = template.replace(
    /\[([cdsxmpwt])(?:\|(\w+))?\]/g,
    (_, cell: keyof typeof cells, way) => `{{ kinds.growth.${cells[cell]} | ${way ?? 'show'} }}`,
  );
  const ledger = new Ledger();
  return typedUnits(await makeQuoter(tables, language, ledger, root).render({ path: 'x.md', text }), ledger, language);
}

describe('typed beside a figure is refused:', () => {
  test.each([
    ['up [c]%', '%'],
    ['up [c] %', '%'],
    ['up **[c]**%', '%'],
    ['up [c]<b>%</b>', '%'],
    ['up [c]&#37;', '%'],
    ['up [c]&percnt;', '%'],
    ['up [c]\u200B%', '%'],
    ['up [c]％', '%'],
    ['up [c] percent', 'percent'],
    ['up [c] per cent', 'per cent'],
    ['up [c] percentage points', 'percentage points'],
    ['up [c]pp', 'pp'],
    ['up [c] bps', 'bps'],
    ['US$[c]', 'US$'],
    ['$[c]', '$'],
    ['NT$ [c]', 'NT$'],
    ['€[c]', '€'],
    ['USD [c]', 'USD'],
    ['USD[c]', 'USD'],
    ['[c] dollars', 'dollars'],
    ['[c] USD', 'USD'],
    ['-[c]', '-'],
    ['it is −[c]', '−'],
    ['+[c]', '+'],
    ['±[c]', '±'],
    ['minus [c]', 'minus'],
    ['[c]bn', 'bn'],
    ['[c] billion', 'billion'],
    ['[c]-billion', '-billion'],
    ['[c]k', 'k'],
    ['[c] M', 'M'],
    ['[c]x', 'x'],
    ['[c] x', 'x'],
    ['x[c]', 'x'],
    ['[c]×', '×'],
    ['grew [c] times', 'times'],
    ['grew [c]-fold', '-fold'],
    ['[c]+', '+'],
    ['[c].[c]', '.'],
    ['[c],[c]', ','],
    ['[c][c]', ''],
    ['[c]kg', 'kg'],
    ['[c]GW', 'GW'],
    ['| A |\n| --- |\n| ([c]) |', '('],
    ['[d|count] years', 'years'],
    ['[m] billion', 'billion'],
  ])('%s', async (template, expected) => {
    expect((await typed(template)).map((each) => each.typed)).toContain(expected);
  });

  test.each([
    ['成長[c]倍', '倍'],
    ['成長 [c] 倍', '倍'],
    ['共[c]億', '億'],
    ['共[c]萬元', '萬'],
    ['共[c]元', '元'],
    ['占[c]成', '成'],
    ['占[c]趴', '趴'],
    ['打[c]折', '折'],
    ['百分之[c]', '百分之'],
    ['三分之[c]', '三分之'],
    ['[c]分之[c]', '\uFFFC分之'],
    ['[c]個百分點', '個百分點'],
    ['負[c]', '負'],
    ['美元[c]', '美元'],
    ['[c]美元', '美元'],
    ['三[c]', '三'],
    ['[c]年半', '年半'],
  ])('%s', async (template, expected) => {
    expect((await typed(template, 'zh-Hant')).map((each) => each.typed)).toContain(expected);
  });
});

describe('beside a figure passes:', () => {
  test.each([
    '[c] companies',
    '([c])',
    '[c]–[c]',
    '[c]-[c]',
    '[c] – [c]',
    'a [d|count]-month plan',
    '[d|count] months',
    'the [c]th',
    '[c]: [c]',
    '[c]/[c]',
    '[c], [c] and [c].',
    '- [c]\n- [c]',
    '| [c] | [c] |\n| --- | --- |',
    'more than [c]',
    '~[c]',
    'non-[c]',
    'growth — [c]',
    'mentioned [c] times',
    '[c] times a year',
    '[p] percentage points',
    '[w]% and [w]x',
    'FY[c]',
    '[m] in cash',
    '[s] of sales',
    '[x] the pace',
    '"[c]"',
    '[t] dollars'.replace('dollars', 'close'),
  ])('%s', async (template) => {
    expect(await typed(template)).toEqual([]);
  });

  test.each(['[c]家公司', '[c]成長', '共[c]個月', '[c]百貨', '第[c]名', '[c]、[c]', '[c]，[c]', '[t]元旦', '[c]AI公司', '[c]成為'])(
    '%s',
    async (template) => {
      expect(await typed(template, 'zh-Hant')).toEqual([]);
    },
  );
});

test.each([
  ['de', '[c] Prozent', 'Prozent'],
  ['de', '[c] Prozentpunkten', 'Prozentpunkten'],
  ['de', '[c] Mrd. Euro', 'Mrd.'],
  ['de', '[c] Millionen', 'Millionen'],
  ['de', '[c] Euro', 'Euro'],
  ['de', '[d] Jahren', 'Jahren'],
  ['de', '[c]-fach', '-fach'],
  ['de', '[c]n', 'n'],
  ['fr', '[c] milliards', 'milliards'],
  ['fr', '[c] points de pourcentage', 'points de pourcentage'],
  ['fr', '[d|number] ans', 'ans'],
  ['es', '[c] por ciento', 'por ciento'],
  ['es', '[c] millones', 'millones'],
  ['ja', '[c]万人', '万'],
  ['ja', '[c]ポイント', 'ポイント'],
  ['ja', '[c]円', '円'],
  ['ko', '[c]억원', '억'],
  ['ko', '[c]배', '배'],
  ['zh-Hans', '[c]亿', '亿'],
  ['zh-Hans', '[c]个百分点', '个百分点'],
])('in %s, "%s" is refused', async (language, template, unit) => {
  expect((await typed(template, language))[0]?.typed).toBe(unit);
});

test.each([
  ['de', 'seit [d]n'],
  ['de', '[c] Prozesse'],
  ['de', '[d] Monate'],
  ['fr', '[c] pays'],
  ['fr', '[c] fois'],
  ['es', '[c] países'],
  ['ja', '[c]社と[c]人'],
  ['ko', '[c]개'],
  ['en', '[c] Dollar stores'],
])('in %s, "%s" passes', async (language, template) => {
  expect(await typed(template, language)).toEqual([]);
});

test.each([
  ['[s|number]%', 'percent'],
  ['[x|number]x', 'times'],
  ['US$[m|number]', 'money'],
  ['[m|number] billion', 'money'],
  ['[c]%', undefined],
])('of %s the filter is told that writes the unit', async (template, filter) => {
  expect((await typed(template))[0]?.filter).toBe(filter);
});

describe('a unit typed onto a figure', () => {
  const slide = (body: string) => ({ 'slides/en/01-overview.md': `---\nsection: overview\n---\n\n# Growth\n\n${body}\n` });

  test('is a problem at its place, with what to do', async () => {
    const body = 'Now {{ growth.multiple | times }}\n\nand {{ growth.multiple | number }}x or {{ rounds.late.lead_investors }}%';
    const problems = await problemsWith(slide(body));
    expect(places(problems)).toEqual(['slides/en/01-overview.md:9:35 typed-unit', 'slides/en/01-overview.md:9:72 typed-unit']);
    expect(problems.map((each) => each.reason)).toEqual([
      '"x" is typed onto the figure "9.946" of growth.multiple',
      '"%" is typed onto the figure "3" of rounds.late.lead_investors',
    ]);
    expect(problems[0]?.note).toContain('| times');
    expect(problems[1]?.note).toContain('declares its unit');
  });

  test('by Liquid is found too', async () => {
    const problems = await problemsWith(slide('{{ rounds.late.lead_investors | show | append: "%" }}'));
    expect(places(problems)).toEqual(['slides/en/01-overview.md:7:1 typed-unit']);
  });

  test('in a note and in the words of decks.yaml is found', async () => {
    expect(places(await problemsWith(slide('<!-- Up {{ rounds.late.lead_investors }}% -->')))).toEqual([
      'slides/en/01-overview.md:7:41 typed-unit',
    ]);
    const decks = 'decks:\n  - name: base.en\n    title: Up {{ rounds.late.lead_investors }}%\n    language: en\n    slides: [en/*.md]\n';
    expect(places(await problemsWith({ 'slides/decks.yaml': decks }))).toEqual(['slides/decks.yaml:3:12 typed-unit']);
  });
});
