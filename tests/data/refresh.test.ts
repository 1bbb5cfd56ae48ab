import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { readQuery } from '../../scripts/data/postgres.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import { refreshTables } from '../../scripts/refresh.ts';
import { layProject, places, problemsOf, silent } from '../project.ts';

// A real Postgres, in this process, behind a socket.
let postgres: PGlite;
let server: PGLiteSocketServer;
let url: string;

beforeAll(async () => {
  postgres = await PGlite.create();
  server = new PGLiteSocketServer({ db: postgres, port: 0, host: '127.0.0.1' });
  await server.start();
  url = `postgres://postgres@${server.getServerConn()}/postgres`;
  await postgres.exec(`
    CREATE TABLE flows(id int, day date, month text, amount numeric, note text, open bool, at timestamptz);
    INSERT INTO flows VALUES
      (1, '2025-01-31', '2025-01', 12.5, 'first, "quoted"', true, '2025-01-31 10:00:00+02'),
      (2, '2025-02-28', '2025-02', -3.25, E'two\\nlines', false, '2025-02-28 08:00:00+00'),
      (3, '2025-03-31', '2025-03', NULL, NULL, NULL, NULL);
    CREATE TABLE many AS SELECT i AS id, i * 2 AS twice FROM generate_series(1, 25000) i;
  `);
}, 60_000);
afterAll(async () => {
  await server.stop();
  await postgres.close();
});

const fields = [
  { name: 'id', type: 'integer' },
  { name: 'day', type: 'date' },
  { name: 'month', type: 'yearmonth' },
  { name: 'amount', type: 'number', unit: 'EUR m' },
  { name: 'note', type: 'string' },
  { name: 'open', type: 'boolean' },
  { name: 'at', type: 'datetime' },
];
const flows = (own: object = {}) => ({
  name: 'flows',
  path: url,
  query: 'SELECT id, day, month, amount, note, open, at FROM flows ORDER BY id',
  sources: [{ title: 'The ledger' }],
  schema: { fields, primaryKey: 'id' },
  ...own,
});
const slide = '# Flow of {{ flows["1"].amount | money: 1 }}\n\n{{ flows["2"].month | date }}: {{ flows["2"].amount | money: 2 }}\n';
const lay = (resource: object = flows(), text = slide) =>
  layProject(undefined, {
    'data/datapackage.json': JSON.stringify({ resources: [resource] }, undefined, 2),
    'data/growth.sql': 'SELECT sum(amount) AS amount FROM flows',
    'data/checks/valuation_not_below_amount_raised.sql': 'SELECT id FROM flows WHERE id < 0',
    'charts/valuation.vl.json': '{ "data": { "name": "flows" }, "mark": "bar", "encoding": { "x": { "field": "id" } } }',
    'slides/decks.yaml': 'decks:\n  - { name: a, title: A, language: en, theme: tieout, slides: [a.md] }\n',
    'slides/a.md': text,
  });
const html = (root: string) => build({ root, out: join(root, 'dist'), decks: [], formats: ['html'] }, silent);
const day = () => new Date('2025-06-30T12:34:56.789Z');

test('a table is fetched once, and the deck builds without the database', async () => {
  const root = await lay();
  expect(await problemsOf(() => html(root))).toMatchObject([
    {
      ruleId: 'snapshot',
      file: 'data/datapackage.json',
      reason: 'the table "flows" of a database has not been fetched yet',
      note: 'fetch it: tieout refresh flows',
    },
  ]);
  expect(await refreshTables(root, [], day)).toEqual([
    { name: 'flows', rows: 3, server: expect.stringMatching(/^postgres:\/\/127\.0\.0\.1:\d+\/postgres$/) },
  ]);
  expect((await readdir(join(root, 'data/snapshots'))).sort()).toEqual(['flows.json', 'flows.parquet']);
  const [before] = [await readFile(join(root, 'data/snapshots/flows.parquet'))];
  await html(root);
  const { record } = await readCarried(join(root, 'dist/a.html'));
  expect(record.figures.map(({ text, value }) => [text, value])).toEqual([
    ['€12.5 million', 12.5],
    ['February 2025', '2025-02-01'],
    ['−€3.25 million', -3.25],
  ]);
  const table = record.tables.find((each) => each.name === 'flows');
  expect(table).toMatchObject({
    asOf: '2025-06-30',
    query: expect.stringMatching(/^SELECT\s+id,\s+day,\s+month,\s+amount,\s+note,\s+open,\s+at\s+FROM\s+flows\s+ORDER BY\s+id$/),
    snapshot: { taken: '2025-06-30T12:34:56Z', server: expect.stringContaining('postgres://127.0.0.1') },
  });
  // The same rows give the same bytes.
  await refreshTables(root, ['flows'], day);
  expect(await readFile(join(root, 'data/snapshots/flows.parquet'))).toEqual(before);
});

