import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../scripts/data/database.ts';
import { type FieldType, parseDescriptor, type Resource } from '../../scripts/data/descriptor.ts';
import { loadDataset } from '../../scripts/data/load.ts';
import { rawName } from '../../scripts/data/raw.ts';
import type { Row } from '../../scripts/data/tables.ts';
import type { Problem } from '../../scripts/problems.ts';
import { makeFolder, places, problemsOf } from '../project.ts';

let database: Database;
let root: string;
beforeAll(async () => {
  [database, root] = [await openDatabase(), await makeFolder()];
  await mkdir(join(root, 'data'));
});
afterAll(() => database.close());

interface Shape {
  types?: readonly FieldType[];
  more?: object;
  schema?: object;
}

/** The descriptor's entry of a dataset with the fields a, b, c ... */
function resourceOf(path: string, { types = ['string'], more = {}, schema = {} }: Shape): Resource {
  const fields = types.map((type, index) => ({ name: String.fromCharCode(97 + index), type }));
  const own = { name: 't', path, asOf: '2025-01-01', sources: [{ title: 'x' }], ...more, schema: { fields, ...schema } };
  return parseDescriptor({ path: 'data/datapackage.json', text: JSON.stringify({ resources: [own] }) }).resources[0] as Resource;
}

/** Loads a file of these bytes; gives its rows as arrays, or its problems. */
async function load(
  path: string,
  bytes: string | Uint8Array,
  shape: Shape = {},
): Promise<{ rows?: unknown[][]; problems: readonly Problem[] }> {
  await writeFile(join(root, 'data', path), bytes);
  const problems = await problemsOf(() => loadDataset(database, root, resourceOf(path, shape)));
  const found = problems.length === 0 ? await database.rows('SELECT * FROM t') : undefined;
  await database.run(`DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS ${rawName({ name: 't' })}`);
  return { ...(found && { rows: found.map((row: Row) => Object.values(row)) }), problems };
}

/** The rows of a text that must load. */
async function rowsOf(path: string, bytes: string | Uint8Array, shape: Shape = {}): Promise<unknown[][] | undefined> {
  const { rows, problems } = await load(path, bytes, shape);
  expect(problems.map(String)).toEqual([]);
  return rows;
}

/** The problems of a text that must not load. */
const placesOf = async (path: string, bytes: string | Uint8Array, shape: Shape = {}) => places((await load(path, bytes, shape)).problems);

/** Of each sign, and of the characters that DuckDB, or a plain file, sees something in. */
const odd = ',;|\t"\'\\#/~ \n\r\u001E\u001F0nrs-=\uFEFF\uFFFD\uE000\u0085\u2028a1é種𠮷';
const anyCell = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...odd), maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !/\p{Cs}|\0/u.test(text)) },
  { weight: 2, arbitrary: fc.constantFrom('', 'x', 'NULL', 'a b', '2025') },
);
/** Any sign of ASCII that can be typed, a few of them more often. */
const sign = (...common: string[]) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...common) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  );
const dialect = fc
  .record({
    delimiter: fc.oneof(
      { weight: 5, arbitrary: sign(',', ';', '\t', '|', ' ', ':', '·', '\u001F') },
      fc.constantFrom('||', ', ', '::;', '種a'),
    ),
    quoteChar: fc.oneof({ weight: 5, arbitrary: sign('"', "'", '~', '「') }, { weight: 1, arbitrary: fc.constant('') }),
    escapeChar: fc.option(sign('\\', '/'), { nil: undefined }),
    doubleQuote: fc.constantFrom(undefined, true, false),
    commentChar: fc.option(fc.oneof(sign('#', '%'), fc.constant('//')), { nil: undefined }),
    lineTerminator: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.constantFrom('\n', '~~', '§', '\u001E')),
    skipInitialSpace: fc.constantFrom(undefined, false, true),
    header: fc.constantFrom(undefined, true, false),
  })
  .filter(({ delimiter, quoteChar, escapeChar, commentChar = '', lineTerminator = '', skipInitialSpace }) => {
    const marks = [quoteChar, escapeChar].filter((mark): mark is string => Boolean(mark));
    const begins = (mark: string) => mark !== '' && commentChar !== '' && (mark.startsWith(commentChar) || commentChar.startsWith(mark));
    const holds = (mark: string) => lineTerminator !== '' && (mark.includes(lineTerminator) || lineTerminator.includes(mark));
    const isApart = ![delimiter, ...marks, lineTerminator].some(begins) && ![delimiter, ...marks].some(holds);
    const hasSpace = skipInitialSpace && [delimiter[0], ...marks].includes(' ');
    return isApart && !hasSpace && !marks.some((mark) => delimiter.includes(mark));
  })
  .map((each) => ({ ...each, ...(each.doubleQuote === false && each.escapeChar === undefined && { doubleQuote: true }) }));
