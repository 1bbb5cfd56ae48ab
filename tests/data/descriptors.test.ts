import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../scripts/data/database.ts';
import { parseDescriptor } from '../../scripts/data/descriptor.ts';
import { loadTables } from '../../scripts/data/index.ts';
import { loadDataset } from '../../scripts/data/load.ts';
import { rawName } from '../../scripts/data/raw.ts';
import { readProject } from '../../scripts/project.ts';
import { layProject, makeFolder, places, problemsOf, problemsWith } from '../project.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const parse = (descriptor: object) => parseDescriptor({ path: 'data/datapackage.json', text: JSON.stringify(descriptor, undefined, 1) });

/** Loads every table of a descriptor as it stands, over `files`; gives the rows of each as arrays. */
async function load(descriptor: object, files: Record<string, string>): Promise<Record<string, unknown[][]>> {
  const root = await makeFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, 'data', path)), { recursive: true });
    await writeFile(join(root, 'data', path), text);
  }
  const found: [string, unknown[][]][] = [];
  for (const resource of parse(descriptor).resources) {
    await database.run(`DROP TABLE IF EXISTS ${rawName(resource)}`);
    await loadDataset(database, root, resource);
    const name = `"${resource.name.replaceAll('"', '""')}"`;
    found.push([resource.name, (await database.rows(`FROM ${name}`)).map((row) => Object.values(row))]);
    await database.run(`DROP TABLE ${name}`);
  }
  return Object.fromEntries(found);
}

const v1 = {
  csvddfVersion: 1.2,
  delimiter: ',',
  doubleQuote: true,
  lineTerminator: '\r\n',
  quoteChar: '"',
  skipInitialSpace: true,
  header: true,
};