test('rows come in batches, every one of them', async () => {
  const seen: number[] = [];
  await readQuery({ url, query: 'SELECT * FROM many ORDER BY id' }, async (columns, rows) => {
    expect(columns).toEqual(['id', 'twice']);
    seen.push(rows.length);
  });
  expect(seen).toEqual([10_000, 10_000, 5_000]);
});

test('nothing can be written through a query', async () => {
  const root = await lay(flows({ query: 'INSERT INTO flows(id) VALUES (9) RETURNING id, day, month, amount, note, open, at' }));
  expect(await problemsOf(() => refreshTables(root, []))).toMatchObject([
    { ruleId: 'query', reason: expect.stringContaining('read-only transaction') },
  ]);
  const two = await lay(flows({ query: 'SELECT 1; DROP TABLE flows' }));
  expect(await problemsOf(() => refreshTables(two, []))).toMatchObject([{ ruleId: 'query' }]);
  expect((await postgres.query('SELECT id FROM flows')).rows).toHaveLength(3);
});

test('what is wrong with a result is told by its row, and the snapshot before stays', async () => {
  const root = await lay();
  await refreshTables(root, [], day);
  const before = await readFile(join(root, 'data/snapshots/flows.json'));
  const wrong = flows({
    query: "SELECT id, day, month, amount, note, open, at FROM flows UNION ALL SELECT 3, NULL, 'May', NULL, NULL, NULL, NULL",
  });
  await writeFile(join(root, 'data/datapackage.json'), JSON.stringify({ resources: [wrong] }, undefined, 2));
  const found = await problemsOf(() => refreshTables(root, []));
  expect(found[0]).toMatchObject({
    file: 'data/datapackage.json',
    line: 6,
    reason: expect.stringMatching(/^row \d of the result of "flows": "May"/),
  });
  expect(await readFile(join(root, 'data/snapshots/flows.json'))).toEqual(before);
  expect(await problemsOf(() => html(root))).toMatchObject([{ reason: 'the query of "flows" has changed since it was fetched' }]);
});

test.each([
  ['columns of other names', { query: 'SELECT id FROM flows' }, /the column "day" is missing/],
  ['a mistake in the query', { query: 'SELECT nothing FROM flows' }, /the query of "flows" fails: column "nothing" does not exist/],
])('%s', async (_, own, reason) => {
  const found = await problemsOf(async () => refreshTables(await lay(flows(own)), []));
  expect(found[0]).toMatchObject({ file: 'data/datapackage.json', line: 6, reason: expect.stringMatching(reason) });
});

test('a server that does not answer is told of, without a word of the password', async () => {
  const silentServer = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silentServer, 'listening');
  const { port } = silentServer.address() as { port: number };
  process.env.PGPASSWORD = 'hunter2';
  try {
    const ask = (path: string) =>
      problemsOf(() => readQuery({ url: path, query: 'SELECT 1' }, async () => {}, { connect: 200, query: 200 }));
    for (const path of [`postgres://u@127.0.0.1:${port}/db`, 'postgres://u@127.0.0.1:1/db']) {
      const [found] = await ask(path);
      expect(found).toMatchObject({ ruleId: 'database', reason: expect.stringMatching(/^postgres:\/\/127\.0\.0\.1:\d+\/db: \S/) });
      expect(JSON.stringify(found)).not.toContain('hunter2');
    }
  } finally {
    delete process.env.PGPASSWORD;
    silentServer.close();
  }
});

test.each([
  ['a password in the address', { path: 'postgres://me:secret@host/db' }, 'the address of the database holds a password'],
  ['no query', { query: undefined }, 'a table of a database has no query'],
  ['a query of a file', { path: 'rounds.csv' }, 'only a table of a database has a query'],
])('%s is refused', async (_, own, reason) => {
  const root = await lay(flows(own));
  for (const found of [await problemsOf(() => refreshTables(root, [])), await problemsOf(() => html(root))]) {
    expect(found).toMatchObject([{ ruleId: 'database', reason }]);
    expect(JSON.stringify(found)).not.toContain('secret');
  }
});

test('a snapshot that was changed by hand, and a name that is no table, are refused', async () => {
  const root = await lay();
  await refreshTables(root, [], day);
  const facts = JSON.parse(await readFile(join(root, 'data/snapshots/flows.json'), 'utf8'));
  await writeFile(join(root, 'data/snapshots/flows.json'), JSON.stringify({ ...facts, sha256: '0'.repeat(64) }));
  expect(places(await problemsOf(() => html(root)))).toEqual(['data/snapshots/flows.parquet hash']);
  expect(places(await problemsOf(() => refreshTables(root, ['flow'])))).toEqual(['data/datapackage.json unknown-table']);
});
