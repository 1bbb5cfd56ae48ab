import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../scripts/data/database.ts';
import { aggregates, unstable } from '../../scripts/data/functions.ts';
import { traceFields } from '../../scripts/data/lineage.ts';
import { isStated } from '../../scripts/data/origin.ts';
import { type SqlNode, tablesRead } from '../../scripts/data/sql-tree.ts';
import type { Table } from '../../scripts/data/tables.ts';

let database: Database;
const tableNames = ['a', 'b', 'c'] as const;

/** Three datasets of one shape: a key, a word and two numbers. */
const tables = new Map(
  tableNames.map((name): [string, Table] => {
    const fields = ['id', 'k', 'v0', 'v1'].map((field) => ({ name: field, type: 'number' as const, datasets: [name] }));
    const common = { kind: 'dataset' as const, title: name, file: name, primaryKey: [], asOf: '', sources: [], reads: [] };
    return [name, { ...common, name, fields, datasets: [name], rowDatasets: [name] }];
  }),
);

beforeAll(async () => {
  database = await openDatabase();
  for (const [nth, name] of tableNames.entries()) {
    await database.run(`CREATE TABLE ${name} (id INTEGER, k VARCHAR, v0 DOUBLE, v1 DOUBLE)`);
    await database.run(`INSERT INTO ${name} SELECT i, ['p', 'q', 'p'][i], ${nth} + i * 3, i * i - ${nth} FROM range(1, 4) t(i)`);
  }
  await database.run('SET threads = 1');
});

afterAll(() => database.close());

async function trace(sql: string) {
  const [tree] = (await database.parse([sql])) as [SqlNode];
  const fields = (await database.columns(sql)).map((each) => each.name);
  return { tree, fields, ...traceFields(tree, tables, fields) };
}

/** The datasets of each field, as `a`, `ab` or `-`. */
const datasets = async (sql: string) => (await trace(sql)).origins.map((each) => [...each.datasets].sort().join('') || '-').join(' ');

test.each([
  ["SELECT v0, v1 + 1 AS n, 'word' AS w, NULL AS e FROM a", 'a a - -'],
  ['SELECT a.v0, b.v0 * 2 AS n FROM a JOIN b ON a.id = b.id AND b.v1 > (SELECT max(v0) FROM c)', 'a b'],
  ['SELECT a.v0 FROM a, b WHERE a.v0 > b.v0', 'a'],
  ['SELECT * FROM a JOIN b USING (id)', 'a a a a b b b'],
  ['SELECT id, v0 FROM a FULL JOIN (SELECT id, v0 AS w FROM b) USING (id)', 'ab a'],
  ['SELECT * EXCLUDE (k) REPLACE (v0 + (SELECT max(v0) FROM b) AS v0) FROM a', 'a ab a'],
  ['SELECT x.*, y.v0 AS w FROM a x, b y', 'a a a a b'],
  ['WITH a AS (SELECT v0 FROM b) SELECT v0, (SELECT max(v0) FROM a) AS m FROM a', 'b b'],
  ['SELECT i.v0 AS n, a.v0 FROM (WITH a AS (SELECT v0 FROM b) SELECT v0 FROM a) i, a', 'b a'],
  ['WITH a AS (SELECT v0 + 1 AS v0 FROM a) SELECT v0 FROM a', 'a'],
  ['WITH x(n) AS (SELECT v0 FROM a), y AS (SELECT n FROM x UNION ALL SELECT v0 FROM b) SELECT n FROM y', 'ab'],
  ['SELECT v0 FROM a EXCEPT SELECT v0 FROM b', 'a'],
  ['SELECT v0, v1 FROM a UNION ALL BY NAME SELECT v1, v0 FROM b', 'ab ab'],
  ['SELECT v0 FROM a UNION ALL BY NAME SELECT v1 FROM b', 'a b'],
  ['SELECT (SELECT max(b.v0) FROM b WHERE b.id = a.id) AS n, (SELECT a.v0 + max(c.v0) FROM c) AS m FROM a', 'b ac'],
  ['SELECT a.v0, l.n FROM a, LATERAL (SELECT a.v0 + b.v1 AS n FROM b) l', 'a ab'],
  ["SELECT CASE WHEN b.v0 > 1 THEN 'more' ELSE 'less' END AS w, a.v0 > b.v0 AS t FROM a, b", 'b ab'],
  ['SELECT count(*) AS n, count(a.v0) AS m, sum(b.v0) AS s, max(b.k) FILTER (a.v0 > 1) AS f FROM a, b', 'ab ab b ab'],
  ['SELECT count(*) AS n FROM a WHERE v0 > (SELECT max(v0) FROM b)', 'ab'],
  ['SELECT count(*) AS n FROM a, (SELECT max(v0) AS top FROM b)', 'a'],
  ['SELECT sum(CASE WHEN v0 > 1 THEN 1 ELSE 0 END) AS n FROM a', 'a'],
  ['SELECT row_number() OVER (ORDER BY b.v0) AS r, lag(a.v0) OVER (ORDER BY a.id) AS p FROM a, b', 'ab a'],
  ['SELECT lag(b.id) OVER (ORDER BY a.v0, b.id) AS p, sum(b.v0) OVER (PARTITION BY c.k) AS s FROM a, b, c', 'ab bc'],
  ['SELECT sum(v0) OVER w AS n FROM a WINDOW w AS (PARTITION BY k ORDER BY v1)', 'a'],
  ['SELECT v0 + 1 AS n, n * 2 AS m, count(*) FROM a GROUP BY ALL', 'a a a'],
  [
    'WITH RECURSIVE r AS (SELECT id, v0 FROM a UNION ALL SELECT r.id + 1, r.v0 + b.v0 FROM r JOIN b ON b.id = r.id + 1) SELECT id, v0 FROM r',
    'a ab',
  ],
  ['SELECT u.n, t.y FROM a, unnest([a.v0, a.v1]) u(n), range(CAST((SELECT min(v0) FROM b) AS BIGINT)) t(y)', 'a b'],
  ['SELECT list_transform([a.v0, b.v0], lambda e: e + c.v0)[1] AS n FROM a, b, c', 'abc'],
  ["SELECT COLUMNS('v.') FROM a, (SELECT 1 AS one FROM b)", 'ab ab'],
  ["FROM (SELECT a.k, a.v0, b.id AS other FROM a, b) PIVOT (sum(v0) FOR k IN ('p', 'q') GROUP BY other)", 'ab ab ab'],
  ['SELECT s.v0 FROM a AS s(id, v0, k)', 'a'],
  ['SELECT a.v0 FROM a SEMI JOIN b USING (id)', 'a'],
  ['SELECT count(*) AS n FROM a ANTI JOIN b USING (id)', 'ab'],
])('%s', async (sql, expected) => {
  expect(await datasets(sql)).toBe(expected);
});