describe('descriptors as they are published load unmodified', () => {
  test.each<[string, object, Record<string, string>, Record<string, unknown[][]>]>([
    [
      'gross products: spaces in names, a list as key, sources by name and web',
      {
        name: 'gdp',
        title: 'Country, Regional and World GDP (Gross Domestic Product)',
        description: 'Country, regional and world GDP in current US Dollars ($).',
        licenses: [{ name: 'ODC-PDDL-1.0', path: 'http://opendatacommons.org/licenses/pddl/', title: 'Open Data Commons' }],
        version: '2011',
        last_updated: '2011-09-21',
        keywords: ['GDP', 'World', 'Time series'],
        image: 'http://assets.okfn.org/p/opendatahandbook/img/data-wrench.png',
        sources: [{ name: 'World Bank and OECD', web: 'http://data.worldbank.org/indicator/NY.GDP.MKTP.CD' }],
        resources: [
          {
            name: 'gdp',
            path: 'data/gdp.csv',
            format: 'csv',
            mediatype: 'text/csv',
            encoding: 'utf-8',
            schema: {
              fields: [
                { name: 'Country Name', type: 'string' },
                { name: 'Country Code', type: 'string' },
                { name: 'Year', type: 'date', format: 'any' },
                { name: 'Value', description: 'GDP in current USD', type: 'number' },
              ],
              primaryKey: ['Country Name', 'Year'],
            },
          },
        ],
        views: [
          { name: 'graph', title: 'GDP', resources: ['gdp'], specType: 'simple', spec: { type: 'line', group: 'Year', series: ['Value'] } },
        ],
      },
      { 'data/gdp.csv': 'Country Name,Country Code,Year,Value\r\nArab World,ARB,1968-01-01,25760683041.0857\r\n' },
      { gdp: [['Arab World', 'ARB', '1968-01-01', 25760683041.0857]] },
    ],
    [
      'emissions: per cent and brackets in names, hashes, streaming marks',
      {
        profile: 'data-package',
        id: 'core/co2-fossil-by-nation',
        name: 'co2-fossil-by-nation',
        count_of_rows: 1,
        'dpp:streaming': true,
        licenses: [{ name: 'ODC-PDDL-1.0' }],
        license: 'ODC-PDDL-1.0',
        sources: [{ title: 'CDIAC', path: 'http://cdiac.ornl.gov/' }],
        resources: [
          {
            name: 'fossil-fuel-co2-emissions-by-nation_csv',
            path: 'data/co2.csv',
            profile: 'tabular-data-resource',
            bytes: 1,
            hash: '7a4a1c1b3a0d1b9b8a1e0d4f5c6e7f80'.slice(0, 20),
            'dpp:streamedFrom': '../data/co2.csv',
            dialect: { ...v1, caseSensitiveHeader: false },
            schema: {
              fields: [
                { name: 'Year', type: 'year', format: 'default', title: 'Year' },
                { name: 'Per Capita (t)', type: 'number', decimalChar: '.', groupChar: '', constraints: { required: false } },
                { name: 'Share [%]', type: 'number', bareNumber: false, unit: 'share' },
              ],
              missingValues: ['', '..'],
              primaryKey: 'Year',
              foreignKeys: [],
            },
          },
        ],
      },
      { 'data/co2.csv': 'YEAR, per capita (t), share [%]\n1751, 2.5, 12%\n1752, .., "(3.5) %"\n' },
      {
        'fossil-fuel-co2-emissions-by-nation_csv': [
          [1751, 2.5, 12],
          [1752, null, -3.5],
        ],
      },
    ],
    [
      'country codes: many texts, resources that are no tables',
      {
        name: 'country-codes',
        datahub: { type: 'core' },
        author: { name: 'Somebody' },
        contributors: [{ title: 'Somebody', role: 'author' }],
        resources: [
          {
            name: 'country-codes',
            path: 'data/country-codes.csv',
            schema: {
              fields: [
                { name: 'FIFA', type: 'string', title: '', description: 'Codes assigned by FIFA', 'rdfs:label': 'x' },
                { name: 'ISO3166-1-numeric', type: 'string', constraints: { pattern: '\\d{3}', minLength: 3, maxLength: 3 } },
                { name: 'Global Code', type: 'string' },
              ],
            },
          },
          { name: 'readme', path: 'README.md', mediatype: 'text/markdown' },
          { name: 'package', path: 'country-codes.zip', format: 'zip' },
          { name: 'inline', data: [{ a: 1 }], schema: { fields: [{ name: 'a', type: 'integer' }] } },
        ],
      },
      { 'data/country-codes.csv': 'FIFA,ISO3166-1-numeric,Global Code\nTPE,158,True\nAFG,004,True\n' },
      {
        'country-codes': [
          ['TPE', '158', 'True'],
          ['AFG', '004', 'True'],
        ],
      },
    ],
    [
      'companies of an index: an ampersand, slashes and money in names; nulls',
      {
        name: 's-and-p-500-companies',
        version: null,
        resources: [
          {
            name: 'constituents',
            path: 'data/constituents.csv',
            title: 'S&P companies',
            description: null,
            schema: {
              fields: [
                { name: 'Symbol', type: 'string', format: null },
                { name: 'Price/Earnings', type: 'number' },
                { name: 'EBITDA ($)', type: 'number', groupChar: ',' },
                { name: 'Date first added', type: 'date', format: '%m/%d/%Y' },
              ],
              primaryKey: [],
            },
          },
        ],
      },
      { 'data/constituents.csv': 'Symbol,Price/Earnings,EBITDA ($),Date first added\nMMM,24.31,"9,048,000,000.5",8/9/1976\n' },
      { constituents: [['MMM', 24.31, 9048000000.5, '1976-08-09']] },
    ],
    [
      'a package of v2: labelled missing values, unique keys, match by name, a dialect with a type',
      {
        $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
        name: 'v2',
        created: '2024-06-26T00:00:00Z',
        contributors: [{ title: 'A', roles: ['creator'], givenName: 'A' }],
        resources: [
          {
            name: 'Ω values',
            type: 'table',
            path: 'v.txt',
            format: 'csv',
            dialect: {
              $schema: 'https://datapackage.org/profiles/2.0/tabledialect.json',
              type: 'delimited',
              delimiter: '|',
              commentChar: '//',
            },
            schema: {
              $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
              fieldsMatch: 'subset',
              missingValues: [
                { value: '-1', label: 'unknown' },
                { value: '', label: 'empty' },
              ],
              uniqueKeys: [['id'], 'name'],
              fields: [
                { name: 'name', type: 'string', missingValues: ['n/a'], categories: ['x', 'y'] },
                { name: 'id', type: 'integer', constraints: { exclusiveMinimum: 0, exclusiveMaximum: 10 } },
                { name: 'tags', type: 'list', delimiter: ';', itemType: 'string' },
                { name: 'at', type: 'time' },
                { name: 'anything' },
              ],
            },
          },
        ],
      },
      { 'v.txt': 'id|extra|name|tags|at|anything\n//x\n1|z|n/a|a;b|10:00|\n-1|z|-1||10:01|7\n' },
      {
        'Ω values': [
          [null, 1, 'a;b', '10:00', null],
          ['-1', null, null, '10:01', '7'],
        ],
      },
    ],
    [
      'prices by month: true and false in words, years of the first versions, tabs',
      {
        name: 'gold-prices',
        resources: [
          {
            name: 'monthly',
            path: 'data/monthly.tsv',
            schema: {
              fields: [
                { name: 'Date', type: 'yearmonth' },
                { name: 'Price', type: 'number', decimalChar: ',', groupChar: '.' },
                { name: 'Final?', type: 'boolean', trueValues: ['yes', 'Y'], falseValues: ['no'] },
                { name: 'Seen', type: 'date', format: 'dd/mm/yyyy' },
              ],
            },
          },
        ],
      },
      { 'data/monthly.tsv': 'Date\tPrice\tFinal?\tSeen\n1950-01\t1.034,73\tY\t31/01/1950\n1950-02\t34\tno\t\n' },
      {
        monthly: [
          ['1950-01-01', 1034.73, true, '1950-01-31'],
          ['1950-02-01', 34, false, null],
        ],
      },
    ],
    [
      'values in JSON: objects, missing values that are numbers, rows in a member, rows as arrays',
      {
        resources: [
          {
            name: 'objects',
            path: 'o.json',
            dialect: { property: 'rows' },
            schema: {
              missingValues: ['', '-99', '-'],
              fields: [
                { name: 'n', type: 'integer' },
                { name: 'o', type: 'object' },
                { name: 'a', type: 'any' },
              ],
            },
          },
          {
            name: 'arrays',
            path: 'a.json',
            schema: {
              fields: [
                { name: 'x y', type: 'number' },
                { name: 'z', type: 'string' },
              ],
            },
          },
        ],
      },
      {
        'o.json': '{"rows": [{"n": -99, "o": {"a": [1]}, "a": 1.50}, {"n": "-", "a": "x"}], "b": 1}',
        'a.json': '[["x y", "z"], [1, "a"], [2, null]]',
      },
      {
        objects: [
          [null, '{"a": [1]}', '1.50'],
          [null, null, 'x'],
        ],
        arrays: [
          [1, 'a'],
          [2, null],
        ],
      },
    ],
    [
      'a table in several files: a list, and a pattern, of which only the first files have names',
      {
        resources: [
          {
            name: 'list',
            path: ['b.csv', 'a.csv'],
            schema: {
              fields: [
                { name: 'k', type: 'string' },
                { name: 'v', type: 'integer' },
              ],
            },
          },
          {
            name: 'pattern',
            path: 'parts/part-*.csv',
            schema: {
              fields: [
                { name: 'k', type: 'string' },
                { name: 'v', type: 'integer' },
              ],
            },
          },
        ],
      },
      {
        'a.csv': 'k,v\na,1\n',
        'b.csv': 'k,v\nb,2\n',
        'parts/part-01.csv': 'k,v\nx,1\n',
        'parts/part-02.csv': 'y,2\n',
        'parts/other.csv': 'no',
      },
      {
        list: [
          ['b', 2],
          ['a', 1],
        ],
        pattern: [
          ['x', 1],
          ['y', 2],
        ],
      },
    ],
    [
      'lines of JSON',
      {
        resources: [
          { name: 'lines', path: 'l.jsonl', schema: { fields: [{ name: 'a', type: 'integer' }, { name: 'b' }] } },
          { name: 'named', path: 'l.log', mediatype: 'application/x-ndjson', schema: { fields: [{ name: 'a', type: 'integer' }] } },
        ],
      },
      { 'l.jsonl': '{"a": 1, "b": "x"}\r\n\n{"b": null, "a": 2}\n', 'l.log': '{"a": 7}' },
      {
        lines: [
          [1, 'x'],
          [2, null],
        ],
        named: [[7]],
      },
    ],
    [
      'names of two rows, notes above and between them',
      {
        resources: [
          {
            name: 'deep',
            path: 'd.csv',
            dialect: { headerRows: [3, 4], headerJoin: ' / ', commentRows: [6] },
            schema: { fields: [{ name: 'Year' }, { name: 'Sales / EU' }, { name: 'Sales / US' }] },
          },
          { name: 'none', path: 'n.csv', dialect: { header: false }, schema: { fields: [{ name: 'a' }, { name: 'b', type: 'integer' }] } },
        ],
      },
      { 'd.csv': 'A report,,\n\n,Sales,Sales\nYear,EU,US\n2020,1,2\n(estimates)\n2021,3,4\n', 'n.csv': 'x,1\ny,2\n' },
      {
        deep: [
          ['2020', '1', '2'],
          ['2021', '3', '4'],
        ],
        none: [
          ['x', 1],
          ['y', 2],
        ],
      },
    ],
    [
      'signs of every kind',
      {
        resources: [
          {
            name: 'a',
            path: 'a.csv',
            dialect: { delimiter: '||', lineTerminator: '~' },
            schema: { fields: [{ name: 'x' }, { name: 'y' }] },
          },
          { name: 'b', path: 'b.csv', dialect: { quoteChar: '', escapeChar: '\\' }, schema: { fields: [{ name: 'x' }, { name: 'y' }] } },
          {
            name: 'c',
            path: 'c.csv',
            dialect: { lineTerminator: '\r', quoteChar: "'" },
            schema: { fields: [{ name: 'x' }, { name: 'y' }] },
          },
          { name: 'd', path: 'd.csv', dialect: { nullSequence: '\\N' }, schema: { fields: [{ name: 'x' }, { name: 'y' }] } },
        ],
      },
      { 'a.csv': 'x||y~1|2||"a~b"~', 'b.csv': 'x,y\n5" wide,a\\,b\\\\\n', 'c.csv': "x,y\r'a,b',2\r", 'd.csv': 'x,y\n\\N,\n' },
      { a: [['1|2', 'a~b']], b: [['5" wide', 'a,b\\']], c: [['a,b', '2']], d: [[null, null]] },
    ],
    [
      'money',
      {
        resources: [
          {
            name: 'money',
            path: 'm.csv',
            dialect: { delimiter: ';' },
            schema: {
              fields: [
                { name: 'a', type: 'number', bareNumber: false, groupChar: ',' },
                { name: 'b', type: 'integer', bareNumber: false, groupChar: ' ' },
              ],
            },
          },
        ],
      },
      { 'm.csv': 'a;b\n€ 5;1 234 567 EUR\n(300);(12)\n-$1,234.50;\u22127\nRs. .5;$1\u202F000\n$(2);+3\n1.5e3 m;0 %\n' },
      {
        money: [
          [5, 1234567],
          [-300, -12],
          [-1234.5, -7],
          [0.5, 1000],
          [-2, 3],
          [1500, 0],
        ],
      },
    ],
  ])('%s', async (_, descriptor, files, expected) => {
    expect(await load(descriptor, files)).toEqual(expected);
  });
});