// A cell that begins with a byte order mark is refused.
const cell = anyCell.map((text) => text.replace(/^\uFEFF+/, ''));
type Signs = typeof dialect extends fc.Arbitrary<infer T> ? T : never;

/** The end of a row, where that is not a line end. */
const ownEnd = ({ lineTerminator }: Signs) => (lineTerminator === '\n' ? undefined : lineTerminator);

/** What a cell that is not quoted cannot hold. */
const isSpecial = (signs: Signs, char: string) => `${signs.delimiter}${signs.quoteChar}\n\r${ownEnd(signs) ?? ''}`.includes(char);

/** True for a cell that would be read as a comment, or lose its first spaces. */
const beginsOddly = (text: string, { commentChar, skipInitialSpace }: Signs) =>
  (commentChar !== undefined && (text.startsWith(commentChar[0] as string) || text === '')) ||
  (skipInitialSpace === true && text.startsWith(' '));

/** A cell as a writer of this dialect must, or may, write it. */
function write(text: string, signs: Signs, eager: boolean, lone: boolean): string {
  const { quoteChar, escapeChar, doubleQuote } = signs;
  if (quoteChar === '') return escapeChar === undefined ? text : escapeAll(text, signs, escapeChar);
  const must = [...text].some((char) => isSpecial(signs, char)) || beginsOddly(text, signs);
  if (!must && !eager && !(lone && text === '')) return text;
  const mark = escapeChar !== undefined && (doubleQuote === false || eager) ? escapeChar : quoteChar;
  const escaped = escapeChar === undefined || escapeChar === quoteChar ? text : text.replaceAll(escapeChar, () => escapeChar + escapeChar);
  return quoteChar + escaped.replaceAll(quoteChar, () => mark + quoteChar) + quoteChar;
}

const escapeAll = (text: string, signs: Signs, mark: string) =>
  Array.from(text, (char, at) =>
    isSpecial(signs, char) || char === mark || (at === 0 && beginsOddly(text, signs)) ? mark + char : char,
  ).join('');

/** A cell that a dialect without quotation marks can hold. */
function holdable(text: string, signs: Signs, lone: boolean): string {
  if (signs.quoteChar !== '') return text;
  const plain =
    signs.escapeChar === undefined && ([...text].some((char) => isSpecial(signs, char)) || beginsOddly(text, signs)) ? '五' : text;
  return (lone || signs.commentChar) && plain === '' ? '五' : plain;
}

const table = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 6 }),
    eager: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
    ends: fc.oneof(
      fc.constantFrom(['\n'], ['\r\n'], ['\r']),
      fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 5 }),
    ),
    comments: fc.boolean(),
    closed: fc.boolean(),
    mark: fc.boolean(),
  }),
);