test.each([
  ['WITH x AS (WITH a AS (SELECT 1 AS one) SELECT one FROM a) SELECT a.v0 FROM a, x', 'a'],
  ['WITH a AS (SELECT * FROM b) SELECT * FROM a', 'b'],
  ['WITH a AS (SELECT * FROM a) SELECT * FROM a', 'a'],
  ['WITH c AS (SELECT * FROM a), a AS (SELECT * FROM b) SELECT * FROM a, c', 'a b'],
  ['WITH RECURSIVE a AS (SELECT v0 FROM b UNION ALL SELECT v0 + 1 FROM a WHERE v0 < 0) SELECT * FROM a', 'b'],
  ['WITH A AS (SELECT v0 FROM b) SELECT * FROM a, main.c', 'b c'],
  ['SELECT 1 WHERE EXISTS (SELECT * FROM a WHERE v0 IN (SELECT v0 FROM b))', 'a b'],
])('%s reads %s', async (sql, expected) => {
  expect(tablesRead((await trace(sql)).tree).join(' ')).toBe(expected);
});

test.each([
  'SELECT 987 AS n FROM a',
  "SELECT DATE '2025-01-01' AS d FROM a",
  'WITH x AS (SELECT 987 AS n) SELECT n FROM x, a',
  'SELECT (SELECT 987) AS n FROM a',
  'SELECT n FROM (VALUES (1, 987)) t(i, n), a',
  'SELECT v0 FROM a UNION ALL SELECT 987',
  'SELECT CASE WHEN v0 > 1 THEN 987 ELSE v0 END AS n FROM a',
  'SELECT CASE WHEN v0 > 1 THEN 1 ELSE 0 END AS n FROM a',
  'SELECT if(v0 > 1, v0, 987) AS n FROM a',
  'SELECT coalesce(v0, 987) AS n FROM a',
  'SELECT coalesce(v0, 987) * 1 AS n FROM a',
  'SELECT greatest(v0, 987) AS n FROM a',
  'SELECT lag(v0, 1, 987) OVER (ORDER BY id) AS n FROM a',
  'SELECT 987 + 0 * v0 AS n FROM a',
  'SELECT v0 - v0 + 987 AS n FROM a',
  'SELECT 987 * (v0 / v0) AS n FROM a',
  'SELECT 987 * pow(v0, 0) AS n FROM a',
  "SELECT length('nine') AS n FROM a",
  "SELECT '9' || '87' AS n FROM a",
  "SELECT k || ' 987' AS n FROM a",
  "SELECT replace(k, 'p', '987') AS n FROM a",
  "SELECT format('{} of 987', k) AS n FROM a",
  "SELECT '９８７' AS n FROM a",
  'SELECT true::INTEGER + true::INTEGER AS n FROM a',
  'SELECT (v0 > 1)::INTEGER + 41 AS n FROM a',
  'SELECT 987 * (v0 > 1 AND v1 > 1)::INTEGER AS n FROM a',
  'SELECT n FROM generate_series(980, 987) t(n), a',
  'SELECT unnest([980, 987]) AS n FROM a',
  'SELECT [980, 987][2] AS n FROM a',
  "SELECT {'n': 987}.n AS n FROM a",
  'SELECT list_transform([v0], lambda e: 987)[1] AS n FROM a',
  'SELECT max(987) AS n FROM a',
  'SELECT sum(987) AS n FROM a',
  'SELECT sum(CASE WHEN v0 > 1 THEN 987 ELSE 0 END) AS n FROM a',
  'SELECT count(*) AS n FROM range(987)',
  'SELECT count(*) AS n',
  'SELECT row_number() OVER (ORDER BY i) AS n FROM range(987) t(i)',
  'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT n FROM r',
  'SELECT pi() AS n FROM a',
  'SELECT * REPLACE (987 AS v0) FROM a',
  "SELECT COLUMNS('v.'), 987 AS n FROM a",
  "FROM (SELECT k, 987 AS n FROM a) PIVOT (max(n) FOR k IN ('p'))",
])('takes its value from the query: %s', async (sql) => {
  expect((await trace(sql)).origins.flatMap((each) => each.bare).filter(isStated)).not.toEqual([]);
});

