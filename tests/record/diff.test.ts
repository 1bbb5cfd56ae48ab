import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build, prepare } from '../../scripts/build.ts';
import { diffDecks, keepSent, verifyDeck } from '../../scripts/compare.ts';
import { compareRecords, type DeckDiff, isEmpty } from '../../scripts/record/diff.ts';
import { type DeckRecord, packRecord } from '../../scripts/record/schema.ts';
import { writeDiff } from '../../scripts/record/words.ts';
import { home, htmlOnly, layProject, problemsOf, silent } from '../project.ts';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as people do. */
function tieout(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(home, 'scripts/tieout.mjs'), ...words], { cwd: home }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const verdicts = `/*
primaryKey: id
*/
SELECT round AS id, CASE WHEN post_money_usd_bn > 60 THEN 'holds' ELSE 'contradicts' END AS verdict FROM rounds ORDER BY id
`;
const overview = `---
section: overview
---

# It grew {{ growth.multiple | times }}

The last round valued it at {{ rounds.late.post_money_usd_bn | money }}
`;

let base: Record<string, string>;
let before: DeckRecord;

beforeAll(async () => {
  const decks = await readFile(join(await layProject(), 'slides/decks.yaml'), 'utf8');
  base = {
    'data/verdicts.sql': verdicts,
    'slides/decks.yaml': `audit: { table: verdicts, verdict: verdict }\n${decks}`,
    'slides/en/01-overview.md': overview,
  };
  before = await recordWith({});
});

/** Lays the project of these tests, with `files` over it and texts replaced in others. */
async function lay(files: Record<string, string>, replace: Record<string, [string, string]> = {}): Promise<string> {
  const root = await layProject(undefined, { ...base, ...files });
  for (const [path, [from, to]] of Object.entries(replace)) {
    const text = await readFile(join(root, path), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(root, path), text.replace(from, to));
  }
  return root;
}

/** The record of the English deck. */
async function recordOf(root: string): Promise<DeckRecord> {
  const { decks } = await prepare({ ...htmlOnly(root), decks: ['base.en'] }, silent);
  return (decks[0] as (typeof decks)[number]).record;
}

const recordWith = async (files: Record<string, string>, replace?: Record<string, [string, string]>) => recordOf(await lay(files, replace));

const diffWith = async (files: Record<string, string>, replace?: Record<string, [string, string]>): Promise<DeckDiff> =>
  compareRecords(before, await recordWith(files, replace));

const down: Record<string, [string, string]> = { 'data/rounds.csv': ['13,183,note c', '13,91.5,note c'] };
const late: Record<string, [string, string]> = { 'data/rounds.csv': ['13,183,note c', '13,201.3,note c'] };

