import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepare } from '../../scripts/build.ts';
import { compareRecords, type DeckDiff, isEmpty } from '../../scripts/record/diff.ts';
import type { DeckRecord } from '../../scripts/record/schema.ts';
import { writeDiff } from '../../scripts/record/words.ts';
import { htmlOnly, layProject, silent } from '../project.ts';

/** The record of a deck of the base project, after edits of its files; each edit replaces one text. */
async function recordWith(edits: Record<string, [string, string]>, deck = 'base.en', more?: (root: string) => Promise<void>) {
  const root = await layProject();
  for (const [path, [from, to]] of Object.entries(edits)) {
    const text = await readFile(join(root, path), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(root, path), text.replaceAll(from, to));
  }
  await more?.(root);
  const { decks } = await prepare({ ...htmlOnly(root), decks: [deck] }, silent);
  return (decks[0] as (typeof decks)[number]).record;
}

let before: DeckRecord;
beforeAll(async () => {
  before = await recordWith({});
});

const cells = (diff: DeckDiff) => diff.figures.map((each) => [each.cell, each.kind, each.causes.join()].join(' '));
const aspects = (diff: DeckDiff) => diff.slides.map((each) => `${each.after?.number} ${each.aspects.join()}`);
const charts = (diff: DeckDiff) => diff.charts.map((each) => `${each.name} ${each.kind} ${each.causes.join()}`);
const deck = (diff: DeckDiff) => diff.deck.map((each) => each.what);
const tables = (diff: DeckDiff) => diff.tables.map((each) => `${each.name} ${each.aspects.join()}`);

/** Edits of one thing each, and where the comparison shows it. */
const edits: [string, Record<string, [string, string]>, (diff: DeckDiff) => string[], string[]][] = [
  [
    'a number',
    { 'data/rounds.csv': ['late,後期輪,Late,2025-09,3,13,183', 'late,後期輪,Late,2025-09,3,13,184'] },
    cells,
    ['growth[#1].multiple figure data', 'rounds[late].post_money_usd_bn figure data'],
  ],
  ['a date', { 'data/rounds.csv': ['2025-09,', '2025-10,'] }, cells, ['rounds[late].closed figure data']],
  ['a word', { 'data/rounds.csv': [',Seed,', ',First,'] }, cells, ['rounds[seed].label_en words data']],
  ['a place in the source', { 'data/rounds.csv': ['note b', 'note d'] }, tables, ['rounds rows']],
  [
    'a unit',
    {
      'data/datapackage.json': [
        '"raised_usd_bn", "type": "number", "unit": "USD bn"',
        '"raised_usd_bn", "type": "number", "unit": "EUR bn"',
      ],
    },
    cells,
    ['rounds[seed].raised_usd_bn figure data'],
  ],
  ['a source', { 'data/datapackage.json': ['"The ledger"', '"The new ledger"'] }, tables, ['rounds sources', 'sections sources']],
  ['an as-of date', { 'data/datapackage.json': ['2025-09-30', '2025-10-01'] }, deck, ['asOf']],
  [
    'a query',
    { 'data/growth.sql': ['/ arg_min(post_money_usd_bn, closed) AS m', '/ 2 / arg_min(post_money_usd_bn, closed) AS m'] },
    cells,
    ['growth[#1].multiple figure query'],
  ],
  [
    'a query that gives the same',
    { 'data/growth.sql': ['FROM rounds', 'FROM rounds WHERE post_money_usd_bn > 0'] },
    tables,
    ['growth query'],
  ],
  ['a formula', { 'data/growth.sql': ['last valuation / first valuation', 'the last over the first'] }, tables, ['growth titles']],
  ['the size of a chart', { 'charts/valuation.vl.json': ['"height": 240', '"height": 250'] }, charts, ['valuation changed spec']],
  ['the words of a chart', { 'charts/valuation.vl.json': ['The valuation rose', 'It rose'] }, charts, ['valuation changed spec']],
  ['the alternative text of a chart', { 'slides/en/02-rounds.md': ['![The valuation of', '![The value of'] }, aspects, ['2 alts']],
  ['the theme of charts', { 'charts/theme.json': ['"fontSize": 18', '"fontSize": 19'] }, charts, ['valuation changed theme']],
  ['the theme', { 'slides/theme.css': ['margin: 0 0 20px', 'margin: 0 0 24px'] }, deck, ['theme']],
  ['a colour of the theme', { 'slides/theme.css': ['--accent: #c4341a', '--accent: #1a34c4'] }, charts, ['valuation changed theme']],
  ['a title', { 'slides/en/02-rounds.md': ['# The rounds', '# All rounds'] }, aspects, ['3 title,words']],
  ['words', { 'slides/en/01-overview.md': ['The last round', 'The latest round'] }, aspects, ['1 words']],
  ['notes', { 'slides/en/01-overview.md': ['Begin with', 'Start with'] }, aspects, ['1 notes']],
  ['the alternative text of a picture', { 'slides/en/01-overview.md': ['![The mark]', '![The sign]'] }, aspects, ['1 alts']],
  ['a link', { 'slides/en/01-overview.md': ['example.com/ledger', 'example.com/other'] }, aspects, ['1 look']],
  ['a layout', { 'slides/en/02-rounds.md': ['class: chart', 'class: table'] }, aspects, ['2 look', '3 look']],
  ['a filter', { 'slides/en/01-overview.md': ['| times', '| times: 1'] }, cells, ['growth[#1].multiple figure text']],
  [
    'one of two filters',
    { 'slides/en/01-overview.md': ['rounds.late.closed | date', 'rounds.late.closed | date: "year"'] },
    cells,
    ['rounds[late].closed figure text'],
  ],
  [
    'figures that change places',
    {
      'slides/en/01-overview.md': [
        '{{ rounds.seed.post_money_usd_bn | money }} and raised {{ rounds.seed.raised_usd_bn | money }}',
        '{{ rounds.seed.raised_usd_bn | money }} and raised {{ rounds.seed.post_money_usd_bn | money }}',
      ],
    },
    aspects,
    ['1 figures'],
  ],
  [
    'a literal',
    { 'slides/en/02-rounds.md': ['# The rounds', '# The rounds of {{ "Area 51" | literal }}'] },
    (diff) => diff.literals.map((each) => `${each.text} ${each.kind}`),
    ['Area 51 added'],
  ],
  ['the title of the deck', { 'slides/decks.yaml': ['Rounds checked', 'Rounds verified'] }, deck, ['title']],
  ['the subject', { 'slides/decks.yaml': ['A small project', 'A little project'] }, deck, ['subject']],
  ['the author', { 'slides/decks.yaml': ['author: Tester', 'author: Another'] }, deck, ['author']],
  ['the date', { 'slides/decks.yaml': ['2025-10-15', '2025-10-16'] }, deck, ['date']],
  ['the order of files', { 'slides/decks.yaml': ['[en/*.md]', '[en/02-rounds.md, en/01-overview.md]'] }, aspects, ['3 moved']],
];

