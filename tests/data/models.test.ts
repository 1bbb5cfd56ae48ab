import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase, type QueryLimits, queryLimits } from '../../scripts/data/database.ts';
import { loadTables } from '../../scripts/data/index.ts';
import type { LoadedTable } from '../../scripts/data/tables.ts';
import { readProject } from '../../scripts/project.ts';
import { layProject, problemsOf } from '../project.ts';

const open: { close(): void }[] = [];
afterAll(() => {
  for (const each of open) each.close();
});

async function load(files: Record<string, string>, limits?: Partial<QueryLimits>) {
  const tables = await loadTables(await readProject(await layProject(undefined, files)), { limits: { ...queryLimits, ...limits } });
  open.push(tables);
  return tables;
}

/** The table that a query makes. */
const made = async (sql: string): Promise<LoadedTable> => (await load({ 'data/m.sql': sql })).read('m');

/** The problems of a query, as `line:column reason`. */
async function refused(sql: string, limits?: Partial<QueryLimits>, path = 'data/m.sql'): Promise<string[]> {
  const problems = await problemsOf(() => load({ [path]: sql }, limits));
  expect(problems.every((each) => each.file === path && each.note)).toBe(true);
  return problems.map((each) => `${each.line}:${each.column} ${each.reason}`);
}

const endless = 'WITH RECURSIVE r AS (SELECT post_money_usd_bn AS v FROM rounds UNION SELECT v + 1 FROM r) SELECT max(v) AS v FROM r';

test('the limits are those that the README names', () => {
  expect(queryLimits).toEqual({ seconds: 60, memory: 4e9, rows: 250_000, cell: 100_000 });
});

describe('a query ends', () => {
  test('when its time is over, and the next one runs', async () => {
    const files = { 'data/a.sql': `\n${endless}\n`, 'data/z.sql': 'SELECT closed AS v FROM round\n' };
    expect(await refused(`\n${endless}\n`, { seconds: 0.5 })).toEqual(['2:1 the query takes more than 0.5 seconds']);
    const problems = await problemsOf(() => load({ ...files, 'data/z.sql': 'SELECT place::INTEGER AS v FROM rounds\n' }, { seconds: 0.5 }));
    expect(problems.map((each) => [each.file, each.ruleId])).toEqual([
      ['data/a.sql', 'query-limit'],
      ['data/z.sql', 'query-failed'],
    ]);
  });

  test('when it needs too much memory', async () => {
    const sql = 'SELECT list(a.round ORDER BY a.round, n)[1] AS v FROM rounds a, range(100000000) t(n)';
    expect(await refused(sql, { memory: 2e8 })).toEqual(['1:1 the query needs more than 0.2 GB of memory']);
  });

  test('as a check does', async () => {
    const path = 'data/checks/c.sql';
    expect(await refused(endless, { seconds: 0.5 }, path)).toEqual(['1:1 the query takes more than 0.5 seconds']);
    expect(await refused('SELECT round FROM rounds WHERE closed > current_date', {}, path)).toEqual([
      '1:41 current_date depends on the clock, on chance or on the machine',
    ]);
    const many = await refused('SELECT n FROM rounds, range(100000000) t(n)', {}, path);
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toMatch(/^1:1 and at least \d+ more rows$/);
  });
});