describe('what has changed', () => {
  test('identical decks: nothing', async () => {
    const diff = await diffWith({});
    expect(isEmpty(diff)).toBe(true);
    expect(diff.limits).toEqual([]);
    expect(writeDiff(diff)).toContain('Nothing has changed.');
  });

  test('data: the figures under it, with the change and its direction, and the charts', async () => {
    const diff = await diffWith({}, late);
    const [multiple, value] = ['growth[#1].multiple', 'rounds[late].post_money_usd_bn'].map((cell) =>
      diff.figures.find((each) => each.cell === cell),
    );
    expect(value).toMatchObject({ direction: 'up', causes: ['data'], because: ['data/rounds.csv'], slides: [1, 2, 3] });
    expect(value?.change).toBeCloseTo(0.1, 12);
    expect([value?.before?.value, value?.after?.value]).toEqual([183, 201.3]);
    expect(multiple).toMatchObject({ direction: 'up', causes: ['data'], because: ['data/rounds.csv'] });
    expect(diff.charts).toEqual([
      { name: 'valuation', kind: 'changed', causes: ['data'], because: ['data/rounds.csv'], slides: [2], computed: [] },
    ]);
    expect(diff.slides).toEqual([]);
    const text = writeDiff(diff);
    expect(text).toContain(
      '| 1, 2, 3 | Late: post money usd bn | US$183 billion | US$201.3 billion | up 10.0% | data data/rounds.csv | rounds[late].post_money_usd_bn |',
    );
  });

  test('data: down, and from nothing without a rate', async () => {
    const down = await diffWith({}, { 'data/rounds.csv': ['13,183,note c', '13,91.5,note c'] });
    const value = down.figures.find((each) => each.cell === 'rounds[late].post_money_usd_bn');
    expect(value).toMatchObject({ direction: 'down', change: -0.5 });
    const copy = structuredClone(before);
    for (const each of copy.figures) if (each.field === 'multiple') each.value = 0;
    const diff = compareRecords(copy, before);
    expect(diff.figures.find((each) => each.cell === 'growth[#1].multiple')).toMatchObject({ direction: 'up', change: undefined });
  });

  test('data that no slide shows changes no figure', async () => {
    const diff = await diffWith({}, { 'data/rounds.csv': ['2025-03,2,3.5', '2025-03,2,3.6'] });
    expect(diff.figures).toEqual([]);
  });

  test('a query: its figures, and not those of its dataset', async () => {
    const diff = await diffWith(
      {},
      { 'data/growth.sql': ['/ arg_min(post_money_usd_bn, closed) AS', '/ 2 / arg_min(post_money_usd_bn, closed) AS'] },
    );
    expect(diff.figures.map((each) => [each.cell, each.causes, each.because, each.direction])).toEqual([
      ['growth[#1].multiple', ['query'], ['data/growth.sql'], 'down'],
    ]);
  });

  test('a spec: its chart', async () => {
    const diff = await diffWith({}, { 'charts/valuation.vl.json': ['"height": 240', '"height": 260'] });
    expect(diff.charts).toEqual([
      { name: 'valuation', kind: 'changed', causes: ['spec'], because: ['charts/valuation.vl.json'], slides: [2], computed: [] },
    ]);
    expect([diff.figures, diff.slides]).toEqual([[], []]);
  });

  test('text: the slide, by its words; a figure in another form', async () => {
    const words = await diffWith({}, { 'slides/en/01-overview.md': ['The last round', 'The latest round'] });
    expect(words.slides.map((each) => [each.kind, each.after?.number])).toEqual([['changed', 1]]);
    expect([words.figures, words.charts]).toEqual([[], []]);
    const form = await diffWith({}, { 'slides/en/01-overview.md': ['| times', '| times: 1'] });
    expect(form.figures.map((each) => [each.cell, each.causes, each.direction])).toEqual([['growth[#1].multiple', ['text'], undefined]]);
    expect(form.slides).toEqual([]);
  });

  test('notes count as words', async () => {
    const diff = await diffWith({ 'slides/en/01-overview.md': `${overview}\n<!-- Pause here. -->\n` });
    expect(diff.slides.map((each) => each.kind)).toEqual(['changed']);
  });

  test('slides added and removed', async () => {
    const added = { 'slides/en/03-more.md': '# More\n\nIt raised {{ rounds.late.raised_usd_bn | money }}\n' };
    const diff = await diffWith(added);
    expect(diff.slides.map((each) => [each.kind, each.after?.title])).toEqual([['added', 'More']]);
    expect(diff.figures.map((each) => [each.cell, each.before, each.after?.text])).toEqual([
      ['rounds[late].raised_usd_bn', undefined, 'US$13 billion'],
    ]);
    const back = compareRecords(await recordWith(added), before);
    expect(back.slides.map((each) => [each.kind, each.before?.title])).toEqual([['removed', 'More']]);
    expect(back.figures.map((each) => each.after)).toEqual([undefined]);
    expect(writeDiff(back)).toContain('| More | removed |');
  });

  test('a chart added and removed', async () => {
    const spec = await readFile(join(await layProject(), 'charts/valuation.vl.json'), 'utf8');
    const files = { 'charts/second.vl.json': spec, 'slides/en/03-more.md': '# More\n\n![The same](../../charts/second.vl.json)\n' };
    const diff = await diffWith(files);
    expect(diff.charts.map((each) => [each.name, each.kind])).toEqual([['second', 'added']]);
    const back = compareRecords(await recordWith(files), before);
    expect(back.charts.map((each) => [each.name, each.kind])).toEqual([['second', 'removed']]);
  });

  test('a claim whose verdict changed', async () => {
    const diff = await diffWith({}, { 'data/rounds.csv': ['3.5,61.5', '3.5,55'] });
    expect(diff.claims).toEqual([
      { key: 'growth', label: 'growth', before: 'holds', after: 'contradicts', causes: ['data'], because: ['data/rounds.csv'] },
    ]);
    expect(writeDiff(diff)).toContain('| growth | holds | contradicts | data data/rounds.csv |');
  });

  test('cells cannot break the report', () => {
    const copy = structuredClone(before);
    for (const each of copy.slides) each.title = 'a | b\nc';
    for (const each of copy.slides) if (each.ownWords) each.ownWords.body = 'changed';
    expect(writeDiff(compareRecords(before, copy))).toContain('a \\| b c, reworded |');
  });
});

