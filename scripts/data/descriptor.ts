import { z } from 'zod';
import { dropCustomKeys, parseConfig } from '../config.ts';
import { isUrl, type SourceFile } from '../files.ts';
import { isoDate } from '../iso-date.ts';
import { didYouMean } from '../problems.ts';
import type { Rule } from '../rules.ts';
import { dialectKeys } from './dialect.ts';
import { mannerSchema } from './manner.ts';
import { resolveReferenced } from './referenced.ts';
import { addressFault, type DatabaseTable, isDatabase, type Snapshot, snapshotPath } from './snapshots.ts';
import { anyName, names, tableSchema } from './table-schema.ts';

export type { FieldType, ResourceField } from './table-schema.ts';

/** The kinds of files that are read. */
const formats = ['csv', 'tsv', 'json', 'ndjson', 'xlsx', 'parquet'] as const;
export type Format = (typeof formats)[number];

const inWords = z.string().regex(/[\p{L}\p{N}]/u, 'a source has a title in words');

const source = z.strictObject({
  title: inWords.optional().describe('What the source is called, for the source line of a slide.'),
  titles: z.record(z.string(), z.string()).optional().describe('The title by language.'),
  name: z.string().optional().describe('As `title`, where that is not given.'),
  path: z.string().optional().describe('Where the source stands: an address or a path.'),
  web: z.string().optional().describe('As `path`, of the first versions of Data Package.'),
  url: z.string().optional().describe('As `path`.'),
  version: z.string().optional().describe('The version of the source; kept.'),
  section: z.string().optional().describe('The part of the source.'),
  place: z.string().optional().describe('Where in the source the figures stand.'),
  email: z.string().optional().describe('Whom to ask.'),
});

/** Sources that have a title, by which a slide can name them. */
const sources = z
  .array(source)
  .transform((all) =>
    all.flatMap(({ title, name, web, url, path = web ?? url, ...own }) => {
      const words = [title, name, path].find((each) => each !== undefined && inWords.safeParse(each).success);
      return words === undefined ? [] : [{ ...own, title: words, ...(path !== undefined && { path }) }];
    }),
  )
  .describe('Where the data come from.');

const kept = z.array(z.looseObject({})).optional();
const paths = z.union([z.string(), z.array(z.string()).min(1)]);

const resource = z.strictObject({
  $schema: z.string().optional().describe('The address of the schema of this resource; kept.'),
  name: anyName.describe('The name of the table: `["my table"]` in Liquid, `"my table"` in SQL where it is not one word.'),
  profile: z.string().optional().describe('The profile of Data Package v1; kept.'),
  type: z.string().optional().describe('`table`; kept.'),
  data: z.unknown().optional().describe('Rows within the descriptor; such a resource is kept, and is no table.'),
  path: paths
    .optional()
    .describe(
      'The file in data/, or several that are one table: a list, or a pattern such as `part-*.csv`; or a database, `postgres://host/name`.',
    ),
  query: z.string().optional().describe('Of a database: the SELECT whose rows are the table; `tieout refresh` fetches them.'),
  title: z.string().optional().describe('What people call the table.'),
  titles: z.record(z.string(), z.string()).optional().describe('The title by language.'),
  description: z.string().optional().describe('What the table holds.'),
  homepage: z.string().optional().describe('The page of the data; kept.'),
  format: z.string().optional().describe('`csv`, `tsv`, `json`, `ndjson`, `xlsx` or `parquet`; the ending of the file without it.'),
  mediatype: z.string().optional().describe('The media type, which tells the format where the ending does not.'),
  encoding: z.string().optional().describe('The encoding of a text file; UTF-8 without it.'),
  bytes: z.number().int().nonnegative().optional().describe('The size of the file, which is checked.'),
  hash: z.string().optional().describe('The hash of the file, such as `sha256:…`, which is checked; MD5 without a name.'),
  dialect: dialectKeys.optional().describe('How a text file is written, or where in a workbook the cells stand.'),
  asOf: isoDate.optional().describe('The day of the figures; asked for when a slide shows one of them.'),
  staleAfterDays: z.number().int().positive().optional().describe('The age in days at which the figures are too old for a deck.'),
  placeField: z.string().optional().describe('The field that says where in the source a row stands.'),
  sources: sources.optional(),
  licenses: kept.describe('The licences of the data; kept.'),
  license: z.unknown().optional().describe('The licence of the data; kept.'),
  contributors: kept.describe('Who made the data; kept.'),
  schema: tableSchema.optional().describe('The columns of the table; a file without them is kept, and is no table.'),
});