describe('each edit shows in the comparison', () => {
  test('no edit, no difference', async () => {
    expect(isEmpty(compareRecords(before, await recordWith({})))).toBe(true);
  });

  test.each(edits)('%s', async (_, files, look, expected) => {
    const diff = compareRecords(before, await recordWith(files));
    expect(look(diff)).toEqual(expected);
    expect(isEmpty(diff)).toBe(false);
    expect(writeDiff(diff)).not.toContain('Nothing has changed.');
    expect(JSON.parse(JSON.stringify(diff))).toBeTruthy();
  });

  test('another picture under the same name', async () => {
    const paint = (root: string) => cp(join(root, 'slides/pictures/mark.png'), join(root, 'slides/pictures/other.png'));
    const grey = async (root: string) => {
      const bytes = await readFile(join(root, 'slides/pictures/mark.png'));
      await paint(root);
      await writeFile(join(root, 'slides/pictures/mark.png'), Buffer.concat([bytes, Buffer.from([0])]));
    };
    expect(aspects(compareRecords(before, await recordWith({}, 'base.en', grey)))).toEqual(['1 look']);
  });

  test('a file under another name, and a slide before others of its file, are the same slides', async () => {
    const renamed = await recordWith({}, 'base.en', (root) =>
      rename(join(root, 'slides/en/01-overview.md'), join(root, 'slides/en/03-overview.md')),
    );
    expect(aspects(compareRecords(before, renamed))).toEqual(['3 moved']);
    const led = await recordWith({ 'slides/en/02-rounds.md': ['# Every round', '# First of all\n\nWords.\n\n---\n\n# Every round'] });
    expect(compareRecords(before, led).slides.map((each) => [each.kind, each.after?.title])).toEqual([['added', 'First of all']]);
  });

  test('a <style> on a slide is part of the theme', async () => {
    const styled = await recordWith({
      'slides/en/02-rounds.md': ['# The rounds', '<style scoped>\nh1 { color: #68635b; }\n</style>\n\n# The rounds'],
    });
    expect(isEmpty(compareRecords(before, styled))).toBe(false);
  });
});

