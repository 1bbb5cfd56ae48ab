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
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  minimum: bound.optional(),
  maximum: bound.optional(),
  enum: z.array(scalar).optional(),
  pattern: z.string().optional(),
});

const field = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a field name is letters, digits and underscores'),
  type: z.enum(fieldTypes),
  title: z.string().optional(),
  titles: z.record(z.string(), z.string()).optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  unitField: z.string().optional(),
  constraints: constraints.optional(),
});

const source = z.strictObject({
  title: z.string().regex(/[\p{L}\p{N}]/u, 'a source has a title in words'),
  titles: z.record(z.string(), z.string()).optional(),
  path: z.string().optional(),
  section: z.string().optional(),
  place: z.string().optional(),
  email: z.string().optional(),
});

const sign = z.string().regex(/^[^\0\r\n\uFEFF\p{Cs}]$/u, 'expected one character, and no line end');

const dialect = z
  .strictObject({
    header: z.literal(true).optional(),
    delimiter: sign.optional(),
    quoteChar: sign.optional(),
    escapeChar: sign.optional(),
    doubleQuote: z.boolean().optional(),
    commentChar: sign.optional(),
  })
  .superRefine(({ delimiter = ',', quoteChar = '"', escapeChar, commentChar }, context) => {
    const reason = 'the delimiter, the quoteChar, the commentChar and the escapeChar are not told apart';
    const apart = new Set([delimiter, quoteChar, commentChar]).size === 3 && escapeChar !== delimiter;
    if (!apart)
      context.addIssue({ code: 'custom', message: reason, params: { rule: 'invalid-config', fix: 'give each a character of its own' } });
  });

const key = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)]);

const resource = z.strictObject({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/, 'a dataset name is lower-case letters, digits and underscores'),
  type: z.literal('table').optional(),
  path: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  format: z.enum(['csv', 'json', 'parquet']).optional(),
  mediatype: z.string().optional(),
  encoding: z.string().optional(),
  dialect: dialect.optional(),
  asOf: isoDate,
  staleAfterDays: z.number().int().positive().optional(),
  placeField: z.string().optional(),
  sources: z.array(source).min(1),
  licenses: z.array(z.looseObject({})).optional(),
  schema: z.strictObject({
    $schema: z.string().optional(),
    fields: z.array(field).min(1),
    primaryKey: key.optional(),
    missingValues: z.array(z.string()).optional(),
  }),
});

/** The keys of `data/datapackage.json`; REFERENCE.md tells of each (scripts/reference/keys.ts). */
export const descriptorSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().optional(),
    id: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    version: z.string().optional(),
    created: z.string().optional(),
    homepage: z.string().optional(),
    keywords: z.array(z.string()).optional(),
    licenses: z.array(z.looseObject({})).optional(),
    contributors: z.array(z.looseObject({})).optional(),
    sources: z.array(source).optional(),
    resources: z.array(resource),
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
  type: z.enum(['year', 'yearmonth', 'date']).optional(),
  unit: z.string().optional(),
  unitField: z.string().optional(),
  title: z.string().optional(),
  titles: z.record(z.string(), z.string()).optional(),
  description: z.string().optional(),
  formula: z.string().optional(),
});

/** The keys of a model's or a check's comment; REFERENCE.md tells of each (scripts/reference/keys.ts). */
export const modelSchema = z.strictObject({
  title: z.string().optional(),
  description: z.string().optional(),
  primaryKey: key.optional(),
  fields: z.record(z.string(), modelField).optional(),
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
