import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, quoteText } from '../../scripts/data/database.ts';
import { type FieldType, parseDescriptor, type Resource } from '../../scripts/data/descriptor.ts';
import { loadDataset } from '../../scripts/data/load.ts';
import { cellName, isInexact, isMalformed, isSound, rawName, typedCell } from '../../scripts/data/raw.ts';
import { makeFolder, places, problemsOf } from '../project.ts';

let database: Database;
let root: string;
beforeAll(async () => {
  [database, root] = [await openDatabase(), await makeFolder()];
  await mkdir(join(root, 'data'));
});
afterAll(() => database.close());

/** All texts of these signs, up to a length. */
const allTexts = (signs: string, length: number): string[] =>
  length === 0 ? [''] : ['', ...allTexts(signs, length - 1).flatMap((start) => [...signs].map((sign) => start + sign))];

const numberSigns = '10.e+-_ ';
const days = ['2025-09-30', '0001-01-01', '9999-12-31'];
const near = (texts: readonly string[], signs: string) =>
  texts.flatMap((text) =>
    [...text].flatMap((_, at) => ['', ...signs].flatMap((sign) => [0, 1].map((cut) => text.slice(0, at) + sign + text.slice(at + cut)))),
  );

/** Texts around the forms of each type: what DuckDB alone would take, and what it would round. */
const texts: Partial<Record<FieldType, string[]>> = {
  integer: [
    ...allTexts(numberSigns, 4),
    '9007199254740991',
    '-9007199254740991',
    '9007199254740992',
    '9223372036854775808',
    '0x1f',
    '0b1',
    '1\t',
  ],
  number: [...allTexts(numberSigns, 4), 'inf', '-inf', 'nan', '-nan', '+nan', '1e999', '1e-999', '0e9', '9007199254740993', '1e300', '1\t'],
  boolean: ['true', 'false', 'TRUE', 't', 'f', 'yes', 'no', '1', '0', ' true', 'true ', '2', 'wahr'],
  date: [...days, ...near(days, '1-/ T_'), 'infinity', '-infinity', 'epoch', '2025-02-29', '2025-09-30 (BC)', '10000-01-01'],
  datetime: [
    ...near(['2025-09-30T12:00:00Z', '2025-09-30 23:59:59', '2025-09-30'], '1-/ TZ_:.+0'),
    '2025-09-30T24:00:00Z',
    '2025-09-30T12:00:60Z',
    '2025-09-30T12:00:00+08:00',
    '0000-01-01T00:00:00Z',
    '10000-01-01 00:00:00',
    'infinity',
  ],
  year: [...allTexts('129- +', 4), '20255', '-202', '0999', ' 2025'],
  yearmonth: near(['2025-09', '0001-01', '9999-12'], '1-/ T_'),
};

test.each(Object.entries(texts) as [FieldType, string[]][])(
  'what is seen at a glance to be a good %s is one at a closer look',
  async (type, all) => {
    const list = [...new Set(all)].map((text) => `(${quoteText(text)})`);
    const [text, value] = [cellName({ name: 'text' }), typedCell({ name: 'text', type })];
    const [row] = await database.rows(`
    SELECT count(*) FILTER (sound AND NOT well) AS wrong, count(*) FILTER (well AND NOT sound) AS missed, count(*) FILTER (well) AS good
    FROM (SELECT coalesce(${isSound({ type }, text, 'value')}, false) AS sound, NOT ${isMalformed({ type }, text)} AND NOT ${isInexact({ type }, text)} AS well
      FROM (SELECT *, ${value} AS value FROM (VALUES ${list}) list(${text})))`);
    expect(row).toMatchObject({ wrong: 0, missed: 0 });
    expect(Number(row?.good)).toBeGreaterThan(1);
  },
);

const resourceOf = (path: string, types: readonly FieldType[], schema: object = {}) => {
  const fields = types.map((type, index) => ({ name: String.fromCharCode(97 + index), type }));
  const own = { name: 't', path, asOf: '2025-01-01', sources: [{ title: 'x' }], schema: { fields, ...schema } };
  return parseDescriptor({ path: 'data/datapackage.json', text: JSON.stringify({ resources: [own] }) }).resources[0] as Resource;
};

/** Loads a dataset; gives its rows, and the statements that it took. */
async function load(resource: Resource) {
  const statements: string[] = [];
  const watched: Database = {
    ...database,
    run: (sql) => {
      statements.push(sql);
      return database.run(sql);
    },
  };
  const problems = await problemsOf(() => loadDataset(watched, root, resource));
  const rows = problems.length === 0 ? (await database.rows('SELECT * FROM t')).map((row) => Object.values(row)) : [];
  await database.run(`DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS ${rawName({ name: 't' })}`);
  return { rows, problems, statements };
}

test('a file of many blocks loads in one statement, cell by cell as it is written', async () => {
  const written = Array.from({ length: 60_000 }, (_, index) => [index, `名 ${index}${'x'.repeat(index % 60)}`]);
  await writeFile(join(root, 'data', 'own.csv'), `a,b\r\n${written.map((row) => row.join()).join('\r\n')}`);
  const { rows, statements } = await load(resourceOf('own.csv', ['integer', 'string'], { primaryKey: 'a' }));
  expect(rows).toEqual(written);
  expect(statements).toHaveLength(1);
});

test.each([
  ['one cell that is none', '59999x', 'wrong-type'],
  ['one that stands already', '7', 'duplicate-key'],
])('%s among many rows is found at its line', async (_, last, rule) => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `${index === 59_999 ? last : index},x`);
  await writeFile(join(root, 'data', 'own.csv'), `a,b\n${lines.join('\n')}\n`);
  const { problems } = await load(resourceOf('own.csv', ['integer', 'string'], { primaryKey: 'a' }));
  expect(places(problems)).toEqual([`data/own.csv:60001:1 ${rule}`]);
});

test('values that Parquet holds in their type load as their texts would', async () => {
  const row = fc.tuple(
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -700_000, max: 2_900_000 }),
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const values = rows.map(
        ([a, b, c, d]) =>
          `(${a}::BIGINT, '${b}'::DOUBLE, DATE '1970-01-01' + (${c})::INTEGER, ${d}, make_timestamp(${c}::BIGINT * 1000001))`,
      );
      const query = `SELECT * FROM (VALUES ${values}) list(a, b, c, d, e)`;
      const types = ['integer', 'number', 'date', 'boolean', 'datetime'] as const;
      const loaded = [];
      for (const columns of ['*', [...'abcde'].map((name) => `${name}::VARCHAR AS ${name}`)]) {
        await database.run(`COPY (SELECT ${columns} FROM (${query})) TO '${join(root, 'data', 'own.parquet')}' (FORMAT parquet)`);
        loaded.push(await load(resourceOf('own.parquet', types)));
      }
      const [typed, text] = loaded as [(typeof loaded)[0], (typeof loaded)[0]];
      expect(typed.rows).toEqual(text.rows);
      expect(places(typed.problems)).toEqual(places(text.problems));
    }),
    { numRuns: 60 },
  );
}, 300_000);