const number = (more: object, cell: string) =>
  load({ resources: [{ name: 't', path: 't.csv', schema: { fields: [{ name: 'a', ...more }] } }] }, { 't.csv': `a\n"${cell}"\n` });

test.each([
  [{ type: 'number', bareNumber: false }, 'A-5-6'],
  [{ type: 'number', bareNumber: false }, '5 to 6'],
  [{ type: 'number', bareNumber: false }, '1b2'],
  [{ type: 'number', bareNumber: false }, '(5'],
  [{ type: 'number', bareNumber: false }, '--5'],
  [{ type: 'number', bareNumber: false }, '€'],
  [{ type: 'number', groupChar: ',' }, '1,5'],
  [{ type: 'number', groupChar: ',' }, '1,2345'],
  [{ type: 'number', groupChar: ',' }, '12%'],
  [{ type: 'number', groupChar: '.', decimalChar: ',' }, '1.5'],
  [{ type: 'integer', bareNumber: false }, '5.5 %'],
  [{ type: 'number', groupChar: ',' }, '9,007,199,254,740,993'],
  [{ type: 'date', format: '%d/%m/%Y' }, '2020-01-31'],
  [{ type: 'date', format: '%d/%m/%Y' }, '31/02/2020'],
  [{ type: 'boolean', trueValues: ['Y'] }, 'true?'],
  [{ type: 'string', constraints: { minLength: 3 } }, 'ab'],
  [{ type: 'string', constraints: { maxLength: 1 } }, 'ab'],
  [{ type: 'integer', constraints: { exclusiveMinimum: 5 } }, '5'],
  [{ type: 'integer', constraints: { exclusiveMaximum: 5 } }, '5'],
  [{ type: 'date', format: '%d/%m/%Y', constraints: { minimum: '01/02/2020' } }, '31/01/2020'],
])('%j refuses "%s" where it stands', async (more, cell) => {
  const problems = await problemsOf(() => number(more, cell));
  expect(problems.map((each) => `${each.file}:${each.line}:${each.column}`)).toEqual(['data/t.csv:2:1']);
});

