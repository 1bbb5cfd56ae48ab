import { z } from 'zod';
import { isUrl, parseConfig, type SourceFile } from '../files.ts';
import { isoDate } from '../iso-date.ts';
import { didYouMean } from '../problems.ts';
import type { Rule } from '../rules.ts';

/** The field types of Data Package v2 that tieout loads. */
const fieldTypes = ['string', 'integer', 'number', 'boolean', 'date', 'datetime', 'year', 'yearmonth'] as const;
export type FieldType = (typeof fieldTypes)[number];

const bound = z.union([z.number(), z.string()]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const constraints = z.strictObject({
  required: z.boolean().optional().describe('No cell is empty.'),
  unique: z.boolean().optional().describe('No value stands twice.'),
  minimum: bound.optional().describe('The least value.'),
  maximum: bound.optional().describe('The greatest value.'),
  enum: z.array(scalar).optional().describe('The only values.'),
  pattern: z.string().optional().describe('A regular expression that the whole text matches.'),
});

const field = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a field name is letters, digits and underscores')
    .describe('The column’s name in the file: letters, digits, underscores.'),
  type: z.enum(fieldTypes).describe('The type of its cells.'),
  title: z.string().optional().describe('What it is, in words; `diff` and charts name figures by it.'),
  titles: z.record(z.string(), z.string()).optional().describe('The title by language.'),
  description: z.string().optional().describe('For those who read the file; not used.'),
  unit: z.string().optional().describe('What its numbers count: see [Units](#units).'),
  unitField: z.string().optional().describe('The field of the same row that holds the unit.'),
  constraints: constraints.optional().describe('What must hold of its cells.'),
});

const source = z.strictObject({
  title: z
    .string()
    .regex(/[\p{L}\p{N}]/u, 'a source has a title in words')
    .describe('Its name, which states no amount.'),
  titles: z.record(z.string(), z.string()).optional().describe('The name by language.'),
  path: z.string().optional().describe('Its address.'),
  section: z.string().optional().describe('The part of the source, as a key of the table that decks cover.'),
  place: z.string().optional().describe('Where in the source.'),
  email: z.string().optional().describe('As the standard has it; not used.'),
});

const sign = z.string().regex(/^[^\0\r\n\uFEFF\p{Cs}]$/u, 'expected one character, and no line end');

const dialect = z
  .strictObject({
    header: z.literal(true).optional().describe('The first line names the columns.'),
    delimiter: sign.optional().describe('What stands between cells (default: `,`).'),
    quoteChar: sign.optional().describe('What stands around a cell that holds such signs (default: `"`).'),
    escapeChar: sign.optional().describe('What stands before a quotation mark within a cell, where it is not doubled.'),
    doubleQuote: z.boolean().optional().describe('A quotation mark within a cell is doubled (default: true).'),
    commentChar: sign.optional().describe('A line that begins with it is left out.'),
  })
  .superRefine(({ delimiter = ',', quoteChar = '"', escapeChar, commentChar }, context) => {
    const reason = 'the delimiter, the quoteChar, the commentChar and the escapeChar are not told apart';
    const apart = new Set([delimiter, quoteChar, commentChar]).size === 3 && escapeChar !== delimiter;
    if (!apart)
      context.addIssue({ code: 'custom', message: reason, params: { rule: 'invalid-config', fix: 'give each a character of its own' } });
  });

const key = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)]);

const resource = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, 'a dataset name is lower-case letters, digits and underscores')
    .describe('The name of the table: lower-case letters, digits, underscores.'),
  type: z.literal('table').optional().describe('As the standard has it: always `table`.'),
  path: z.string().describe('The file, from `data/`.'),
  title: z.string().optional().describe('What the dataset is; the card of a figure shows it.'),
  description: z.string().optional().describe('For those who read the file; not used.'),
  format: z.enum(['csv', 'json', 'parquet']).optional().describe('The format, where the name of the file does not tell it.'),
  mediatype: z.string().optional().describe('As the standard has it; not used.'),
  encoding: z.string().optional().describe('The encoding of a text file, such as `big5` (default: `utf-8`).'),
  dialect: dialect.optional().describe('The signs of a CSV file.'),
  asOf: isoDate.describe('The day that the figures are of, as ISO date; the source line shows it.'),
  staleAfterDays: z.number().int().positive().optional().describe('Days after which a deck that shows the dataset is refused.'),
  placeField: z.string().optional().describe('The field that says where in the source a row stands.'),
  sources: z.array(source).min(1).describe('Where the figures come from; the source line names them.'),
  licenses: z.array(z.looseObject({})).optional().describe('As the standard has it; not used.'),
  schema: z
    .strictObject({
      $schema: z.string().optional().describe('As the standard has it; not used.'),
      fields: z.array(field).min(1).describe('The columns, in the order of the file.'),
      primaryKey: key.optional().describe('The field, or fields, that name a row: `{{ table.key.field }}`.'),
      missingValues: z.array(z.string()).optional().describe('Texts that stand for an empty cell (default: the empty one).'),
    })
    .describe('The columns.'),
});

