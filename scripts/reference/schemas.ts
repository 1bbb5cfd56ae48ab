import { z } from 'zod';
import { descriptorSchema, modelSchema } from '../data/descriptor.ts';
import { wordsSchema } from '../quotes/languages/schema.ts';
import { decksSchema } from '../slides/decks.ts';
import { frontMatterSchema } from '../slides/front-matter.ts';

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

const sources = {
  decks: decksSchema,
  datapackage: descriptorSchema,
  model: modelSchema,
  frontMatter: frontMatterSchema,
  language: wordsSchema,
};
type FileKind = keyof typeof sources;
export const fileKinds = Object.keys(sources) as FileKind[];

/** The schema of a config file as JSON Schema. */
export function schemaOf(kind: FileKind): JsonSchema {
  const schema = read(kind);
  for (const key of keysIn(schema)) key.schema.description = plain(key.says);
  return schema;
}

const read = (kind: FileKind) => z.toJSONSchema(sources[kind] as z.ZodType, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** Every key of a config file, in its order. */
export const keysOf = (kind: FileKind): Key[] => [...keysIn(read(kind))];

function* keysIn(schema: JsonSchema, path = ''): Generator<Key> {
  for (const [name, own] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? name : `${path}.${name}`;
    const says = own.description ?? '';
    const isSpot = name.startsWith('_') && says !== '';
    yield { path: at, schema: own, isRequired: schema.required?.includes(name) ?? false, says: isSpot ? `${ofFirst} ${says}` : says };
    yield* keysIn(own, at);
  }
  for (const each of schema.anyOf ?? []) yield* keysIn(each, path);
  if (schema.items) yield* keysIn(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') yield* keysIn(schema.additionalProperties, `${path}.*`);
}

/** Marp's mark of a directive that is for one slide. */
const ofFirst = 'For the file’s first slide alone:';

/** A description without Markdown's links and quotation marks of code. */
const plain = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