test('any table, written in any dialect, loads as the cells that were written', async () => {
  await fc.assert(
    fc.asyncProperty(table, dialect, async ({ columns, rows: all, eager, ends: given, comments, closed, mark }, signs) => {
      const names = Array.from({ length: columns }, (_, index) => String.fromCharCode(97 + index));
      fc.pre(names.every((name) => holdable(name, signs, columns === 1) === name));
      const rows = all.map((row) => row.map((text) => holdable(text, signs, columns === 1)));
      const ends = ownEnd(signs) === undefined ? given : [ownEnd(signs)];
      let nth = 0;
      const lines = [...(signs.header === false ? [] : [names]), ...rows].map((row) =>
        row
          .map((text) => write(text, signs, eager[nth++ % eager.length] as boolean, columns === 1))
          .join(signs.delimiter + (signs.skipInitialSpace ? '  '.slice(nth % 3) : '')),
      );
      if (comments && signs.commentChar) lines.splice(1, 0, `${signs.commentChar} "a' comment ${signs.quoteChar}${signs.delimiter}`);
      const ending = (index: number) => (index < lines.length - 1 || closed ? ends[index % ends.length] : '');
      // A lone CR before a line that begins with LF would be one line end: no line here does, as such a cell is quoted.
      const text = (mark ? '\uFEFF' : '') + lines.map((line, index) => line + ending(index)).join('');
      const shape = { types: names.map(() => 'string' as const), more: { dialect: signs }, schema: { missingValues: [] } };
      expect(await rowsOf('own.csv', text, shape)).toEqual(rows);
    }),
    { numRuns: 1500 },
  );
}, 300_000);

test('any bytes as CSV load, or have a problem with a place', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .array(fc.constantFrom('a,b', '\n', '\r', '"', '""', ',', '\\', '#', '1', 'x', ' ', '\u001E', '\0', '種'), { maxLength: 20 })
      .map((all) => Buffer.from(all.join(''))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.boolean(), dialect, async (end, headed, signs) => {
      const text = headed ? Buffer.concat([Buffer.from(`a${signs.delimiter}b\n`), end]) : end;
      const { problems } = await load('own.csv', text, { types: ['string', 'integer'], more: { dialect: signs } });
      for (const each of problems) expect(each.line, each.reason).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
}, 300_000);

const jsonCell = fc.oneof(fc.constant(null), cell);

test('any table written as JSON loads as the cells that were written', async () => {
  const written = fc.array(
    fc.record({
      a: jsonCell,
      b: fc.oneof(fc.constant(null), fc.maxSafeInteger()),
      c: fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true })),
    }),
  );
  await fc.assert(
    fc.asyncProperty(written, fc.constantFrom(0, 2, '\t'), async (rows, indent) => {
      const shape = { types: ['string', 'integer', 'number'] as const, schema: { missingValues: [] } };
      const found = await rowsOf('own.json', JSON.stringify(rows, undefined, indent), shape);
      expect(found).toEqual(
        rows.map(({ a, b, c }) => [a, b, c === 0 ? 0 : c]).map((row) => row.map((each) => (Object.is(each, -0) ? 0 : each))),
      );
    }),
    { numRuns: 300 },
  );
}, 300_000);

test('any bytes as JSON load, or have a problem with a place', async () => {
  const words = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"a"',
    '"b"',
    '"',
    '\\',
    '\\u',
    'd83d',
    '1',
    '-',
    '1e999',
    'null',
    'true',
    '//',
    ' ',
    '\n',
    '\0',
    'é',
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.array(words, { maxLength: 20 }).map((all) => Buffer.from(all.join(''))),
    fc.json().map((text) => Buffer.from(`[${text}]`)),
    fc.array(words, { maxLength: 8 }).map((all) => Buffer.from(`[{"a":${all.join('')}}]`)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (text) => {
      const { rows, problems } = await load('own.json', text, { types: ['string', 'integer'] });
      for (const each of problems) expect(each.line, each.reason).toBeGreaterThan(0);
      // What loads is JSON to the letter; the first of rows that are arrays holds names.
      if (!rows) return;
      const json = JSON.parse(
        Buffer.from(text)
          .toString('utf8')
          .replace(/^\uFEFF/, ''),
      ) as unknown[];
      expect(json).toHaveLength(rows.length + (Array.isArray(json[0]) ? 1 : 0));
    }),
    { numRuns: 1500 },
  );
}, 300_000);

