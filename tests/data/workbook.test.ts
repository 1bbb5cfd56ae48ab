import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../scripts/data/database.ts';
import { parseDescriptor } from '../../scripts/data/descriptor.ts';
import { loadDataset } from '../../scripts/data/load.ts';
import { locateCell } from '../../scripts/data/locate.ts';
import { rawName } from '../../scripts/data/raw.ts';
import { addressOf, dateOf, isDateFormat, parseArea } from '../../scripts/data/workbook.ts';
import type { Project } from '../../scripts/project.ts';
import { makeFolder, problemsOf } from '../project.ts';

let database: Database;
let root: string;
beforeAll(async () => {
  [database, root] = [await openDatabase(), await makeFolder()];
  await mkdir(join(root, 'data'));
});
afterAll(() => database.close());

const ns =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const links = (...all: [id: string, type: string, target: string][]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.map(([id, type, target]) => `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** Styles 1 to 4: a day, a day and time of the file's own, hours gone by, a share. */
const styles = `<styleSheet ${ns}><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/></cellXfs></styleSheet>`;

interface Book {
  strings?: readonly string[];
  more?: string;
  late?: boolean;
}

/** An .xlsx file of sheets by name, each the XML of its rows. */
function workbook(sheets: Record<string, string>, { strings = [], more = '', late = false }: Book = {}): Uint8Array {
  const names = Object.keys(sheets);
  const own = names.map((name, index) => `<sheet name="${name.replaceAll('&', '&amp;')}" sheetId="${index + 9}" r:id="rId${index + 1}"/>`);
  const files = {
    '_rels/.rels': links(['rId1', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${ns}><workbookPr${late ? ' date1904="1"' : ''}/><sheets>${own.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': links(
      ...names.map((_, index): [string, string, string] => [`rId${index + 1}`, 'worksheet', `/xl/worksheets/s${index}.xml`]),
      ['rId90', 'sharedStrings', 'sharedStrings.xml'],
      ['rId91', 'styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml': `<sst ${ns}>${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    'xl/styles.xml': styles,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/s${index}.xml`,
        `<worksheet ${ns}><sheetData>${sheets[name]}</sheetData>${more}</worksheet>`,
      ]),
    ),
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

const inline = (address: string, text: string) => `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#13;');
const row = (...cells: string[]) => `<row>${cells.join('')}</row>`;
const head = (...names: string[]) => row(...names.map((name, index) => inline(addressOf(1, index + 1), name)));

interface Shape {
  fields: object[];
  dialect?: object;
  schema?: object;
}

const resourceOf = ({ fields, dialect, schema = {} }: Shape) =>
  parseDescriptor({
    path: 'data/datapackage.json',
    text: JSON.stringify({ resources: [{ name: 't', path: 'b.xlsx', dialect, schema: { fields, ...schema } }] }),
  }).resources[0] as NonNullable<ReturnType<typeof parseDescriptor>['resources'][number]>;

async function load(bytes: Uint8Array, shape: Shape): Promise<unknown[][]> {
  await writeFile(join(root, 'data/b.xlsx'), bytes);
  await database.run(`DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS ${rawName({ name: 't' })}`);
  await loadDataset(database, root, resourceOf(shape));
  return (await database.rows('FROM t')).map((each) => Object.values(each));
}

const reasons = async (bytes: Uint8Array, shape: Shape) =>
  (await problemsOf(() => load(bytes, shape))).map(({ reason, ruleId }) => `${reason} [${ruleId}]`);

test('cells of every kind load as what they are', async () => {
  const strings = ['<t>種 &amp; x_x000D_</t>', '<r><t>rich </t></r><r><rPr/><t>text</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh>'];
  const cells = row(
    '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v>1.5E-2</v></c><c><v>3</v></c><c s="1"><v>45930</v></c><c s="2"><v>45930.75</v></c>',
    '<c t="b"><v>1</v></c><c t="str"><f>A1</f><v>made</v></c><c s="4"><f>1/4</f><v>0.25</v></c><c s="3"><v>1.5</v></c><c s="1"><v>45901</v></c><c s="1"/>',
  );
  const names = [...'abcdefghijkl'];
  const kinds = [
    'string',
    'string',
    'number',
    'integer',
    'date',
    'datetime',
    'boolean',
    'string',
    'number',
    'number',
    'yearmonth',
    'string',
  ];
  const fields = names.map((name, index) => ({ name, type: kinds[index] }));
  expect(await load(workbook({ S: head(...names) + cells }, { strings }), { fields })).toEqual([
    ['種 & x\r', 'rich text', 0.015, 3, '2025-09-30', '2025-09-30T18:00:00Z', true, 'made', 0.25, 1.5, '2025-09-01', null],
  ]);
});

const two = {
  fields: [
    { name: 'a', type: 'string' },
    { name: 'b', type: 'number' },
  ],
};

test.each([
  ['by name', { sheet: 'Q3 & more' }, 2],
  ['by number', { sheet: 2 }, 2],
  ['as Data Package names it', { sheetName: 'Q3 & more' }, 2],
  ['as Data Package counts it', { sheetNumber: 1 }, 1],
  ['the first without a word', {}, 1],
])('a sheet is found %s', async (_, dialect, value) => {
  const sheet = (number: number) => head('a', 'b') + row(inline('A2', 'x'), `<c r="B2"><v>${number}</v></c>`);
  expect(await load(workbook({ S: sheet(1), 'Q3 & more': sheet(2) }), { ...two, dialect })).toEqual([['x', value]]);
});

const report = `<row r="1">${inline('B1', 'A report')}</row><row r="3">${inline('C3', 'a')}${inline('D3', 'b')}</row>
<row r="4">${inline('C4', 'x')}<c r="D4"><v>1</v></c></row><row r="5"/><row r="6">${inline('C6', 'y')}<c r="D6"><v>2</v></c></row>
<row r="8">${inline('C8', 'a note')}</row>`;

test.each([
  [
    'B3:E6',
    undefined,
    [
      ['x', 1],
      ['y', 2],
    ],
  ],
  ['$C$3:$D$4', undefined, [['x', 1]]],
  [
    undefined,
    [3],
    [
      ['x', 1],
      ['y', 2],
      ['a note', null],
    ],
  ],
  [
    'C3',
    undefined,
    [
      ['x', 1],
      ['y', 2],
      ['a note', null],
    ],
  ],
] as const)('a table is read from the range %s under the row %j', async (range, headerRows, rows) => {
  expect(await load(workbook({ S: report }), { ...two, dialect: { range, headerRows } })).toEqual(rows);
});

test('without names, fields are columns in their order', async () => {
  const dialect = { header: false, range: 'C4:D6' };
  expect(await load(workbook({ S: report }), { ...two, dialect })).toEqual([
    ['x', 1],
    ['y', 2],
  ]);
});

const body = (cells: string) => workbook({ 'My sheet': `${head('a', 'b')}<row r="7">${cells}</row>` });

test.each([
  [
    'an error',
    body(`${inline('A7', 'x')}<c r="B7" t="e"><f>1/0</f><v>#DIV/0!</v></c>`),
    "'My sheet'!B7: the cell holds the error #DIV/0! [error-cell]",
  ],
  ['a formula without a value', body('<c r="A7"><f>1+1</f></c>'), "'My sheet'!A7: the formula has no value saved with it [error-cell]"],
  [
    'a text for a number',
    body(`${inline('A7', 'x')}${inline('B7', 'n/a')}`),
    `'My sheet'!B7: "n/a" is not a valid number for "b" [wrong-type]`,
  ],
  [
    'a date for a number',
    body(`${inline('A7', 'x')}<c r="B7" s="1"><v>45930</v></c>`),
    `'My sheet'!B7: "2025-09-30" is not a valid number for "b" [wrong-type]`,
  ],
  [
    'a cell beside the table',
    body(`${inline('A7', 'x')}${inline('D7', 'y')}`),
    "'My sheet'!D7: the cell stands in no column of the table [extra-cell]",
  ],
  [
    'merged cells',
    workbook(
      { S: head('a', 'b') + row(inline('A2', 'x')) + row() },
      { more: '<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>' },
    ),
    'S!A2: the cells A2:B3 are merged [merged-cells]',
  ],
  [
    'a name that is missing',
    workbook({ S: head('a', 'c') }),
    'S!A1: the column "b" is missing [missing-column]|S!A1: the column "c" is not in the schema [extra-column]',
  ],
  ['an empty sheet', workbook({ S: '' }), 'S!A1: the file is empty [missing-column]'],
])('%s is refused by its address', async (_, bytes, expected) => {
  expect((await reasons(bytes, two)).join('|')).toBe(expected);
});

test('a workbook that is none is refused', async () => {
  expect(await reasons(strToU8('PK\u0003\u0004 and more'), two)).toEqual(['it is not an .xlsx workbook [malformed]']);
  expect(await reasons(strToU8('a,b\n1,2\n'), two)).toEqual(['it is not an .xlsx workbook [malformed]']);
  expect(await reasons(workbook({ S: '<row><c' }), two)).toHaveLength(1);
  expect(await reasons(workbook({ S: '' }), { ...two, dialect: { sheet: 'T' } })).toEqual(['it has no sheet "T" [malformed]']);
});

test('merged cells, errors and notes outside of the range are no matter', async () => {
  const sheet = `${report}<row r="9"><c r="C9" t="e"><v>#REF!</v></c></row>`;
  const bytes = workbook({ S: sheet }, { more: '<mergeCells><mergeCell ref="B1:E1"/></mergeCells>' });
  expect(await load(bytes, { ...two, dialect: { range: 'C3:D4' } })).toEqual([['x', 1]]);
});

test('a cell is found again by the key of its row', async () => {
  await load(workbook({ S: report }), { ...two, dialect: { range: 'C3:D6' } });
  const resource = resourceOf({ ...two, dialect: { range: 'C3:D6' }, schema: { primaryKey: 'a' } });
  const project = { root, models: [], descriptor: { resources: [resource] }, decksFile: { path: '', text: '' } } as unknown as Project;
  expect(await locateCell(project, { table: 't', key: 'y', field: 'b' })).toEqual({ file: 'data/b.xlsx', cell: 'S!D6' });
});

test('the day that only workbooks have is refused where it stands', async () => {
  const sheet = head('a') + row('<c r="A2" s="1"><v>60</v></c>');
  const [reason, ...others] = await reasons(workbook({ S: sheet }), { fields: [{ name: 'a', type: 'date' }] });
  expect(reason).toMatch(/^S!A2: .*1900-02-29/);
  expect(others).toEqual([]);
});

test.each([
  [0, false, '1899-12-31'],
  [1, false, '1900-01-01'],
  [59, false, '1900-02-28'],
  [60, false, '1900-02-29'],
  [60.5, false, '1900-02-29T12:00:00'],
  [61, false, '1900-03-01'],
  [25569, false, '1970-01-01'],
  [45930.5, false, '2025-09-30T12:00:00'],
  [0, true, '1904-01-01'],
  [0.000011574074, true, '1904-01-01T00:00:01'],
])('the number %d is a day (from 1904: %j)', (days, late, text) => {
  expect(dateOf(days, late)).toBe(text);
});

test.each([
  [14, undefined, true],
  [9, undefined, false],
  [46, undefined, false],
  [164, 'd. mmmm yyyy', true],
  [164, 'General', false],
  [164, '0.00E+00', false],
  [164, '#,##0 "days"', false],
  [164, '[Red]0.0;[Blue]-0.0', false],
  [164, '[$-409]m/d/yy h:mm AM/PM;@', true],
  [164, '\\d0', false],
  [164, '[mm]:ss', false],
])('the format %d %s shows a date: %j', (id, code, expected) => {
  expect(isDateFormat(id, code)).toBe(expected);
});

test('an address is read as it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_048_576 }), fc.integer({ min: 1, max: 16_384 }), (row, column) => {
      expect(parseArea(addressOf(row, column))).toEqual({ top: row, left: column, bottom: row, right: column });
    }),
  );
  expect([addressOf(1, 26), addressOf(2, 27), addressOf(3, 702), addressOf(4, 703)]).toEqual(['Z1', 'AA2', 'ZZ3', 'AAA4']);
});

/** A text that XML can hold. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((each) => !/[\p{Cc}\p{Cs}\uFFFE\uFFFF\uFEFF]|_x[0-9A-Fa-f]{4}_/u.test(each));
const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -9e15, max: 9e15 });

test('any table written as a sheet loads as the cells that were written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, fc.option(number)), { maxLength: 6 }), async (rows) => {
      const cells = rows.map(([a, b], index) => row(inline(`A${index + 2}`, a), b === null ? '' : `<c r="B${index + 2}"><v>${b}</v></c>`));
      const found = await load(workbook({ S: head('a', 'b') + cells.join('') }), { ...two, schema: { missingValues: [] } });
      expect(found).toEqual(rows.map(([a, b]) => [a, b === 0 ? 0 : b]));
    }),
    { numRuns: 100 },
  );
}, 60_000);
