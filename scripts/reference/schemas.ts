import { z } from 'zod';
import { descriptorSchema, modelSchema } from '../data/descriptor.ts';
import { decksSchema } from '../slides/decks.ts';
import { frontMatterSchema } from '../slides/front-matter.ts';
import { keys } from './keys.ts';

/** The part of JSON Schema that tieout's schemas use. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
}

/** A key of a config file, with its path; what it takes; whether it must be there; what is said of it. */
export interface Key {
  path: string;
  schema: JsonSchema;
  isRequired: boolean;
  says: string;
}

type FileKind = keyof typeof keys;
const sources = { decks: decksSchema, datapackage: descriptorSchema, model: modelSchema, frontMatter: frontMatterSchema };

/** The schema of a config file as JSON Schema, each key with its description. */
export function schemaOf(kind: FileKind): JsonSchema {
  const schema = z.toJSONSchema(sources[kind] as z.ZodType, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  for (const key of keysIn(kind, schema)) key.schema.description = plain(key.says);
  return schema;
}

/** Every key of a config file, in its order. */
export const keysOf = (kind: FileKind): Key[] => [...keysIn(kind, schemaOf(kind))];

/** Keys of a schema that have no line in keys.ts. */
export const undocumented = (kind: FileKind): string[] => keysOf(kind).flatMap(({ path, says }) => (says === '' ? [path] : []));

function* keysIn(kind: FileKind, schema: JsonSchema, path = ''): Generator<Key> {
  for (const [name, own] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? name : `${path}.${name}`;
    yield { path: at, schema: own, isRequired: schema.required?.includes(name) ?? false, says: sayingOf(kind, at) };
    yield* keysIn(kind, own, at);
  }
  for (const each of schema.anyOf ?? []) yield* keysIn(kind, each, path);
  if (schema.items) yield* keysIn(kind, schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') yield* keysIn(kind, schema.additionalProperties, `${path}.*`);
}

/** What is said of a key: of a source the same, wherever it is named; of Marp's directives for one slide, what the directive is. */
function sayingOf(kind: FileKind, path: string): string {
  const known = keys[kind];
  const source = /(?:^|\.)(sources\[\]\.\w+)$/.exec(path)?.[1];
  const directive = kind === 'frontMatter' && path.startsWith('_') ? known[path.slice(1)] : undefined;
  return known[path] ?? known[source ?? ''] ?? (directive ? `The same for the file’s first slide alone: ${directive}` : '');
}

/** A description without Markdown's links and quotation marks of code. */
const plain = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