describe('cells that are empty, with words for what is missing', () => {
  const raised = '# What they raised\n\n{% for row in rounds -%}\n- {{ row.raised_usd_bn | show }}\n{% endfor %}';
  const descriptor: [string, string] = [
    '{ "name": "raised_usd_bn", "type": "number", "unit": "USD bn" }',
    '{ "name": "raised_usd_bn", "type": "number", "unit": "USD bn", "display": { "empty": "n/a", "decimals": 2 } }',
  ];
  const cell = 'rounds[growth].raised_usd_bn';
  const layWith = (value: string, slide = raised) =>
    lay(
      { 'slides/en/03-raised.md': `---\nsection: rounds\n---\n\n${slide}\n` },
      { 'data/datapackage.json': descriptor, 'data/rounds.csv': ['2025-03,2,3.5', `2025-03,2,${value}`] },
    );
  const cases: [string, string, string, (string | undefined)[][]][] = [
    ['a figure that was missing', '', '5', [[cell, 'figure', 'n/a', 'US$5.00 billion']]],
    ['a figure that is missing now', '5', '', [[cell, 'figure', 'US$5.00 billion', 'n/a']]],
    ['a figure that is missing still', '', '', []],
  ];
  const rowsOf = (diff: DeckDiff) => diff.figures.map((each) => [each.cell, each.kind, each.before?.text, each.after?.text]);

  test.each(cases)('%s', async (_, was, is, rows) => {
    const [old, now] = [await layWith(was), await layWith(is)];
    const diff = compareRecords(await recordOf(old), await recordOf(now));
    expect(rowsOf(diff)).toEqual(rows);
    expect(diff.figures.map((each) => each.causes)).toEqual(rows.map(() => ['data']));
  });

  test.each(cases)('%s, while the slides do not build', async (_, was, is, rows) => {
    const [old, now] = [await layWith(was), await layWith(is, raised.replace('they', 'the 3'))];
    await build({ ...htmlOnly(old), decks: ['base.en'] }, silent);
    const { diff, problems } = await diffDecks(join(old, 'dist/base.en.html'), undefined, htmlOnly(now), silent);
    expect(problems).toHaveLength(1);
    expect(rowsOf(diff)).toEqual(rows);
  });

  test.each(cases.slice(0, 2))('%s stands on the slide of what has changed', async (_, was, is, [row = []]) => {
    const [old, now] = [await layWith(was), await layWith(is)];
    await build({ ...htmlOnly(old), decks: ['base.en'] }, silent);
    await keepSent(join(old, 'dist/base.en.html'), now);
    await build({ ...htmlOnly(now), decks: ['base.en'] }, silent);
    const { text } = (await recordOf(now)).slides.at(-1) as DeckRecord['slides'][number];
    expect(text.replace(/\s+/g, ' ')).toContain(`${row[2]} ${row[3]}`);
    expect(await verifyDeck(join(now, 'dist/base.en.html'), htmlOnly(now))).toEqual([]);
  });
});

