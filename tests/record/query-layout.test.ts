import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseModel } from '../../scripts/data/descriptor.ts';
import { formatQuery, sameQuery } from '../../scripts/record/query-layout.ts';
import { home } from '../project.ts';

const dense = (text: string) => text.replace(/\s+/g, '');

test('a query is laid out in lines, word for word', () => {
  expect(formatQuery('SELECT a,lag(b) OVER w AS c FROM t WINDOW w AS (ORDER BY d)')).toBe(
    'SELECT\n  a,\n  lag(b) OVER w AS c\nFROM\n  t\nWINDOW\n  w AS (\n    ORDER BY\n      d\n  )',
  );
});

test('every model of the shipped project keeps its words, and is laid out once', () => {
  const folder = join(home, 'data');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.sql'))) {
    const query = parseModel({ path: `data/${name}`, text: readFileSync(join(folder, name), 'utf8') }).query.trim();
    const laid = formatQuery(query);
    expect(dense(laid), name).toBe(dense(query));
    expect(formatQuery(laid), name).toBe(laid);
    expect(sameQuery(query, laid), name).toBe(true);
  }
});

test('what the formatter does not read, or would change, stays as it is', () => {
  for (const query of ['SELECT ' + '(', "SELECT 'it''s  two'  AS a", `SELECT ${'x, '.repeat(10_000)}y`]) {
    expect(dense(formatQuery(query))).toBe(dense(query));
  }
  expect(formatQuery("SELECT 'a  b' AS c")).toContain("'a  b'");
  expect(sameQuery("SELECT 'a  b'", "SELECT 'a b'")).toBe(false);
  expect(sameQuery('SELECT 1', 'SELECT 2')).toBe(false);
});