const resource = (more: object, schema: object = {}) => ({
  name: 't',
  path: 't.csv',
  ...more,
  schema: { fields: [{ name: 'a' }], ...schema },
});

test.each<[string, object, string]>([
  ['profil', { profil: 'x' }, 'profile'],
  ['Resources', { Resources: [] }, 'resources'],
  ['asof', { resources: [resource({ asof: '2025-01-01' })] }, 'asOf'],
  ['mediaType', { resources: [resource({ mediaType: 'text/csv' })] }, 'mediatype'],
  ['primarykey', { resources: [resource({}, { primarykey: 'a' })] }, 'primaryKey'],
  ['forignKeys', { resources: [resource({}, { forignKeys: [] })] }, 'foreignKeys'],
  ['delimeter', { resources: [resource({ dialect: { delimeter: ';' } })] }, 'delimiter'],
  ['groupchar', { resources: [resource({}, { fields: [{ name: 'a', groupchar: ',' }] })] }, 'groupChar'],
  ['minlength', { resources: [resource({}, { fields: [{ name: 'a', constraints: { minlength: 1 } }] })] }, 'minLength'],
])('%s is refused as a slip', async (key, descriptor, meant) => {
  const problems = await problemsOf(async () => parse({ resources: [], ...descriptor }));
  expect(problems.map(({ reason, note }) => `${reason}: ${note}`)).toEqual([`unknown key "${key}": did you mean "${meant}"?`]);
});