/** The keys of `data/datapackage.json`; REFERENCE.md tells of each. */
export const descriptorSchema = z
  .strictObject({
    $schema: z.string().optional().describe('The JSON Schema, for editors; not used.'),
    name: z.string().optional().describe('A name for the project; not used.'),
    id: z.string().optional().describe('As the standard has it; not used.'),
    title: z.string().optional().describe('As the standard has it; not used.'),
    description: z.string().optional().describe('As the standard has it; not used.'),
    version: z.string().optional().describe('As the standard has it; not used.'),
    created: z.string().optional().describe('As the standard has it; not used.'),
    homepage: z.string().optional().describe('As the standard has it; not used.'),
    keywords: z.array(z.string()).optional().describe('As the standard has it; not used.'),
    licenses: z.array(z.looseObject({})).optional().describe('As the standard has it; not used.'),
    contributors: z.array(z.looseObject({})).optional().describe('As the standard has it; not used.'),
    sources: z.array(source).optional().describe('As the standard has it; a dataset names its own.'),
    resources: z.array(resource).describe('The datasets.'),
  })
  .superRefine(({ resources }, context) => {
    for (const [index, each] of resources.entries()) {
      checkNames(each, resources.slice(0, index), (path, message, fix, rule) =>
        context.addIssue({ code: 'custom', path: ['resources', index, ...path], message, params: { fix, rule } }),
      );
    }
  });

type Complain = (path: (string | number)[], reason: string, fix: string, rule: Rule) => void;

/** Checks what a schema alone cannot say: that names are unique, and that the fields named exist. */
function checkNames(each: z.infer<typeof resource>, before: readonly { name: string }[], complain: Complain): void {
  const { fields, primaryKey = [] } = each.schema;
  const names = fields.map((field) => field.name);
  const known = (name: string | undefined, path: (string | number)[]) => {
    if (name !== undefined && !names.includes(name))
      complain(path, `"${each.name}" has no field "${name}"`, didYouMean(name, names), 'unknown-field');
  };
  if (before.some((other) => other.name === each.name))
    complain(['name'], `two datasets are named "${each.name}"`, 'rename one', 'duplicate-table');
  if (isUrl(each.path) || each.path.startsWith('/'))
    complain(
      ['path'],
      `"${each.path}" is not in the project`,
      'copy the file into data/ and name it by its path from there',
      'outside-project',
    );
  else if (!each.format && !/\.(csv|json|parquet)$/i.test(each.path))
    complain(['path'], `"${each.path}" has no known format`, 'use a .csv, .json or .parquet file, or set "format"', 'dataset-format');
  for (const name of primaryKey) known(name, ['schema', 'primaryKey']);
  known(each.placeField, ['placeField']);
  fields.forEach((field, index) => {
    known(field.unitField, ['schema', 'fields', index, 'unitField']);
    const twin = names.slice(0, index).find((name) => name.toLowerCase() === field.name.toLowerCase());
    if (twin === undefined) return;
    const reason = twin === field.name ? `two fields are named "${twin}"` : `the fields "${twin}" and "${field.name}" differ only in case`;
    const fix = twin === field.name ? 'rename one' : 'rename one, here and in the file: SQL does not tell them apart';
    complain(['schema', 'fields', index, 'name'], reason, fix, 'duplicate-field');
  });
}

/** `data/datapackage.json`, checked: every dataset with its fields, units, constraints, sources and as-of date. */
export type Descriptor = z.infer<typeof descriptorSchema>;
export type Resource = Descriptor['resources'][number];
export type ResourceField = Resource['schema']['fields'][number];
export type Source = Resource['sources'][number];

/** The path of a dataset's file from the root of the project. */
export const resourceFile = (resource: { path: string }) => `data/${resource.path}`;

/** Parses `data/datapackage.json`. Throws every problem, located. */
export function parseDescriptor(file: SourceFile): Descriptor {
  return parseConfig(file, descriptorSchema);
}

const modelField = z.strictObject({
  type: z.enum(['year', 'yearmonth', 'date']).optional().describe('A day, month or year, where the query gives a date or a number.'),
  unit: z.string().optional().describe('What its numbers count: see [Units](#units).'),
  unitField: z.string().optional().describe('The field of the same row that holds the unit.'),
  title: z.string().optional().describe('What it is, in words.'),
  titles: z.record(z.string(), z.string()).optional().describe('The title by language.'),
  description: z.string().optional().describe('For those who read the file; not used.'),
  formula: z.string().optional().describe('How it is computed, in words; the card of a figure shows it.'),
});

/** The keys of a model's or a check's comment; REFERENCE.md tells of each. */
export const modelSchema = z.strictObject({
  title: z.string().optional().describe('What the table is; of a check, what must hold.'),
  description: z.string().optional().describe('For those who read the file; not used.'),
  primaryKey: key.optional().describe('The field, or fields, that name a row.'),
  fields: z.record(z.string(), modelField).optional().describe('What is known of its columns beside their types, by name.'),
});

/** The front matter of a model or a check: YAML in the leading block comment of a `.sql` file. */
export type ModelMatter = z.infer<typeof modelSchema>;

/** Splits a `.sql` file into its front matter and its query; the query keeps its line numbers. */
export function parseModel(file: SourceFile): { matter: ModelMatter; query: string } {
  const { comment, query } = splitModel(file);
  if (comment === undefined) return { matter: {}, query };
  const start = file.text.indexOf('/*') + 2;
  const firstLine = file.text.slice(0, start).split('\n').length;
  return { matter: parseConfig({ path: file.path, text: comment }, modelSchema, firstLine), query };
}

/** The same with the front matter as it is written; undefined where there is none. */
export function splitModel({ text }: SourceFile): { comment: string | undefined; query: string } {
  const found = /^\s*\/\*([\s\S]*?)\*\//.exec(text);
  if (!found) return { comment: undefined, query: text };
  return { comment: found[1], query: found[0].replace(/[^\n]/g, ' ') + text.slice(found[0].length) };
}