test.each([
  'SELECT v0 * 1000 AS n, pow(v0 / v1, 12.0 / 7) - 1 AS g, round(v0, 2) AS r, 1 - v0 AS rest, v0 + 1 AS next FROM a',
  "SELECT v0 * CASE k WHEN 'p' THEN 1000 ELSE 1 END AS n FROM a",
  "SELECT CASE WHEN v0 > 1 THEN 'holds' END AS w, 'as stated' AS s, NULL::DOUBLE AS e, true AS t, 1 = 1 AS u FROM a",
  'SELECT sum(CASE WHEN v0 > 1 THEN 1 ELSE 0 END) AS n, avg(CASE WHEN v0 > 1 THEN 1 ELSE 0 END) AS share, sum(1) AS all_rows FROM a',
  'SELECT count(*) AS n, count(1) AS m, count(*) FILTER (v0 > 987) AS f, ntile(4) OVER (ORDER BY count(*)) AS q FROM a GROUP BY k',
  "SELECT make_date(v0::INTEGER + 2000, 1, 1) AS d, date_diff('month', DATE '2025-01-01', make_date(v0::INTEGER + 2000, 1, 1)) AS m FROM a",
  "SELECT k || ' and ' || v0 AS w, lpad(v0::VARCHAR, 5, ' ') AS p, left(k, 1) AS l, format('{:.2f}', v0) AS f FROM a",
  'SELECT v0 FROM (SELECT v0, 987 AS rank_of FROM a UNION ALL SELECT v0, 988 FROM b) ORDER BY rank_of',
  'SELECT coalesce(v0, v1, NULL) AS n, nullif(v0, 0) AS m, greatest(v0, v1) AS g, v0 BETWEEN 1 AND 2 AS t FROM a',
  'SELECT y FROM range((SELECT min(id) FROM a)::BIGINT, (SELECT max(id) FROM b)::BIGINT) t(y)',
])('is computed from cells: %s', async (sql) => {
  expect((await trace(sql)).origins.flatMap((each) => each.bare).filter(isStated)).toEqual([]);
});

test('a constant is found where it stands', async () => {
  const sql = "SELECT '台' || k AS w, CASE WHEN v0 > 1 THEN v0 ELSE 987 END AS n FROM a";
  const [, found] = (await trace(sql)).origins;
  expect(found?.bare.map(({ offset }) => Buffer.from(sql).subarray(offset).toString())).toEqual(['987 END AS n FROM a']);
});