test('the file of a dataset is the one whose hash the descriptor gives', async () => {
  const files = { 't.csv': 'a\n1\n' };
  const hash = '68d2c30f1e8f3c7ee0bb5b3b6de1a1a2';
  const problems = await problemsOf(() => load({ resources: [resource({ hash })] }, files));
  expect(problems.map((each) => `${each.file} ${each.ruleId}`)).toEqual(['data/t.csv hash']);
  const right = /its md5 is (\w+)/.exec(problems[0]?.reason ?? '')?.[1];
  expect(await load({ resources: [resource({ hash: `md5:${right}` })] }, files)).toEqual({ t: [['1']] });
});

const keyed = (fields: string | string[], reference: object) => ({
  resources: [
    {
      name: 'sales',
      path: 's.csv',
      schema: { fields: [{ name: 'id', type: 'integer' }, { name: 'country code' }], foreignKeys: [{ fields, reference }] },
    },
    { name: 'countries', path: 'c.csv', schema: { fields: [{ name: 'Code' }] } },
  ],
});

test.each([
  ['a value that stands nowhere', keyed('country code', { resource: 'countries', fields: 'Code' }), ['data/s.csv:3:3 foreign-key']],
  [
    'a field that is not there',
    keyed('country code', { resource: 'countries', fields: 'code' }),
    ['data/datapackage.json:1:198 unknown-field'],
  ],
  ['its own table', keyed('id', { fields: 'id' }), []],
  ['a table that is not there', keyed('id', { resource: 'country', fields: 'Code' }), ['data/datapackage.json:1:165 unknown-table']],
  [
    'fewer fields than it has',
    keyed(['id', 'country code'], { resource: 'countries', fields: 'Code' }),
    ['data/datapackage.json:1:137 invalid-config'],
  ],
  ['its own table, as it was written once', keyed('id', { resource: 'self', fields: 'id' }), []],
  ['another package', keyed('id', { package: 'https://example.org/p.json', resource: 'x', fields: 'y' }), []],
])('a foreign key refers to %s', async (_, descriptor, expected) => {
  const root = await layProject(undefined, {
    'data/datapackage.json': JSON.stringify(descriptor),
    'data/s.csv': 'id,country code\n1,TW\n2,XX\n3,\n',
    'data/c.csv': 'Code\nTW\n',
  });
  const run = async () => (await loadTables({ ...(await readProject(root)), models: [], checks: [] })).close();
  expect(places(await problemsOf(run))).toEqual(expected);
});