test.each([
  ['an empty line is an empty cell where there is one column', 'a\nx\n\ny\n', ['string'], [['x'], [null], ['y']]],
  ['an empty line is nothing where there are more', 'a,b\n\n1,2\n\n', ['string', 'string'], [['1', '2']]],
  [
    'CR alone ends a line',
    'a,b\r1,2\r3,4',
    ['integer', 'integer'],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'line ends may be mixed',
    'a,b\r\n1,2\n3,4\r5,6',
    ['integer', 'integer'],
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ],
] as const)('%s', async (_, text, types, rows) => {
  expect(await rowsOf('own.csv', text, { types })).toEqual(rows);
});

test('a comment is a whole line', async () => {
  const shape = { types: ['string', 'string'] as const, more: { dialect: { commentChar: '#' } } };
  const text = '# "one\na,b\n1,C# developer\n#2,3\n"#4",x # y\n';
  expect(await rowsOf('own.csv', text, shape)).toEqual([
    ['1', 'C# developer'],
    ['#4', 'x # y'],
  ]);
});

test.each([
  ['a mark within a cell that is not quoted', 'a,b\r\n1,2\r\nx,5" wide\r\n', ['own.csv:3:4 malformed']],
  ['text after a quoted cell', 'a,b\n"x"y,2\nx"y,3\n', ['own.csv:2:4 malformed', 'own.csv:3:2 malformed']],
  ['a cell that is not closed', 'a,b\n1,"x\n2,3\n', ['own.csv:2:3 malformed']],
  ['lines ended by CR', 'a,b\r1,2\r3\r', ['own.csv:3:1 missing-cell']],
  ['NUL', 'a,b\n1,2\0\n', ['own.csv:2:4 encoding']],
  ['a cell that is too long', `a,b\n1,2\n3,"${'x'.repeat(100_001)}"\n`, ['own.csv:3:3 long-cell']],
  ['a byte order mark within the file', 'a,b\n1,2\n3,\uFEFF4\n', ['own.csv:3:3 encoding']],
  ['a header that is not closed', '\n\n"a,b\n', ['own.csv:3:1 malformed']],
])('%s is refused where it stands', async (_, text, expected) => {
  const shape = { types: ['string', 'string'] as const };
  expect(await placesOf('own.csv', text, shape)).toEqual(expected.map((each) => `data/${each}`));
});

test('an escape character stands before a quotation mark or itself only', async () => {
  const shape = { types: ['string'] as const, more: { dialect: { escapeChar: '\\' } } };
  expect(await rowsOf('own.csv', 'a\n"x\\"y""z\\\\"\n\\n\n', shape)).toEqual([['x"y"z\\'], ['\\n']]);
  expect(await placesOf('own.csv', 'a\n"x\\ny"\n', shape)).toEqual(['data/own.csv:2:3 malformed']);
});

test('many long cells in one row load', async () => {
  const long = 'x'.repeat(100_000);
  const types = Array.from({ length: 26 }, () => 'string' as const);
  const header = types.map((_, index) => String.fromCharCode(97 + index)).join();
  expect((await rowsOf('own.csv', `${header}\n${types.map(() => long).join()}\n`, { types }))?.[0]).toEqual(types.map(() => long));
});

/** The characters of the bytes 80 to FF, as the Encoding Standard has them. */
const upper = Buffer.from(Array.from({ length: 128 }, (_, index) => 128 + index));

test.each([
  ['windows-1252', '€', 0x80],
  ['iso-8859-1', '”', 0x94],
  ['windows-1251', 'Ђ', 0x80],
  ['iso-8859-2', 'Ą', 0xa1],
  ['iso-8859-15', '€', 0xa4],
  ['macintosh', 'Ä', 0x80],
  ['koi8-r', 'ю', 0xc0],
])('%s is read as it is', async (encoding, char, byte) => {
  expect(await rowsOf('own.csv', Buffer.from([0x61, 10, byte, 10]), { more: { encoding } })).toEqual([[char]]);
});

test('windows-1252 has a character for all bytes but five', async () => {
  const none = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
  const known = upper.filter((byte) => !none.includes(byte));
  const [[text]] = (await rowsOf('own.csv', Buffer.concat([Buffer.from('a\n'), known]), { more: { encoding: 'windows-1252' } })) as [
    [string],
  ];
  expect(text).toBe(`€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ${String.fromCharCode(...upper.subarray(32))}`);
  for (const byte of none)
    expect(await placesOf('own.csv', Buffer.from([0x61, 10, 0x62, byte]), { more: { encoding: 'windows-1252' } })).toEqual([
      'data/own.csv:2:2 encoding',
    ]);
});