/** Queries of the datasets' own shape, so that each can stand in another; WITH clauses take the names of tables. */
const { query } = fc.letrec<{ query: string; source: string; value: string }>((tie) => ({
  source: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(...tableNames),
    tie('query').map((each) => `(${each})`),
  ),
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom('s.v0', 's.v1', 't.v0', 't.v1', 's.v0 * 2 + t.v1'),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `(${a} - 3 * ${b})`),
    fc.tuple(tie('value'), tie('value'), tie('value')).map(([a, b, c]) => `CASE WHEN ${a} > 4 THEN ${b} ELSE ${c} END`),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `coalesce(nullif(${a}, 4), ${b})`),
    tie('value').map((each) => `CASE WHEN ${each} > 4 THEN 1 ELSE -1 END`),
    fc
      .tuple(tie('source'), tie('source'))
      .map(
        ([i, j]) =>
          `(SELECT max(id * 5 + p) FROM (SELECT id, lag(j.id) OVER (ORDER BY i.v0, j.id) AS p FROM ${i} i JOIN ${j} j USING (id)))`,
      ),
    tie('source').map((from) => `(SELECT max(i.v0) - min(i.v1) FROM ${from} i)`),
    tie('source').map((from) => `(SELECT count(*) FROM ${from} i WHERE i.v1 > 2)`),
    tie('source').map((from) => `(SELECT sum(i.v0 + s.v1) FROM ${from} i WHERE i.id = s.id)`),
  ),
  query: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom('SELECT id, k, v1 AS v0, v0 AS v1 FROM a', 'SELECT * FROM b'),
    fc
      .tuple(tie('value'), tie('value'), tie('source'), tie('source'), fc.constantFrom('JOIN', 'LEFT JOIN', 'FULL JOIN'))
      .map(([v, w, s, t, join]) => `SELECT id, k, ${v} AS v0, ${w} AS v1 FROM ${s} s ${join} ${t} t USING (id, k) WHERE id < 3`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `SELECT * FROM (${a}) UNION ALL SELECT * FROM (${b})`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `SELECT * FROM (${a}) UNION ALL BY NAME SELECT * FROM (${b})`),
    fc
      .tuple(fc.constantFrom(...tableNames), tie('query'), tie('query'))
      .map(([name, a, b]) => `SELECT * FROM (WITH ${name} AS (${a}) ${b.startsWith('SELECT * FROM (WITH') ? `SELECT * FROM (${b})` : b})`),
    tie('source').map((from) => `SELECT id, k, sum(v0) OVER (PARTITION BY k) AS v0, lag(v1) OVER (ORDER BY id, v0, v1) AS v1 FROM ${from}`),
    tie('source').map((from) => `SELECT id, k, rank() OVER (ORDER BY v0) AS v0, ntile(2) OVER (ORDER BY id, v1, v0) AS v1 FROM ${from}`),
    tie('source').map((from) => `SELECT max(id) AS id, k, sum(v0) AS v0, count(*) AS v1 FROM ${from} GROUP BY k`),
    tie('source').map((from) => `SELECT * REPLACE (v0 + (SELECT max(v1) FROM c) AS v1) FROM ${from}`),
  ),
}));

/** The values of each field, sorted, so that only a value that moves is seen. */
async function values(sql: string): Promise<string[]> {
  const rows = await database.rows(sql);
  return ['id', 'k', 'v0', 'v1'].map((name) => JSON.stringify(rows.map((row) => String(row[name])).sort()));
}

test('a field whose value moves when one cell is changed rests on that dataset', async () => {
  let moved = 0;
  const property = fc.asyncProperty(query, fc.integer({ min: 1, max: 3 }), fc.constantFrom('v0', 'v1'), async (sql, id, column) => {
    const [{ origins }, before] = [await trace(sql), await values(sql)];
    for (const name of tableNames) {
      await database.run(`UPDATE ${name} SET ${column} = ${column} + 7.5 WHERE id = ${id}`);
      const after = await values(sql);
      await database.run(`UPDATE ${name} SET ${column} = ${column} - 7.5 WHERE id = ${id}`);
      for (const [index, origin] of origins.entries()) {
        if (after[index] === before[index]) continue;
        moved++;
        expect(origin.datasets, `${sql}: field ${index} moves with ${name}.${column}`).toContain(name);
      }
    }
  });
  await fc.assert(property, { numRuns: 120 });
  expect(moved).toBeGreaterThan(50);
});

test('the functions of DuckDB that aggregate, and those that are not stable, are all known', async () => {
  const names = async (where: string) =>
    (await database.rows(`SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE ${where} ORDER BY name`)).map(
      (row) => row.name,
    );
  const windows = await names(
    "function_name IN ('cume_dist', 'dense_rank', 'fill', 'first_value', 'lag', 'last_value', 'lead', 'nth_value', 'ntile', 'percent_rank', 'rank', 'rank_dense', 'row_number')",
  );
  expect([...aggregates].sort()).toEqual((await names("function_type = 'aggregate'")).filter((name) => !windows.includes(name)));
  expect([...unstable].sort()).toEqual(await names("function_type = 'scalar' AND stability <> 'CONSISTENT'"));
});