test('places are those of the file that holds the row', async () => {
  const fields = [{ name: 'k' }, { name: 'v', type: 'integer' }];
  const problems = await problemsOf(() =>
    load(
      { resources: [{ name: 't', path: ['a.csv', 'b.json', 'c.ndjson'].slice(0, 1).concat('b.csv', 'c.csv'), schema: { fields } }] },
      {
        'a.csv': 'k,v\nx,1\n',
        'b.csv': 'k,v\nx,1\ny,"2"\nz,zz\n',
        'c.csv': 'p,1\nq,"q"\n',
      },
    ),
  );
  expect(places(problems)).toEqual(['data/b.csv:4:3 wrong-type', 'data/c.csv:2:3 wrong-type']);
});

test.each([
  ['no file has the pattern', { path: 'x-*.csv' }, ['data/x-*.csv missing-dataset']],
  ['one of a list is missing', { path: ['t.csv', 'u.csv'] }, ['data/u.csv missing-dataset']],
  ['a pattern leaves the project', { path: '../../*.csv' }, ['.. outside-project']],
])('%s', async (_, more, expected) => {
  const problems = await problemsOf(() => load({ resources: [resource(more)] }, { 't.csv': 'a\n1\n' }));
  expect(places(problems)).toEqual(expected);
});