test.each([
  ['utf-8', [0xe7, 0xa8, 0xae, 0xff]],
  ['utf-8', [0xef, 0xbf, 0xbd, 0x80]],
  ['utf-8', [0x78, 0xe7, 0xa8]],
  ['big5', [0xba, 0xd8, 0xff]],
  ['shift_jis', [0x8e, 0xed, 0xff]],
  ['gbk', [0xd6, 0xd6, 0xff]],
  ['windows-1250', [0xe1, 0x81]],
  ['iso-8859-2', [0xe1, 0x9a]],
])('a byte that is not %s is refused where it stands: %j', async (encoding, bytes) => {
  const file = Buffer.from([0x61, 13, 10, 0x78, 13, 10, ...bytes, 10, 0x79]);
  expect(await placesOf('own.csv', file, { more: { encoding } })).toEqual(['data/own.csv:3:2 encoding']);
});

test('utf-16 is read by its name', async () => {
  expect(await rowsOf('own.csv', Buffer.from('\uFEFFa\n種\n', 'utf16le'), { more: { encoding: 'utf-16le' } })).toEqual([['種']]);
});

test.each<[FieldType, string[], unknown[]]>([
  ['integer', ['9007199254740991', '-9007199254740991', '+7', '007'], [9007199254740991, -9007199254740991, 7, 7]],
  [
    'number',
    ['9007199254740993.5e-3', '1e300', '0.1234567890123456789', '0e999', '-.5'],
    [9007199254740.994, 1e300, 0.12345678901234568, 0, -0.5],
  ],
  ['number', ['123456789012345000000', '1.2345678901234568e+29'], [123456789012345000000, 1.2345678901234568e29]],
  ['date', ['2024-02-29', '0001-01-01', '9999-12-31'], ['2024-02-29', '0001-01-01', '9999-12-31']],
  [
    'datetime',
    ['2025-01-01T00:30:00Z', '2025-01-01 23:59', '2025-01-01T00:30:00.500000000+00:00'],
    ['2025-01-01T00:30:00Z', '2025-01-01T23:59:00Z', '2025-01-01T00:30:00.5Z'],
  ],
  ['yearmonth', ['2025-12'], ['2025-12-01']],
])('%s %j loads', async (type, cells, values) => {
  expect(await rowsOf('own.csv', `a\n${cells.join('\n')}\n`, { types: [type] })).toEqual(values.map((value) => [value]));
});

test.each<[FieldType, string, string[]]>([
  ['integer', 'inexact', ['9007199254740992', '-9007199254740993', '9223372036854775808', '1'.repeat(80)]],
  ['number', 'inexact', ['1e400', '-1e400', '1e-400', '9007199254740993', '12345678901234567890', '9007199254740993.0']],
  ['date', 'wrong-type', ['2025-02-30', '2025-13-45', '2023-02-29', '0000-01-01', '2025-1-1', '2025-01-01 (BC)']],
  [
    'datetime',
    'wrong-type',
    ['2025-02-30T10:00:00Z', '2025-01-01T24:00:00', '2025-01-01T23:59:60Z', '2025-01-01T00:30:00+08:00', '2025-01-01T00:00:00.1234567Z'],
  ],
  ['yearmonth', 'wrong-type', ['2025-13', '2025-00', '0000-01', '2025-01-01']],
  ['year', 'wrong-type', ['20255', '-202']],
])('%s is refused as %s at its line: %j', async (type, rule, cells) => {
  const expected = cells.map((_, index) => `data/own.csv:${index + 2}:1 ${rule}`);
  expect(await placesOf('own.csv', `a\n${cells.join('\n')}\n`, { types: [type] })).toEqual(expected);
});

