import { z } from 'zod';
import { mannerSchema } from './manner.ts';

/** The field types that a column of a table has here. */
const fieldTypes = ['string', 'integer', 'number', 'boolean', 'date', 'datetime', 'year', 'yearmonth'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Types of Data Package whose values are kept as they are written, as text. */
const textTypes = ['any', 'time', 'duration', 'object', 'array', 'list', 'geopoint', 'geojson'] as const;
type TextType = (typeof textTypes)[number];

/** What a name may hold: any text of one line. */
export const anyName = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029\uE000-\uF8FF]*\S[^\p{Cc}\p{Cs}\u2028\u2029\uE000-\uF8FF]*$/u, 'expected a name on one line');

const bound = z.union([z.number(), z.string()]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const length = z.number().int().nonnegative().optional();

const constraints = z.strictObject({
  required: z.boolean().optional().describe('`true` where no cell may be empty.'),
  unique: z.boolean().optional().describe('`true` where no value may stand twice.'),
  minLength: length.describe('The fewest characters of a text.'),
  maxLength: length.describe('The most characters of a text.'),
  minimum: bound.optional().describe('The least value.'),
  maximum: bound.optional().describe('The greatest value.'),
  exclusiveMinimum: bound.optional().describe('What every value is above.'),
  exclusiveMaximum: bound.optional().describe('What every value is below.'),
  enum: z.array(scalar).optional().describe('The values that are allowed.'),
  pattern: z.string().optional().describe('A regular expression (RE2) that the whole text of a cell meets.'),
  jsonSchema: z.looseObject({}).optional().describe('A JSON Schema of objects and arrays; kept.'),
});

const missing = z
  .array(z.union([z.string(), z.looseObject({ value: z.string().describe('The text.') }).transform(({ value }) => value)]))
  .optional()
  .describe('The texts that mean that there is no value; the empty text without it.');

const texts = z.array(z.string()).min(1).optional();
const oneSign = z.string().regex(/^[^\d\s+\-()\p{Cs}]?$|^[ \u00A0\u202F]$/u, 'expected one sign');

/** How the values of a field are written, where that is not as ISO and SQL have them. */
export interface Spelling {
  groupChar?: string | undefined;
  decimalChar?: string | undefined;
  /** False where other signs than digits may stand around a number. */
  bareNumber?: boolean | undefined;
  trueValues?: readonly string[] | undefined;
  falseValues?: readonly string[] | undefined;
  /** The pattern of a date, as strptime reads it. */
  pattern?: string | undefined;
}

const fieldKeys = z.strictObject({
  name: anyName.describe('The name of the column, as the file has it.'),
  type: z
    .enum([...fieldTypes, ...textTypes])
    .optional()
    .describe('The type of its values; `string` without it. `any`, `time`, `list` and the like are kept as text.'),
  format: z
    .string()
    .nullable()
    .optional()
    .describe('How a date or a datetime is written: `default`, or a pattern such as `%d/%m/%Y`. Formats of texts are kept.'),
  title: z.string().optional().describe('What people call the column.'),
  titles: z.record(z.string(), z.string()).optional().describe('The title by language.'),
  description: z.string().optional().describe('What the column holds.'),
  unit: z.string().optional().describe('The unit of its numbers, such as `USD bn`, `share`, `%`, `count`.'),
  units: z.string().optional().describe('As `unit`, where that is not given.'),
  unitField: z.string().optional().describe('The field of the same row that holds the unit.'),
  display: mannerSchema.optional().describe('How all of its figures are written, where a call does not say otherwise.'),
  example: z.unknown().optional().describe('An example of a value; kept.'),
  examples: z.unknown().optional().describe('Examples of values; kept.'),
  rdfType: z.string().optional().describe('The RDF type of the field; kept.'),
  itemType: z.string().optional().describe('The type of the items of a list; kept.'),
  delimiter: z.string().optional().describe('What stands between the items of a list; kept.'),
  categories: z.array(z.unknown()).optional().describe('The categories of the field; kept.'),
  categoriesOrdered: z.boolean().optional().describe('Whether the categories have an order; kept.'),
  missingValues: missing,
  groupChar: oneSign.nullable().optional().describe('What stands between the groups of digits: `,` in 1,234.'),
  decimalChar: oneSign.nullable().optional().describe('What stands before the fraction; a full stop without it.'),
  bareNumber: z
    .boolean()
    .optional()
    .describe('`false` where signs may stand around a number, as in € 5 and 12%; (300) is then a negative number.'),
  trueValues: texts.describe('How true is written.'),
  falseValues: texts.describe('How false is written.'),
  constraints: constraints.optional().describe('What every cell must meet.'),
});

type FieldKeys = z.infer<typeof fieldKeys>;

const field = fieldKeys.superRefine(checkField).transform(toField);

/** A field of a dataset: `type` is that of its column, `kept` the type of Data Package where that is kept as text. */
export type ResourceField = ReturnType<typeof toField>;

function checkField({ type, groupChar, decimalChar, format }: FieldKeys, context: z.RefinementCtx): void {
  const complain = (path: string, message: string, fix: string) =>
    context.addIssue({ code: 'custom', path: [path], message, params: { rule: 'invalid-config', fix } });
  if ((groupChar || undefined) === (decimalChar || '.'))
    complain(
      'groupChar',
      'the groupChar and the decimalChar are the same',
      'give each a sign of its own: a decimalChar without one is a full stop',
    );
  if ((type === 'date' || type === 'datetime') && /%[zZ]/.test(format ?? ''))
    complain('format', 'the format has a zone, and instants are kept in UTC', 'write the column in UTC, and the format without a zone');
}

function toField(own: FieldKeys) {
  const { name, type: declared = 'string', title, titles, description, unit = own.units, unitField, display, missingValues } = own;
  const kept = textTypes.find((each) => each === declared) as TextType | undefined;
  const type = (kept ? 'string' : declared) as FieldType;
  const spelling = spellingOf(type, own);
  return {
    name,
    type,
    ...defined({
      title,
      titles,
      description,
      unit,
      unitField,
      display,
      missingValues,
      kept,
      spelling,
      constraints: constraintsOf(type, kept, own),
    }),
  };
}

function spellingOf(type: FieldType, own: FieldKeys): Spelling | undefined {
  const { groupChar, decimalChar, bareNumber, trueValues, falseValues, format } = own;
  const pattern = format && patternOf(format);
  const isPattern = pattern && pattern !== 'default' && pattern !== 'any' && pattern !== '%Y-%m-%d';
  const ways: Partial<Record<FieldType, Spelling>> = {
    number: {
      ...(groupChar && { groupChar }),
      ...(decimalChar && decimalChar !== '.' && { decimalChar }),
      ...(bareNumber === false && { bareNumber }),
    },
    integer: { ...(groupChar && { groupChar }), ...(bareNumber === false && { bareNumber }) },
    boolean: { ...(trueValues && { trueValues }), ...(falseValues && { falseValues }) },
    date: isPattern ? { pattern } : {},
    datetime: isPattern ? { pattern } : {},
  };
  const found = ways[type] ?? {};
  return Object.keys(found).length > 0 ? found : undefined;
}

/** A pattern of Data Package, or one of its first versions: `fmt:%d/%m/%Y`, `dd/mm/yyyy`. */
function patternOf(format: string): string {
  if (format.includes('%')) return format.replace(/^fmt:/, '');
  return format.replace(/y{4}/i, '%Y').replace(/m{2}/i, '%m').replace(/d{2}/i, '%d');
}

/** A length is that of a text, and a bound that of what has an order; of a value kept as text there is neither. */
function constraintsOf(type: FieldType, kept: string | undefined, { constraints: own }: FieldKeys): Constraints | undefined {
  if (!own) return undefined;
  const { minLength, maxLength, jsonSchema: _, ...others } = own;
  if (kept) {
    const { required, unique, pattern } = others;
    return defined({ required, unique, pattern });
  }
  return defined(type === 'string' ? { ...others, minLength, maxLength } : others);
}

type Constraints = { [K in keyof Omit<z.infer<typeof constraints>, 'jsonSchema'>]?: Exclude<z.infer<typeof constraints>[K], undefined> };

/** An object without what is not given. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}

/** One name, or several. */
export const names = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)]);
/** A key that may be given as an empty list, which is none. */
const keyNames = z
  .union([z.string().transform((name) => [name]), z.array(z.string())])
  .transform((all) => (all.length > 0 ? all : undefined));

