import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { ProjectError, problem } from '../problems.ts';
import { type Resource, resourceFile } from './descriptor.ts';

/** The first bytes of a dataset's file, enough for its header. Throws a problem when the file cannot be read. */
export async function readHead(path: string, resource: Resource): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(path, { end: 65_535 })) chunks.push(chunk as Buffer);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') throw missingDataset(resource, code);
    throw error;
  }
  return Buffer.concat(chunks);
}

/** The problem of a dataset whose file is not there, or cannot be opened for the reason `code`. */
export function missingDataset(resource: Resource, code: string): ProjectError {
  const reason = `the dataset "${resource.name}" cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}`;
  const fix = 'add the file, or mend its "path" in data/datapackage.json';
  return new ProjectError([problem({ file: resourceFile(resource) }, 'missing-dataset', reason, fix)]);
}

/**
 * A path to the text of a dataset as plain UTF-8: the file itself when it is that already, else a copy at `target`.
 * `start` is how the file begins. Throws a problem when the file is not in its declared encoding.
 */
export async function readableCopy(path: string, resource: Resource, start: Buffer, target: string): Promise<string> {
  const encoding = (resource.encoding ?? 'utf-8').toLowerCase();
  const isUtf8 = encoding === 'utf-8' || encoding === 'utf8';
  const mayHaveMark = start[0] === 0xef;
  if (isUtf8 && !mayHaveMark) return path;
  await writeFile(target, decode(await readFile(path), resource, encoding));
  return target;
}

/** Decodes bytes, without their byte order mark. */
function decode(bytes: Buffer, resource: Resource, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    const known = (error as { code?: string }).code !== 'ERR_ENCODING_NOT_SUPPORTED';
    const reason = known ? `the file is not valid ${encoding}` : `unknown encoding "${encoding}"`;
    const fix = 'set "encoding" in data/datapackage.json to what the file really is, such as utf-8 or big5';
    throw new ProjectError([problem({ file: resourceFile(resource) }, 'encoding', reason, fix)]);
  }
}