describe('a model is refused', () => {
  test('with more rows than slides can read', async () => {
    const sql = 'SELECT round, n + lead_investors AS n FROM rounds, range(40) t(n)';
    expect(await refused(sql, { rows: 100 })).toEqual(['1:1 the model gives 120 rows, more than the 100 that slides can read']);
    await load({ 'data/m.sql': sql }, { rows: 120 });
  });

  test('with a cell too long to show', async () => {
    const sql = "SELECT round,\n  repeat(round, 30) AS words\nFROM rounds WHERE round = 'late'";
    expect(await refused(sql, { cell: 100 })).toEqual(['2:21 the field "words" is longer than 100 characters in row 1']);
    await load({ 'data/m.sql': sql }, { cell: 120 });
  });

  test.each([
    ['post_money_usd_bn / 0', 1],
    ["CASE round WHEN 'growth' THEN post_money_usd_bn / 0 ELSE post_money_usd_bn END", 2],
    ['0.0 / (post_money_usd_bn - raised_usd_bn * post_money_usd_bn / raised_usd_bn)', 1],
    ["post_money_usd_bn::FLOAT * 'Infinity'::FLOAT", 1],
  ])('with a value that is no number: %s', async (value, row) => {
    const sql = `SELECT round, ${value} AS ratio FROM rounds ORDER BY closed`;
    const problems = await problemsOf(() => load({ 'data/m.sql': sql, 'data/n.sql': 'SELECT ratio::DECIMAL(9, 2) AS r FROM m' }));
    const reasons = problems.filter((each) => each.file === 'data/m.sql').map((each) => each.reason);
    expect(reasons).toEqual([`the field "ratio" is infinite or not a number in row ${row}`]);
  });
});

test.each([
  ["try_cast(replace(round, 'seed', 'infinity') AS DATE)", 1],
  ["CASE round WHEN 'late' THEN closed + INTERVAL 50000 YEAR ELSE closed END", 3],
  ['closed - INTERVAL 5000 YEAR', 1],
])('a day that no calendar has is refused: %s', async (value, row) => {
  const sql = `SELECT round, ${value} AS day FROM rounds ORDER BY raised_usd_bn`;
  expect(await refused(sql)).toEqual([
    expect.stringMatching(new RegExp(`^1:\\d+ the field "day" is outside the years 1 to 9999 in row ${row}$`)),
  ]);
});

test('a NUL character is found where it stands', async () => {
  expect(await refused("SELECT round\nFROM rounds WHERE round <> 'a\0b'")).toEqual(['2:30 the file holds a NUL character']);
});

test('a field knows the datasets of its cells through other models, and takes its date from them', async () => {
  const files = {
    'data/m.sql': "SELECT round, post_money_usd_bn * 2 AS twice, 'as stated' AS words, s.label_en AS section FROM rounds, sections s",
    'data/n.sql': 'SELECT twice, section, words, twice > 40 AS large, count(*) OVER () AS all_rows FROM m',
  };
  const { fields, rowDatasets } = await (await load(files)).read('n');
  expect(fields.map((field) => [field.name, field.datasets])).toEqual([
    ['twice', ['rounds']],
    ['section', ['sections']],
    ['words', []],
    ['large', ['rounds']],
    ['all_rows', ['rounds', 'sections']],
  ]);
  expect(rowDatasets).toEqual(['rounds', 'sections']);
});

test('words of one model are no number of the next', async () => {
  const files = { 'data/m.sql': "SELECT round, 'nine' AS words FROM rounds", 'data/n.sql': 'SELECT length(words) AS n FROM m' };
  const problems = await problemsOf(() => load(files));
  expect(problems.map((each) => `${each.file} ${each.ruleId}`)).toEqual(['data/n.sql untraced-value']);
});

test('a sum of floating-point numbers is the same each time', async () => {
  const sql = 'SELECT sum(post_money_usd_bn / (n + 0.1)) AS s, avg(sin(n * post_money_usd_bn)) AS a FROM rounds, range(400000) t(n)';
  const [first, ...others] = await Promise.all([made(sql), made(sql), made(sql)]);
  expect(others.map((each) => each.rows)).toEqual([first?.rows, first?.rows]);
});

test('files and network are closed to queries whatever they call', async () => {
  const database = await openDatabase();
  open.push(database);
  await database.lock();
  for (const from of ["read_text('/etc/hostname')", "'/etc/hostname'", "glob('/*')", "read_csv('https://example.com/a.csv')"])
    await expect(database.rows(`SELECT * FROM ${from}`)).rejects.toThrow(/disabled by configuration|does not exist/);
  await expect(database.run('SET threads = 4')).rejects.toThrow('locked');
});