/** The keys of `data/datapackage.json`. */
export const descriptorSchema = z
  .strictObject({
    $schema: z.string().optional().describe('The address of the schema of the descriptor; kept.'),
    profile: z.string().optional().describe('The profile of Data Package v1; kept.'),
    name: z.string().optional().describe('The name of the package; kept.'),
    id: z.string().optional().describe('The identifier of the package; kept.'),
    title: z.string().optional().describe('The title of the package; kept.'),
    description: z.string().optional().describe('What the package holds; kept.'),
    version: z.union([z.string(), z.number()]).optional().describe('The version of the package; kept.'),
    created: z.string().optional().describe('When the package was made; kept.'),
    homepage: z.string().optional().describe('The page of the package; kept.'),
    image: z.string().optional().describe('A picture of the package; kept.'),
    keywords: z.array(z.string()).optional().describe('Words by which the package is found; kept.'),
    licenses: kept.describe('The licences of the package; kept.'),
    license: z.unknown().optional().describe('The licence of the package; kept.'),
    contributors: kept.describe('Who made the package; kept.'),
    author: z.unknown().optional().describe('Who made the package; kept.'),
    sources: sources.optional().describe('Where the data come from, of each table that does not say so itself.'),
    resources: z.array(resource).describe('The tables.'),
  })
  .superRefine(({ resources }, context) => {
    const names = resources.map(({ name }) => name);
    for (const [index, each] of resources.entries()) {
      if (!isTable(each)) continue;
      each.schema.foreignKeys?.forEach(({ reference: { package: other, resource: name } }, nth) => {
        if (other !== undefined || !name || name === 'self' || names.includes(name)) return;
        const path = ['resources', index, 'schema', 'foreignKeys', nth, 'reference', 'resource'];
        const message = `a foreign key refers to "${name}", which is no dataset`;
        context.addIssue({ code: 'custom', path, message, params: { fix: didYouMean(name, names), rule: 'unknown-table' } });
      });
      checkNames(each, resources.slice(0, index).filter(isTable), (path, message, fix, rule) =>
        context.addIssue({ code: 'custom', path: ['resources', index, ...path], message, params: { fix, rule } }),
      );
    }
  })
  .transform(({ resources, ...own }) => ({
    ...own,
    resources: resources.flatMap((each, index) =>
      isTable(each) ? [{ ...each, ...fileOf(each), index, sources: each.sources ?? own.sources ?? [] }] : [],
    ),
  }));

type Entry = z.infer<typeof resource>;
type TableEntry = Entry & { schema: NonNullable<Entry['schema']>; path: NonNullable<Entry['path']> };

/** A resource without a schema is a file of the package: a page, a picture, a table that nobody has described. */
const isTable = (each: Entry): each is TableEntry => each.schema !== undefined && each.path !== undefined;

/** Where the rows of a table stand: in its file, or in the snapshot of what a database gave. */
function fileOf({ name, query = '', ...entry }: TableEntry): {
  path: string | string[];
  format: Format;
  database?: DatabaseTable;
  snapshot?: Snapshot;
} {
  if (!isDatabase(entry.path)) return { path: entry.path, format: formatOf(entry) as Format };
  return { path: snapshotPath(name), format: 'parquet', database: { url: entry.path, query } };
}

type Complain = (path: (string | number)[], reason: string, fix: string, rule: Rule) => void;

