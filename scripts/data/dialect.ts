import { z } from 'zod';

const noSurrogate = /^[^\0\uFEFF\p{Cs}]*$/u;
const inLine = z.string().regex(/^[^\0\r\n\uFEFF\p{Cs}]+$/u, 'expected a character or more, and no line end');
const sign = z.string().regex(/^[^\0\r\n\uFEFF\p{Cs}]$/u, 'expected one character, and no line end');
const rows = z.array(z.number().int().positive());

/** The `dialect` of a dataset: Table Dialect of Data Package v2, CSV Dialect of v1, and a range of cells. */
export const dialectKeys = z
  .strictObject({
    $schema: z.string().optional().describe('The address of the schema of this dialect; kept.'),
    name: z.string().optional().describe('A name of the dialect; kept.'),
    title: z.string().optional().describe('A title of the dialect; kept.'),
    description: z.string().optional().describe('Words about the dialect; kept.'),
    type: z.string().optional().describe('`delimited`, `structured`, `spreadsheet` or `database`; kept, the format of the file decides.'),
    csvddfVersion: z.union([z.number(), z.string()]).optional().describe('The version of the CSV dialect of Data Package v1; kept.'),
    header: z
      .boolean()
      .optional()
      .describe('`false` where the first row holds cells, not names: the fields are then taken in their order.'),
    headerRows: rows.optional().describe('The rows that hold the names, from 1; what stands above the last of them is no data.'),
    headerJoin: z.string().optional().describe('What stands between the parts of a name of several rows; a space.'),
    commentRows: rows.optional().describe('Rows that are no data, from 1.'),
    commentChar: inLine.optional().describe('What a line of comment begins with.'),
    delimiter: inLine.optional().describe('What stands between cells: a character or more; a comma, or a tab in a .tsv file.'),
    lineTerminator: z
      .string()
      .min(1)
      .regex(noSurrogate)
      .optional()
      .describe('What ends a row, where that is no line end: LF, CRLF and CR each end one without saying so.'),
    quoteChar: z
      .union([sign, z.literal('')])
      .nullable()
      .optional()
      .describe('The quotation mark of cells; empty where none is quoted.'),
    doubleQuote: z.boolean().optional().describe('`false` where a quotation mark within a cell is not written twice.'),
    escapeChar: sign
      .nullable()
      .optional()
      .describe('What stands before a quotation mark within a cell; before any sign where no cell is quoted.'),
    nullSequence: z
      .string()
      .nullable()
      .optional()
      .describe('A text that means that there is no value, beside the missing values of the schema.'),
    skipInitialSpace: z.boolean().optional().describe('`true` where spaces before a cell are no part of it.'),
    caseSensitiveHeader: z.boolean().optional().describe('`false` where names may differ from the schema in case.'),
    property: z.string().optional().describe('The member of a JSON object that holds the rows.'),
    itemType: z.enum(['array', 'object']).optional().describe('What a row of JSON is; told from the file without it.'),
    itemKeys: z.array(z.string()).optional().describe('The members of a JSON row that are read; kept.'),
    sheet: z.union([z.string(), z.number().int().positive()]).optional().describe('The sheet of a workbook, by name or by number from 1.'),
    sheetName: z.string().optional().describe('The sheet of a workbook, by name.'),
    sheetNumber: z.number().int().positive().optional().describe('The sheet of a workbook, by number from 1.'),
    range: z
      .string()
      .regex(/^\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(:\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?$/, 'expected a range of cells such as B3:F20')
      .optional()
      .describe('The cells of the sheet that are read, such as `B3:F20`, or the first of them.'),
    table: z.string().optional().describe('The table of a database; kept.'),
  })
  .superRefine((own, context) => {
    const reason = 'the delimiter, the quoteChar, the commentChar, the escapeChar and the lineTerminator are not told apart';
    if (!isApart(own))
      context.addIssue({ code: 'custom', message: reason, params: { rule: 'invalid-config', fix: 'give each a character of its own' } });
  });

type Signs = Pick<
  z.infer<typeof dialectKeys>,
  'delimiter' | 'quoteChar' | 'escapeChar' | 'commentChar' | 'lineTerminator' | 'skipInitialSpace'
>;

/** True where no sign of a dialect can be taken for another. */
function isApart({ delimiter = ',', quoteChar, escapeChar, commentChar, lineTerminator, skipInitialSpace }: Signs): boolean {
  const quote = quoteChar === undefined ? '"' : quoteChar || undefined;
  const marks = [quote, escapeChar].filter((mark): mark is string => Boolean(mark));
  const isWithin = marks.some((mark) => delimiter.includes(mark));
  const isEnd = [delimiter, ...marks].some((mark) => overlap(mark, lineTerminator));
  const isComment = [delimiter, ...marks, lineTerminator ?? ''].some((mark) => begin(mark, commentChar));
  const isSpace = skipInitialSpace === true && [delimiter[0], ...marks].includes(' ');
  return !isWithin && !isEnd && !isComment && !isSpace;
}

/** True for two marks of which one begins with the other. */
const begin = (mark: string, other = '') => mark !== '' && other !== '' && (mark.startsWith(other) || other.startsWith(mark));

/** True for two marks of which one holds the other. */
const overlap = (mark: string, other = '') => other !== '' && (mark.includes(other) || other.includes(mark));

/** A dialect as it is declared. */
type DialectKeys = z.infer<typeof dialectKeys>;

/** How a text of cells is written. `escapes` may stand before a quotation mark within a quoted cell. */
export interface Dialect {
  delimiter: string;
  /** Empty where no cell is quoted. */
  quote: string;
  escapes: readonly string[];
  /** What begins a line that is none of the data. */
  comment: string | undefined;
  /** What ends a row; undefined where each line end does. */
  lineEnd: string | undefined;
  /** True where spaces before a cell are no part of it. */
  trims: boolean;
  header: Header;
}

/** Where the names of columns stand: in the first row that is not empty (`first`), in rows by number, or nowhere (none). */
export interface Header {
  rows: 'first' | readonly number[];
  join: string;
  /** Rows that are no data. */
  without: readonly number[];
}

/** The signs of a file: cells are escaped by doubled quotation marks unless it says otherwise; an escape character is one way more. */
export function dialectOf(own: DialectKeys = {}, separator = ','): Dialect {
  const { delimiter = separator, doubleQuote = true, commentChar, lineTerminator, skipInitialSpace = false } = own;
  const quote = own.quoteChar === undefined ? '"' : (own.quoteChar ?? '');
  const escapes = [...(doubleQuote && quote !== '' ? [quote] : []), ...(own.escapeChar ? [own.escapeChar] : [])];
  const lineEnd = lineTerminator === undefined || /^(\r\n|\n|\r)$/.test(lineTerminator) ? undefined : lineTerminator;
  return { delimiter, quote, escapes, comment: commentChar, lineEnd, trims: skipInitialSpace, header: headerOf(own) };
}

/** Where the names of columns stand. */
export function headerOf({ header = true, headerRows = [], headerJoin: join = ' ', commentRows: without = [] }: DialectKeys = {}): Header {
  if (!header) return { rows: [], join, without };
  const isFirst = headerRows.length === 0 || (headerRows.length === 1 && headerRows[0] === 1);
  return { rows: isFirst ? 'first' : headerRows, join, without };
}

/** True for a file that has no row of names. */
export const isHeadless = ({ rows }: Header) => rows !== 'first' && rows.length === 0;
