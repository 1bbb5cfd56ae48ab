import { readFile, stat } from 'node:fs/promises';
import { RecordError } from './schema.ts';

const mostFile = 64 * 2 ** 20;

/** The bytes of a deck file. Throws a {@link RecordError} where there is none, or a huge one. */
export async function readDeckFile(path: string): Promise<Buffer> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts?.isFile()) throw new RecordError(`${path}: there is no such file`);
  if (facts.size > mostFile)
    throw new RecordError(`${path}: the file is larger than ${mostFile / 2 ** 20} MiB, which no deck of tieout is`);
  return readFile(path);
}