test.each([
  ['a member given twice', '[{"a":1},\n {"a":1,"a":2}]', 'own.json:2:9 malformed'],
  ['half of a surrogate pair', '[{"a":1},\n {"a":"\\ud83d"}]', 'own.json:2:7 malformed'],
  ['NUL', '[{"a":"x\\u0000"}]', 'own.json:1:3 encoding'],
  ['an integer above all exact ones', '[{"a":9007199254740991},\n{"a":9007199254740993}]', 'own.json:2:2 inexact'],
  ['an integer that only a double would round', '[{"a":9007199254740990.6}]', 'own.json:1:3 wrong-type'],
  ['a word that is none', '[{"a":1},{"a":x}]', 'own.json:1:15 malformed'],
  ['a comment', '[{"a":1} /* x */]', 'own.json:1:10 malformed'],
  ['a comma too many', '[{"a":1},]', 'own.json:1:10 malformed'],
  ['a zero in front', '[{"a":01}]', 'own.json:1:7 malformed'],
  ['text behind', '[{"a":1}] x', 'own.json:1:11 malformed'],
  ['an end too early', '[{"a":1}', 'own.json:1:9 malformed'],
  ['an object in a cell', `[{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}]`, 'own.json:1:3 wrong-type'],
  ['a scalar as a row', '[{"a":1},2]', 'own.json:1:10 malformed'],
])('%s in JSON is refused where it stands', async (_, text, expected) => {
  expect(await placesOf('own.json', text, { types: ['integer'] })).toEqual([`data/${expected}`]);
});

test('what the schema calls missing is missing in every format', async () => {
  const shape = { types: ['string', 'integer'] as const, schema: { missingValues: ['', 'n/a'] } };
  const rows = [
    [null, null],
    ['x', 1],
    [null, null],
  ];
  expect(await rowsOf('own.csv', 'a,b\nn/a,\nx,1\n"",n/a\n', shape)).toEqual(rows);
  expect(await rowsOf('own.json', '[{"a":"n/a"},{"a":"x","b":1},{"a":"","b":"n/a"}]', shape)).toEqual(rows);
});

test('a field may have the name of the row number', async () => {
  const { problems } = await load('own.csv', 'rowid,b\n7,2\nx,2\n', {
    schema: {
      fields: [
        { name: 'rowid', type: 'integer' },
        { name: 'b', type: 'integer' },
      ],
    },
  });
  expect(places(problems)).toEqual(['data/own.csv:3:1 wrong-type']);
});

/** Writes the rows of a query as Parquet, and loads that. */
async function loadParquet(query: string, shape: Shape) {
  await database.run(`COPY (${query}) TO '${join(root, 'made.parquet')}' (FORMAT parquet)`);
  return load('own.parquet', await readFile(join(root, 'made.parquet')), shape);
}

test('Parquet keeps to the same rules', async () => {
  const types = ['string', 'integer', 'datetime'] as const;
  const good = "SELECT 'x' AS a, 9007199254740991 AS b, TIMESTAMPTZ '2025-01-01 00:30:00+08' AS c UNION ALL SELECT '', NULL, NULL";
  expect((await loadParquet(good, { types })).rows).toEqual([
    ['x', 9007199254740991, '2024-12-31T16:30:00Z'],
    [null, null, null],
  ]);
  const bad =
    "SELECT repeat('x', 100001) AS a, 9007199254740992 AS b, NULL AS c UNION ALL SELECT chr(65279) || 'x', 1, NULL UNION ALL SELECT 'x' || chr(0), 1, NULL";
  const said = (await loadParquet(bad, { types })).problems.map((each) => each.reason);
  expect(said).toEqual([
    'row 1, "a": the cell is longer than 100,000 characters',
    'row 2, "a": the cell begins with a byte order mark',
    'row 3, "a": the cell holds the character NUL',
  ]);
  const inexact = await loadParquet('SELECT 9007199254740992 AS a', { types: ['integer'] });
  expect(inexact.problems.map((each) => each.ruleId)).toEqual(['inexact']);
  const nested = await loadParquet('SELECT [1, 2] AS a', { types: ['string'] });
  expect(nested.problems.map((each) => each.reason)).toEqual(['the column "a" is a INTEGER[]']);
});