/** Checks what a schema alone cannot say: that names are unique, and that the fields named exist. */
function checkNames(each: TableEntry, before: readonly { name: string }[], complain: Complain): void {
  const { fields, primaryKey = [], uniqueKeys = [], foreignKeys = [] } = each.schema;
  const names = fields.map((field) => field.name);
  const known = (name: string | undefined, path: (string | number)[]) => {
    if (name !== undefined && !names.includes(name))
      complain(path, `"${each.name}" has no field "${name}"`, didYouMean(name, names), 'unknown-field');
  };
  const twin = before.find((other) => other.name.toLowerCase() === each.name.toLowerCase());
  if (twin)
    complain(
      ['name'],
      twin.name === each.name
        ? `two datasets are named "${each.name}"`
        : `the datasets "${twin.name}" and "${each.name}" differ only in case`,
      'rename one',
      'duplicate-table',
    );
  checkPaths(each, complain);
  for (const name of primaryKey) known(name, ['schema', 'primaryKey']);
  uniqueKeys.forEach((key, index) => {
    for (const name of key) known(name, ['schema', 'uniqueKeys', index]);
  });
  foreignKeys.forEach((key, index) => {
    for (const name of key.fields) known(name, ['schema', 'foreignKeys', index, 'fields']);
    const [own, others] = [key.fields.length, key.reference.fields.length];
    if (own !== others)
      complain(
        ['schema', 'foreignKeys', index],
        `the foreign key has ${own} fields, and refers to ${others}`,
        'give each field its own',
        'invalid-config',
      );
  });
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

function checkPaths(each: TableEntry, complain: Complain): void {
  if (isDatabase(each.path)) {
    const fault = addressFault(each.path);
    if (fault) complain(['path'], ...fault, 'database');
    if (!each.query?.trim())
      complain(
        ['path'],
        'a table of a database has no query',
        'write "query", one SELECT whose columns are those of the schema',
        'database',
      );
    return;
  }
  if (each.query !== undefined)
    complain(['query'], 'only a table of a database has a query', 'write it as a model, data/<name>.sql', 'database');
  const outside = pathsOf(each).find((path) => isUrl(path) || path.startsWith('/'));
  if (outside !== undefined) {
    const fix = 'copy the file into data/ and name it by its path from there';
    complain(['path'], `"${outside}" is not in the project`, fix, 'outside-project');
  } else if (!formatOf(each)) {
    const unread = each.format && !/\.[^.]+$/.test(pathsOf(each)[0] as string) ? each.format : (pathsOf(each)[0] as string);
    const fix = 'use a .csv, .tsv, .json, .ndjson, .xlsx or .parquet file, or set "format"';
    complain(['path'], `"${unread}" has no known format`, fix, 'dataset-format');
  }
}

const byName = new Map<string, Format>(
  Object.entries({
    ...(Object.fromEntries(formats.map((each) => [each, each])) as Record<Format, Format>),
    tab: 'tsv',
    jsonl: 'ndjson',
    'text/csv': 'csv',
    'text/tab-separated-values': 'tsv',
    'application/json': 'json',
    'application/x-ndjson': 'ndjson',
    'application/ndjson': 'ndjson',
    'application/jsonl': 'ndjson',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
    'application/vnd.apache.parquet': 'parquet',
  }),
);

/** The format that an entry declares, else that of its file's ending, else that of its media type; undefined where none is known. */
function formatOf({ format = '', path, mediatype = '' }: Pick<Entry, 'format' | 'path' | 'mediatype'>) {
  const ending = [path ?? ''].flat()[0]?.split('.').at(-1) ?? '';
  const found = [format, ending, mediatype.split(';')[0] as string].map((each) => byName.get(each.trim().toLowerCase()));
  return found.find((each) => each !== undefined);
}

/**
 * `data/datapackage.json`, checked: every dataset with its fields, units, constraints, sources and as-of date; `index` is its place
 * among the resources, some of which are no tables.
 */
export type Descriptor = z.infer<typeof descriptorSchema>;
export type Resource = Descriptor['resources'][number];
export type Source = Resource['sources'][number];

/** The paths of a dataset as they are declared, from `data/`; they may be patterns. */
export const pathsOf = ({ path }: { path: string | string[] }): string[] => [path].flat();

/** The path of a dataset's file from the root of the project; of several, the paths as they are declared. */
export const resourceFile = (resource: { path: string | string[] }) =>
  pathsOf(resource)
    .map((path) => `data/${path}`)
    .join(', ');

/** Parses `data/datapackage.json`, of which some parts may be `referenced` by their paths; keys that are no standard ones are left alone, unless they are slips of one. Throws every problem, located. */
export function parseDescriptor(file: SourceFile, referenced: ReadonlyMap<string, unknown> = new Map()): Descriptor {
  return parseConfig(file, descriptorSchema, 1, (value) => {
    resolveReferenced(value, referenced);
    dropCustomKeys(descriptorSchema, value);
  });
}

const modelField = z.strictObject({
  type: z.enum(['year', 'yearmonth', 'date']).optional().describe('A day, month or year, where the query gives a date or a number.'),
  unit: z.string().optional().describe('What its numbers count: see [Units](#units).'),
  unitField: z.string().optional().describe('The field of the same row that holds the unit.'),
  display: mannerSchema.optional().describe('How all of its figures are written, where a call does not say otherwise.'),
  title: z.string().optional().describe('What it is, in words.'),
  titles: z.record(z.string(), z.string()).optional().describe('The title by language.'),
  description: z.string().optional().describe('For those who read the file; not used.'),
  formula: z.string().optional().describe('How it is computed, in words; the card of a figure shows it.'),
  formulas: z.record(z.string(), z.string()).optional().describe('The formula by language.'),
});

/** The keys of a model's or a check's comment. */
export const modelSchema = z.strictObject({
  title: z.string().optional().describe('What the table is; of a check, what must hold.'),
  titles: z.record(z.string(), z.string()).optional().describe('The title by language.'),
  description: z.string().optional().describe('For those who read the file; not used.'),
  primaryKey: names.optional().describe('The field, or fields, that name a row.'),
  fields: z.record(z.string(), modelField).optional().describe('What is known of its columns beside their types, by name.'),
});

/** What a model or a check says of itself: YAML in the leading block comment of a `.sql` file. */
export type ModelMatter = z.infer<typeof modelSchema>;

/** Splits a `.sql` file into its comment and its query; the query keeps its line numbers. */
export function parseModel(file: SourceFile): { matter: ModelMatter; query: string } {
  const { comment, query } = splitModel(file);
  if (comment === undefined) return { matter: {}, query };
  const start = file.text.indexOf('/*') + 2;
  const firstLine = file.text.slice(0, start).split('\n').length;
  return { matter: parseConfig({ path: file.path, text: comment }, modelSchema, firstLine), query };
}

/** The same with the comment as it is written; undefined where there is none. */
export function splitModel({ text }: SourceFile): { comment: string | undefined; query: string } {
  const found = /^\s*\/\*([\s\S]*?)\*\//.exec(text);
  if (!found) return { comment: undefined, query: text };
  return { comment: found[1], query: found[0].replace(/[^\n]/g, ' ') + text.slice(found[0].length) };
}
