import { type Graph, hashOf } from '../graph.ts';
import { readDeckFile } from './deck-file.ts';
import type { Mismatch } from './reading.ts';
import type { DeckRecord } from './schema.ts';

/** A deck file by itself: the record that it carries, and all in which it does not agree with that. */
interface Examined {
  record: DeckRecord;
  mismatches: Mismatch[];
}

/** The record that a deck file carries, kept by the file's bytes. Throws a {@link RecordError} as `readCarried` does. */
export async function readSent(graph: Graph, path: string): Promise<DeckRecord> {
  const bytes = await readDeckFile(path);
  const read = async () => (await (await import('./carry.ts')).parseCarried(path, bytes)).record;
  return (await graph.keep('carried', 'deck', { 'its file': hashOf(bytes) }, read)).value;
}

/**
 * What a deck file shows against its record, the record against itself and against what tieout writes, kept by the
 * file's bytes: none of it depends on a project.
 */
export async function examineSent(graph: Graph, path: string): Promise<Examined> {
  const bytes = await readDeckFile(path);
  return (await graph.keep('examined', 'deck', { 'its file': hashOf(bytes) }, () => examine(path, bytes))).value;
}

async function examine(path: string, bytes: Buffer): Promise<Examined> {
  const [{ parseCarried }, { holdAgainst, holdTogether }, { rewriteFigures }] = await Promise.all([
    import('./carry.ts'),
    import('./reading.ts'),
    import('./rewrite.ts'),
  ]);
  const { record, read } = await parseCarried(path, bytes);
  const reading = await read();
  const shown = reading ? holdAgainst(record, reading) : [];
  return { record, mismatches: [...shown, ...holdTogether(record), ...rewriteFigures(record)] };
}