const foreignKey = z.strictObject({
  fields: names.describe('The fields of this table.'),
  reference: z
    .strictObject({
      package: z.string().optional().describe('A package that is not this one; such a key is kept.'),
      resource: z.string().optional().describe('The table that is referred to; this one where it is empty.'),
      fields: names.describe('The fields of that table.'),
    })
    .describe('Where each value must stand.'),
});

/** How the columns of a file are matched with the fields: by order, or by name. */
const matches = ['exact', 'equal', 'subset', 'superset', 'partial'] as const;

export const tableSchema = z.strictObject(
  {
    $schema: z.string().optional().describe('The address of the schema of this schema; kept.'),
    name: z.string().optional().describe('A name of the schema; kept.'),
    title: z.string().optional().describe('A title of the schema; kept.'),
    description: z.string().optional().describe('Words about the schema; kept.'),
    fields: z.array(field).min(1).describe('The columns, in their order.'),
    fieldsMatch: z
      .preprocess((each) => (Array.isArray(each) ? each[0] : each), z.enum(matches).optional())
      .describe(
        'How columns are matched with fields: `exact`, by their order; by name: `equal`, `subset` (the file has more), `superset` (the file has fewer), `partial`.',
      ),
    primaryKey: keyNames.optional().describe('The field, or fields, by which a row is known.'),
    uniqueKeys: z.array(names).optional().describe('Fields whose values do not stand twice together.'),
    foreignKeys: z.array(foreignKey).optional().describe('Fields whose values stand in another table.'),
    missingValues: missing,
  },
  { error: ({ code }) => (code === 'invalid_type' ? 'expected an object with fields, or the path of a JSON file in data/' : undefined) },
);