test('a line of NDJSON is one object', async () => {
  const lines = (text: string) => problemsOf(() => load({ resources: [resource({ path: 't.ndjson' })] }, { 't.ndjson': text }));
  expect(places(await lines('{"a": "1"} {"a": "2"}'))).toEqual(['data/t.ndjson:1:12 malformed']);
  expect(places(await lines('{"a": "1"}\n7\n'))).toEqual(['data/t.ndjson:2:1 malformed']);
  expect(places(await lines('{"a": "1"}\n{"b": "2"}\n'))).toEqual(['data/t.ndjson:2:2 extra-column']);
});

test('a table without sources is refused where a slide shows it, and only there', async () => {
  const descriptor = {
    resources: [
      { name: 'a b', path: 'a.csv', schema: { fields: [{ name: 'x y', type: 'integer', unit: 'count' }] } },
      { name: 'unseen', path: 'a.csv', schema: { fields: [{ name: 'x y', type: 'integer' }] } },
    ],
  };
  const files = {
    'data/datapackage.json': JSON.stringify(descriptor, undefined, 1),
    'data/a.csv': 'x y\n7\n',
    'data/growth.sql': 'SELECT "x y" FROM "a b"',
    'data/checks/valuation_not_below_amount_raised.sql': 'SELECT 1 FROM unseen WHERE false',
    'charts/valuation.vl.json': JSON.stringify({
      data: { name: 'a b' },
      description: 'd',
      mark: 'point',
      encoding: { x: { field: 'x y' } },
    }),
    'slides/decks.yaml': 'title: T\nauthor: A\ndecks:\n  - { name: d, title: T, subject: S, language: en, slides: [x.md] }\n',
    'slides/x.md': '# Words\n\n---\n\n# It is {{ growth["x y"] }}\n',
  };
  const problems = await problemsWith(files);
  expect(problems.map((each) => `${each.line} ${each.reason}`)).toEqual([
    '4 slide 2 of "d" (slides/x.md) shows figures of "a b", which has no asOf and no sources',
  ]);
});

test('a schema and a dialect may stand in files of their own', async () => {
  const parts = {
    'data/datapackage.json': JSON.stringify({ resources: [{ name: 't', path: 't.csv', schema: 'schemas/t.json', dialect: 'd.json' }] }),
    'data/schemas/t.json': '{"fields": [{"name": "a b", "type": "integer"}]}',
    'data/d.json': '{"delimiter": ";", "x-own": 1}',
    'data/t.csv': 'a b\n1\n',
  };
  const read = async (files: object) => (await readProject(await layProject(undefined, { ...parts, ...files }))).descriptor.resources[0];
  expect(await read({})).toMatchObject({ schema: { fields: [{ name: 'a b', type: 'integer' }] }, dialect: { delimiter: ';' } });
  expect(places(await problemsOf(() => read({ 'data/d.json': '{' })))).toEqual(['data/d.json:1:2 malformed']);
  expect(places(await problemsOf(() => read({ 'data/schemas/t.json': '{"fields": [{"name": "a", "typ": "x"}]}' })))).toEqual([
    'data/datapackage.json:1:42 unknown-key',
  ]);
});

test.each<[string, string[], unknown[] | string]>([
  ['exact', ['a,b', '1,2'], ['1', '2']],
  ['exact', ['b,a', '1,2'], 'data/t.csv:1:1 column-order'],
  ['equal', ['b,a', '1,2'], ['2', '1']],
  ['equal', ['a,b,c', '1,2,3'], 'data/t.csv:1:1 extra-column'],
  ['subset', ['c,b,a', '1,2,3'], ['3', '2']],
  ['subset', ['a,c', '1,2'], 'data/t.csv:1:1 missing-column'],
  ['superset', ['b', '1'], [null, '1']],
  ['superset', ['b,c', '1,2'], 'data/t.csv:1:1 extra-column'],
  ['partial', ['c,b', '1,2'], [null, '2']],
  ['partial', ['c,d', '1,2'], 'data/t.csv:1:1 missing-column|data/t.csv:1:1 missing-column'],
  ['equal', ['b,a,a', '1,2,3'], 'data/t.csv:1:1 duplicate-field'],
])('fields match columns: %s %j', async (fieldsMatch, lines, expected) => {
  const own = resource({}, { fields: [{ name: 'a' }, { name: 'b' }], fieldsMatch });
  const run = () => load({ resources: [own] }, { 't.csv': `${lines.join('\n')}\n` });
  if (typeof expected === 'string') expect(places(await problemsOf(run)).join('|')).toBe(expected);
  else expect((await run()).t).toEqual([expected]);
});

