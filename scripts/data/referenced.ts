import { posix } from 'node:path';
import { parseJson } from '../config.ts';
import { isUrl, readSource, type SourceFile } from '../files.ts';

interface Entry {
  schema?: unknown;
  dialect?: unknown;
}

/** The parts of a descriptor that may stand in files of their own, from `data/`. */
const parts = ['schema', 'dialect'] as const;

/** Reads the schemas and dialects that a descriptor names by their paths, by path. Throws a problem where one is malformed. */
export async function readReferenced(root: string, file: SourceFile): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const entry of entriesIn(jsonOf(file.text)))
    for (const path of parts.map((part) => entry[part])) {
      if (typeof path !== 'string' || isUrl(path) || found.has(path)) continue;
      const source = await readSource(root, posix.join('data', path), { file: file.path });
      if (source) found.set(path, parseJson(source));
    }
  return found;
}

/** Puts schemas and dialects in the place of their paths. */
export function resolveReferenced(descriptor: unknown, referenced: ReadonlyMap<string, unknown>): void {
  for (const entry of entriesIn(descriptor))
    for (const part of parts)
      if (typeof entry[part] === 'string' && referenced.has(entry[part])) entry[part] = structuredClone(referenced.get(entry[part]));
}

function entriesIn(descriptor: unknown): Entry[] {
  const { resources } = (descriptor ?? {}) as { resources?: unknown };
  return Array.isArray(resources) ? resources.filter((each): each is Entry => typeof each === 'object' && each !== null) : [];
}

/** What a text holds; nothing where it is malformed, which is told when it is checked. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
