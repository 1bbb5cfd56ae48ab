import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aside } from './aside/index.ts';
import * as folders from './folders.mjs';
import { packageFolder } from './packages.ts';

export { NoFolderError } from './folders.mjs';

/** Where results that are slow to make are kept between runs: each file's name holds what it depends on. */
export const cacheFolder = join(dirname(packageFolder('vega-lite')), '.cache', 'tieout');

/** The hash of tieout's own code when it runs from its bundle; undefined when it runs from source. */
export const codeId = /bundle-([0-9a-f]{16})/.exec(import.meta.url)?.[1];

/** The versions of the packages beside the code, which a bundle that came with the package does not hold; npm writes them down. */
const packagesId = createHash('sha256').update(readInstalled()).digest('hex').slice(0, 16);

function readInstalled(): string {
  try {
    return readFileSync(join(dirname(cacheFolder), '..', '.package-lock.json'), 'utf8');
  } catch {
    return '';
  }
}

/** The most bytes that the results of one kind may take; the longest unused go first. */
const mostBytes = 256 * 2 ** 20;
/** The most bytes that a process holds of them in memory. */
const mostHeld = 128 * 2 ** 20;
const hashBytes = 32;

/** This process's folder for temporary files, removed when it ends or, after a kill, by the next. Throws a {@link NoFolderError}. */
export const scratchFolder = () => folders.scratchFolder(cacheFolder);

/** A folder of the cache, `name` holding what it depends on, filled by `make` when it is not there or damaged; gives its path. */
export function keptFolder(name: string, make: (draft: string) => Promise<void>): Promise<string> {
  return folders.keptFolder(cacheFolder, name, make);
}

/**
 * The result of `make`, kept in the cache folder under the hash of all that it depends on (`inputs`). A kept result
 * that is not what was written there is made again; where nothing can be written, nothing is kept.
 */
export async function cached(kind: string, inputs: readonly (string | Uint8Array)[], make: () => Promise<Buffer>): Promise<Buffer> {
  const key = keyOf(inputs);
  const file = join(cacheFolder, kind, key);
  const known = readKept(file, key);
  if (known) return known;
  const made = await make();
  keep(file, key, made);
  return made;
}

/**
 * What results are kept in: the folder of the cache, and before it the memory of a process that works for long.
 * Without the hash of the `code` that makes them, and of what runs it, nothing is kept: a change of the code would not be seen.
 */
export class Store {
  readonly code: string | undefined;
  readonly #folder: string;
  readonly #memory = new Map<string, Buffer>();
  #held = 0;

  constructor(
    code: string | undefined = codeId && `${codeId} ${packagesId} ${process.version} ${process.arch}`,
    folder: string = cacheFolder,
  ) {
    this.code = code;
    this.#folder = folder;
  }

  /** What was kept under a key, which is a hash of all that it depends on. */
  async read(kind: string, key: string): Promise<Buffer | undefined> {
    if (this.code === undefined) return undefined;
    const known = this.#memory.get(key) ?? readKept(join(this.#folder, kind, key), key);
    if (known) this.#hold(key, known);
    return known;
  }

  /** Keeps a result; where nothing can be written, in memory alone. */
  async write(kind: string, key: string, content: Buffer): Promise<void> {
    if (this.code === undefined) return;
    this.#hold(key, content);
    keep(join(this.#folder, kind, key), key, content);
  }

  /** Holds a result in memory as the latest used; the longest unused make room. */
  #hold(key: string, content: Buffer): void {
    this.#held += content.length - (this.#memory.get(key)?.length ?? 0);
    this.#memory.delete(key);
    this.#memory.set(key, content);
    for (const [oldest, { length }] of this.#memory) {
      if (this.#held <= mostHeld) return;
      this.#memory.delete(oldest);
      this.#held -= length;
    }
  }
}

/** The hash of inputs, each with its length: `['a', 'b']` and `['ab']` differ. */
export function keyOf(inputs: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${Buffer.byteLength(input)}:`).update(input);
  return hash.digest('hex').slice(0, 32);
}

/** What a kept file begins with: the hash of its name and its content, so that no other file can stand in for it. */
const sealOf = (key: string, content: Uint8Array) => createHash('sha256').update(key).update(content).digest();

// There are hundreds of small files, for which a turn of the event loop takes longer than the disk.

function readKept(file: string, key: string): Buffer | undefined {
  const coming = pending.get(file);
  if (coming) return coming.content;
  try {
    const bytes = readFileSync(file);
    const content = bytes.subarray(hashBytes);
    if (!sealOf(key, content).equals(bytes.subarray(0, hashBytes))) return undefined;
    folders.touch(file);
    return content;
  } catch {
    return undefined;
  }
}

/** Results on their way to the disk, by file: to make a file takes longer than many a result, so it is done aside. */
const pending = new Map<string, { content: Buffer; written: Promise<void> }>();

/** Keeps a result, where anything can be written. */
function keep(file: string, key: string, content: Buffer): void {
  let draft: string;
  try {
    draft = join(scratchFolder(), folders.ownName());
  } catch {
    return;
  }
  const sealed = Buffer.concat([sealOf(key, content), content]);
  const written = aside('keepFile', { file, draft, content: sealed, mostBytes }).catch(() => {});
  const own = { content, written };
  pending.set(file, own);
  written.then(() => {
    if (pending.get(file) === own) pending.delete(file);
  });
}

/** Waits for all results that are on their way to the disk. */
export async function allKept(): Promise<void> {
  await Promise.all([...pending.values()].map((each) => each.written));
}