test('tables and fields may have the names that others have on the way', async () => {
  const schema = {
    fields: [{ name: 'a', type: 'integer' }, { name: 'cell a' }, { name: 'column 1' }, { name: 'text 0' }],
    fieldsMatch: 'equal',
  };
  const text = 'text 0,a,cell a,column 1\nw,1,x,y\n';
  const names = ['t', 'raw t', 'cell', 'raw raw t'];
  const resources = names.map((name) => ({ name, path: ['t.csv', 'u.csv'], schema }));
  const rows = [
    [1, 'x', 'y', 'w'],
    [1, 'x', 'y', 'w'],
  ];
  expect(await load({ resources }, { 't.csv': text, 'u.csv': text })).toEqual(Object.fromEntries(names.map((name) => [name, rows])));
});

test('names that mean something elsewhere are no more than names', async () => {
  const names = ['__proto__', 'constructor', '"; DROP TABLE t; --', "it's", '{{ x }}', '<b>', '🚀', 'a'.repeat(3000)];
  const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join();
  for (const name of names) {
    const found = await load(
      { resources: [{ name, path: 't.csv', schema: { fields: names.map((each) => ({ name: each })) } }] },
      { 't.csv': `${header}\n1,2,3,4,5,6,7,8\n` },
    );
    expect(Object.entries(found)).toEqual([[name, [['1', '2', '3', '4', '5', '6', '7', '8']]]]);
  }
});

test('any sign may stand between groups of digits', async () => {
  const signs = ['^', ']', '\\', '|', '.', '*', "'", '_', '/', '$', '[', '\u00A0'];
  const fields = signs.map((groupChar, nth) => ({ name: `a${nth}`, type: 'number', groupChar, decimalChar: ',', bareNumber: false }));
  const text = `${fields.map(({ name }) => name).join(';')}\n${signs.map((each) => `1${each}234,5 x`).join(';')}\n`;
  expect(
    await load({ resources: [{ name: 't', path: 't.csv', dialect: { delimiter: ';' }, schema: { fields } }] }, { 't.csv': text }),
  ).toEqual({
    t: [signs.map(() => 1234.5)],
  });
});

test('a package speaks for its tables: sources, and units by either name', () => {
  const [found] = parse({
    sources: [{ name: 'Bank', web: 'https://example.org' }],
    resources: [resource({}, { fields: [{ name: 'a', units: 'USD' }] })],
  }).resources;
  expect(found?.sources).toEqual([{ title: 'Bank', path: 'https://example.org' }]);
  expect(found?.schema.fields[0]?.unit).toBe('USD');
});

test('a field may be named as the number of a row is', async () => {
  const problems = await problemsWith({
    'data/datapackage.json': JSON.stringify({
      resources: [
        resource(
          {},
          {
            fields: [{ name: 'rowid', type: 'integer' }, { name: 'rowid 2' }],
            foreignKeys: [{ fields: 'rowid 2', reference: { fields: 'rowid' } }],
          },
        ),
      ],
    }),
    'data/t.csv': 'rowid,rowid 2\n7,7\n8,9\n',
  });
  expect(places(problems)).toEqual(['data/t.csv:3:3 foreign-key']);
});

test.each(['constructor', '__proto__', 'toString'])('the format %s is not known', async (format) => {
  const problems = await problemsOf(async () => parse({ resources: [resource({ path: 't', format })] }));
  expect(problems.map((each) => each.reason)).toEqual([`"${format}" has no known format`]);
});