/** A record whose figures all have this value, unit and text. */
function saying(value: string | number, unit: string | undefined, text: string, shown?: number): DeckRecord {
  const copy = structuredClone(before);
  const [figure] = copy.figures.filter((each) => each.field === 'multiple');
  copy.figures = [{ ...(figure as DeckRecord['figures'][number]), value, unit, text, shown }];
  return copy;
}

const inChinese = (record: DeckRecord): DeckRecord => ({ ...record, deck: { ...record.deck, language: 'zh-Hant' } });

describe('how far a figure moved', () => {
  test.each([
    ['shares in points', 0.039, 0.049, 'share', ['3.9%', '4.9%'], 'up 1.0 point', '上升1.0個百分點'],
    ['percentages in points, as the texts say', 3.94, 4.86, '%', ['3.9%', '4.9%'], 'up 1.0 point', '上升1.0個百分點'],
    ['points with the decimals shown', 0.0325, 0.035, 'share', ['3.25%', '3.50%'], 'up 0.25 points', '上升0.25個百分點'],
    ['points that the texts do not show', 0.03901, 0.03902, 'share', ['3.9%', '3.9%'], 'up 0.001 points', '上升0.001個百分點'],
    ['points of plain numbers', 3.9, 4.9, '%', ['3.9', '4.9'], 'up 1.0 point', '上升1.0個百分點'],
    ['ranks in places, up being nearer to the first', 3, 1, 'rank', ['3', '1'], 'up 2 places', '上升2名'],
    ['ranks down', 1, 2, 'rank', ['1', '2'], 'down 1 place', '下降1名'],
    ['months', '2024-03-01', '2025-04-01', undefined, ['March 2024', 'April 2025'], '13 months later', '晚13個月'],
    ['days', '2025-10-15', '2025-10-14', undefined, ['15 October 2025', '14 October 2025'], '1 day earlier', '早1天'],
    ['years', 2024, 2026, undefined, ['2024', '2026'], '2 years later', '晚2年'],
    ['counts by rate', 2000, 2100, 'count', ['2,000', '2,100'], 'up 5.0%', '上升5.0%'],
    ['money by rate', 200, 180, 'USD bn', ['US$200 billion', 'US$180 billion'], 'down 10.0%', '下降10.0%'],
    ['a rate too small for one decimal', 10000, 10001, 'count', ['10,000', '10,001'], 'up 0.01%', '上升0.01%'],
    ['from nothing', 0, 4, 'count', ['0', '4'], 'up |', '上升 |'],
  ] as const)('%s', (_, old, now, unit, [was, is], english, chinese) => {
    const shown = (text: string) => Number.parseFloat(text) / (text.endsWith('%') ? 100 : 1);
    const [first, last] = [saying(old, unit, was, shown(was)), saying(now, unit, is, shown(is))];
    expect(writeDiff(compareRecords(first, last))).toContain(`| ${was} | ${is} | ${english}`);
    expect(writeDiff(compareRecords(inChinese(first), inChinese(last)))).toContain(`| ${was} | ${is} | ${chinese}`);
  });

  test('one figure in two styles and in two cells is one change', async () => {
    const quote: [string, string] = ['Begin with', 'Begin with {{ growth.last_usd_bn | money: 2 }} and'];
    const old = await recordWith({ 'slides/en/01-overview.md': quote });
    const now = await recordWith({ 'slides/en/01-overview.md': quote, 'data/rounds.csv': ['13,183,note c', '13,201.3,note c'] });
    expect(compareRecords(old, now).figures.map((each) => [each.cell, each.also])).toEqual([
      ['growth[#1].multiple', []],
      ['rounds[late].post_money_usd_bn', ['growth[#1].last_usd_bn']],
    ]);
  });

  test('two rows that change alike are two changes', async () => {
    const diff = compareRecords(before, await recordWith({ 'data/rounds.csv': ['2025-', '2026-'] }));
    expect(diff.figures.map((each) => each.cell)).toEqual(['rounds[late].closed', 'rounds[growth].closed']);
  });
});