describe('the commands', () => {
  let sent: string;
  let pdf: string;
  beforeAll(async () => {
    sent = await lay({});
    await build({ ...htmlOnly(sent), formats: ['html', 'pdf'] }, silent);
    pdf = join(sent, 'dist/base.en.pdf');
  });

  test('diff compares with the project, or with another deck, and exits 0', async () => {
    const now = await lay({}, late);
    await mkdir(join(now, 'sent'));
    await cp(pdf, join(now, 'sent/deck.pdf'));
    const [same, changed, json] = await Promise.all([
      tieout('diff', pdf, join(sent, 'dist/base.en.html')),
      tieout('diff', pdf, '--root', now),
      tieout('diff', pdf, '--root', now, '--format', 'json'),
    ]);
    expect([same.code, changed.code, json.code]).toEqual([0, 0, 0]);
    expect(same.stdout).toContain('Nothing has changed.');
    expect(changed.stdout).toContain('| up 10.0% | data data/rounds.csv |');
    const diff = JSON.parse(json.stdout) as DeckDiff;
    expect(diff.figures.map((each) => each.cell)).toContain('rounds[late].post_money_usd_bn');
    expect(diff.figures.map((each) => each.causes)).toContainEqual(['data']);
    expect([same.stderr, changed.stderr, json.stderr]).toEqual(['', '', '']);
  });

  test('diff --slide keeps the record; the next build ends in a slide of what has changed, whose figures tie out', async () => {
    const now = await lay({}, late);
    const { code, stderr } = await tieout('diff', pdf, '--root', now, '--slide');
    expect([code, stderr]).toEqual([0, expect.stringContaining('slides/since/base.en.json')]);
    const record = await recordOf(now);
    expect(record.slides).toHaveLength(before.slides.length + 1);
    const slide = record.slides.at(-1) as DeckRecord['slides'][number];
    expect(slide.title).toContain('Since the deck of 15 October 2025');
    expect(slide.text).toContain('US$183 billion');
    expect(slide.text).toContain('US$201.3 billion');
    expect(slide.text).toContain('up 10.0%');
    const figures = record.figures.filter((each) => each.slide === slide.number);
    const shown = figures.filter((each) => each.table === 'rounds').map((each) => [each.key, each.field, each.value, each.text]);
    expect(shown).toEqual([['late', 'post_money_usd_bn', 201.3, 'US$201.3 billion']]);
    expect(figures.filter((each) => each.table === 'deck as sent').map((each) => each.value)).toContain(183);
    // The slide itself is no change, and the deck with it ties out.
    await build({ ...htmlOnly(now), decks: ['base.en'] }, silent);
    expect(await verifyDeck(join(now, 'dist/base.en.html'), htmlOnly(now))).toEqual([]);
    expect(await keepSent(join(now, 'dist/base.en.html'), now)).toBe('slides/since/base.en.json');
    expect((await recordOf(now)).slides.at(-1)?.text).toContain('Nothing has changed.');
  });

  test.each([
    ['damaged', '{"build": "x", '],
    ['foreign', '{}'],
    ['altered', 'ALTERED'],
  ])('a %s record of what was sent is a problem with its place', async (_, text) => {
    const altered = JSON.stringify({ ...(JSON.parse(packRecord(before).text) as object), build: '0000000000000000' });
    const root = await lay({ 'slides/since/base.en.json': text === 'ALTERED' ? altered : text });
    const problems = await problemsOf(() => build(htmlOnly(root), silent));
    expect(problems.map((each) => [each.file, each.ruleId])).toEqual([['slides/since/base.en.json', 'sent-record']]);
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });

  test('a deck that cannot be read exits 1 with one line', async () => {
    const cut = join(sent, 'cut.pdf');
    await writeFile(cut, (await readFile(pdf)).subarray(0, 9000));
    const ended = await Promise.all([
      tieout('verify', cut, '--root', sent),
      tieout('diff', cut, '--root', sent),
      tieout('diff', pdf, sent),
    ]);
    for (const { code, stdout, stderr } of ended) {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^tieout: [^\n]+\n$/);
      expect(stderr).not.toContain('defect');
    }
  });

  describe('while the slides do not build', () => {
    const stopped: Record<string, [string, string]> = { 'slides/en/02-rounds.md': ['# The rounds', '# The 5 rounds'] };
    const stops: [string, Record<string, [string, string]>, string][] = [
      ['a check', { 'data/rounds.csv': ['13,183,note c', '200,91.5,note c'] }, 'check failed'],
      ['a chart', { ...down, 'charts/valuation.vl.json': ['"type": "bar"', '"type": "bär"'] }, 'charts/valuation.vl.json'],
      ['a number without a source', { ...down, ...stopped }, 'untied-number'],
    ];

    test.each(stops)('%s: figures are compared from the tables, and what stops it is told', async (_, edits, told) => {
      const now = await lay({}, edits);
      const [text, json] = await Promise.all([tieout('diff', pdf, '--root', now), tieout('diff', pdf, '--root', now, '--format', 'json')]);
      expect([text.code, json.code]).toEqual([1, 1]);
      expect(text.stdout).toContain('The slides do not build now');
      expect(text.stdout).toContain(
        '| 1, 2, 3 | Late: post money usd bn | US$183 billion | US$91.5 billion | down 50.0% | data data/rounds.csv |',
      );
      expect(text.stdout).toContain('| 1 | multiple | 9.95x | 4.97x | down 50.0% |');
      expect(text.stdout).toContain('| 2 | valuation | to be drawn anew | ');
      expect(text.stderr).toContain(told);
      const diff = JSON.parse(json.stdout) as DeckDiff & { problems: { file: string; reason: string; fix: string }[] };
      expect(diff.limits).toEqual(['build']);
      expect(diff.problems.map((each) => Object.keys(each))).toContainEqual(expect.arrayContaining(['file', 'rule', 'reason', 'fix']));
      expect(diff.slides).toEqual([]);
    });

    test('every figure is written as it was, where nothing has changed', async () => {
      const now = await lay({}, stopped);
      const { diff, problems } = await diffDecks(pdf, undefined, htmlOnly(now), silent);
      expect([diff.figures, diff.charts, diff.tables, diff.claims]).toEqual([[], [], [], []]);
      expect(problems).toHaveLength(1);
    });

    test('a cell that is gone counts as removed', async () => {
      const now = await lay({}, { ...stopped, 'data/rounds.csv': ['seed,種子輪,Seed,2024-03,1,0.75,18.4,note a\n', ''] });
      const { diff } = await diffDecks(pdf, undefined, htmlOnly(now), silent);
      expect(diff.figures.find((each) => each.cell === 'rounds[seed].post_money_usd_bn')).toMatchObject({
        after: undefined,
        slides: [2, 3],
      });
    });

    test('tables that do not load leave nothing to compare', async () => {
      const now = await lay({}, { 'data/rounds.csv': ['13,183,note c', '13,many,note c'] });
      const ended = await tieout('diff', pdf, '--root', now);
      expect([ended.code, ended.stdout]).toEqual([1, '']);
      expect(ended.stderr).toContain('data/rounds.csv');
    });
  });

  test('a deck that the project does not know is a problem', async () => {
    const other = structuredClone(before);
    other.deck.name = 'base.ne';
    const path = join(sent, 'other.json');
    await writeFile(path, packRecord(other).text);
    const problems = await problemsOf(() => diffDecks(path, undefined, htmlOnly(sent), silent));
    expect(problems.map((each) => each.reason)).toEqual(['unknown deck "base.ne"']);
  });

  test('verify exits 0 where everything ties out, and 1 where anything does not', async () => {
    const now = await lay({}, late);
    const [good, bad, json] = await Promise.all([
      tieout('verify', pdf, '--root', sent),
      tieout('verify', pdf, '--root', now),
      tieout('verify', pdf, '--root', now, '--format', 'json'),
    ]);
    expect(good).toEqual({
      code: 0,
      stdout: `${pdf} ties out: it shows what its record says, and every figure is what today's data say.\n`,
      stderr: '',
    });
    expect([bad.code, json.code]).toEqual([1, 1]);
    expect(bad.stdout).toContain(
      "| 1, 2, 3 | rounds[late].post_money_usd_bn | US$183 billion | the deck says 183, today's data say 201.3 |",
    );
    expect((JSON.parse(json.stdout) as { what: string }[]).map((each) => each.what)).toContain('chart valuation');
  });

  const reasons = async (root: string, path = pdf) => (await verifyDeck(path, htmlOnly(root))).map((each) => [each.what, each.reason]);

  test('verify tells of a row that is gone', async () => {
    const root = await lay({}, { 'data/rounds.csv': ['growth,成長輪,Growth,2025-03,2,3.5,61.5,note b\n', ''] });
    expect(await reasons(root)).toContainEqual(['rounds[growth].post_money_usd_bn', '"rounds" has no row growth any more']);
  });

  test('verify tells of a field that is gone', async () => {
    const root = await lay({ 'data/growth.sql': 'SELECT max(post_money_usd_bn) / min(post_money_usd_bn) AS growth_multiple FROM rounds' });
    expect(await reasons(root)).toContainEqual(['growth[#1].multiple', '"growth" has no field "multiple" any more']);
  });

  test('verify tells of a table that is gone', async () => {
    const root = await lay({});
    const { rm } = await import('node:fs/promises');
    await rm(join(root, 'data/growth.sql'));
    expect(await reasons(root)).toContainEqual(['growth[#1].multiple', 'there is no table "growth" any more']);
  });

  test('verify tells of a value that was forged, also where its table is hidden', async () => {
    const forged = structuredClone(before);
    for (const each of forged.figures) if (each.field === 'multiple') each.value = 30;
    forged.tables = forged.tables.filter((each) => each.name !== 'growth');
    const path = join(sent, 'forged.json');
    await writeFile(path, packRecord(forged).text);
    expect(await reasons(sent, path)).toContainEqual(['growth[#1].multiple', expect.stringContaining('the deck says 30')]);
  });

  test('a dated build names the files by title, language and as-of date', async () => {
    const out = join(sent, 'dated');
    const root = await lay({}, { 'slides/decks.yaml': ['title: Rounds checked', 'title: "Rounds: a/b *checked*?"'] });
    await build({ ...htmlOnly(root), out, dated: true }, silent);
    expect((await readdir(out)).filter((name) => !['charts', '.tieout'].includes(name)).sort()).toEqual([
      'Rounds a b checked en 2025-09-30.html',
      'Rounds a b checked en 2025-09-30.tieout.csv',
      '輪次核對 zh-Hant 2025-09-30.html',
      '輪次核對 zh-Hant 2025-09-30.tieout.csv',
    ]);
  });

  test('a title too long for a file name is cut, and the date is kept', async () => {
    const out = join(sent, 'long');
    const root = await lay({}, { 'slides/decks.yaml': ['title: Rounds checked', `title: ${'輪次核對'.repeat(60)}`] });
    await build({ ...htmlOnly(root), out, dated: true }, silent);
    const names = (await readdir(out)).filter((name) => name.startsWith('輪次核對輪') && name.endsWith('.html'));
    expect(names).toEqual([expect.stringMatching(/ en 2025-09-30\.html$/)]);
  });
});