describe('what a figure is called', () => {
  const titled: Record<string, [string, string]> = {
    'data/datapackage.json': [
      '"post_money_usd_bn", "type": "number",',
      '"post_money_usd_bn", "type": "number", "title": "Valuation", "titles": { "zh-Hant": "投後估值" },',
    ],
    'data/growth.sql': ['multiple: { unit: x,', 'multiple: { unit: x, title: Growth, titles: { zh-Hant: 成長倍數 },'],
  };

  test.each([
    ['base.en', ['Growth', 'Late: Valuation']],
    ['base.zh-Hant', ['成長倍數', '後期輪：投後估值']],
  ])('in %s: the row and the title of the field, in its language', async (name, expected) => {
    const old = await recordWith(titled, name);
    const changed: Record<string, [string, string]> = { ...titled, 'data/rounds.csv': ['13,183,note c', '13,184,note c'] };
    const diff = compareRecords(old, await recordWith(changed, name));
    expect(diff.figures.map((each) => each.name)).toEqual(expected);
  });

  test('rows without a label by their key, and rows of one name told apart by it', async () => {
    const labels = (record: DeckRecord): DeckRecord => ({
      ...record,
      tables: record.tables.map((each) => (each.rows ? { ...each, rows: { growth: 'Same', late: 'Same' } } : each)),
    });
    const moved = await recordWith({ 'data/rounds.csv': ['0.75,18.4', '0.75,18.5'] });
    const all = await recordWith({ 'data/rounds.csv': ['.5,61.5', '.5,62'] });
    expect(compareRecords(labels(before), labels(moved)).figures.map((each) => each.name)).toContain('seed: post money usd bn');
    const late = await recordWith({ 'data/rounds.csv': ['2025-', '2026-'] });
    expect(compareRecords(labels(all), labels(late)).figures.map((each) => each.name)).toEqual(
      expect.arrayContaining(['Same: closed (growth)', 'Same: closed (late)']),
    );
  });
});

describe('decks that tell less', () => {
  /** A record as the release before made it. */
  function older(record: DeckRecord): DeckRecord {
    const { subject, author, theme, ...own } = record.deck;
    return {
      ...record,
      deck: own,
      slides: record.slides.map(({ ownWords, notes, alts, sources, ...each }) => each),
      charts: record.charts.map(({ name, file, spec, tables: drawn }) => ({ name, file, spec, tables: drawn })),
      tables: record.tables.map(({ rows, ...each }) => each),
    };
  }

  test('of the release before: only what both tell, and it is said', async () => {
    const diff = compareRecords(older(before), before);
    expect([isEmpty(diff), diff.limits]).toEqual([true, ['release']]);
    const noted = await recordWith({ 'slides/en/01-overview.md': ['Begin with', 'Start with'] });
    expect(aspects(compareRecords(older(before), noted))).toEqual(['1 words']);
    expect(aspects(compareRecords(noted, older(before)))).toEqual(['1 words']);
  });

  test('of two languages: values, not words', async () => {
    const chinese = await recordWith({}, 'base.zh-Hant');
    const diff = compareRecords(before, chinese);
    expect([isEmpty(diff), diff.limits]).toEqual([true, ['language']]);
    const moved = await recordWith({ 'data/rounds.csv': ['13,183,note c', '13,201.3,note c'] }, 'base.zh-Hant');
    expect(writeDiff(compareRecords(before, moved))).toContain('| US$183 billion | 2,013億美元 | 上升10.0% |');
  });

  test('drawings and computed values count where both records have them', () => {
    const drawn = (drawing: string, values: number[]): DeckRecord => ({
      ...before,
      charts: before.charts.map((each) => ({
        ...each,
        drawing,
        computed: [{ mark: 'bar', field: 'twice', expression: 'datum.x * 2', values }],
      })),
    });
    const diff = compareRecords(drawn('a', [2, 4]), drawn('b', [2, 6]));
    expect(charts(diff)).toEqual(['valuation changed theme']);
    expect(diff.charts[0]?.computed).toEqual([{ mark: 'bar', field: 'twice', expression: 'datum.x * 2', index: 1, before: 4, after: 6 }]);
    expect(writeDiff(diff)).toContain('twice = datum.x * 2, mark 2 | 4 → 6 |');
    const told = before.charts.map(({ drawing, computed, ...each }) => each);
    expect(charts(compareRecords(drawn('a', [2]), { ...before, charts: told }))).toEqual([]);
  });
});
