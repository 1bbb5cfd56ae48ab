import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { allKept, keyOf, type Store } from './cache.ts';
import { note, trace } from './trace.ts';

/** All that a step is made from and that is known before it is made, by label: texts, or hashes of what is large. */
export type Inputs = Readonly<Record<string, string | undefined>>;

/** The result of a step, and the hash of all that it was made from. */
export interface Kept<T> {
  value: T;
  key: string;
  /** True where it was made now. */
  made: boolean;
}

/** What became of a step: whether its result was kept, and else which inputs differ from those of the run before. */
export interface Fate {
  kind: string;
  name: string;
  kept: boolean;
  changed: readonly string[];
}

/** How results are written down: as JSON, unless told otherwise. */
interface Form<T> {
  pack(value: T): Buffer;
  unpack(bytes: Buffer): T;
}

const json: Form<never> = {
  pack: (value) => Buffer.from(JSON.stringify(value)),
  unpack: (bytes) => JSON.parse(bytes.toString('utf8')) as never,
};

/** A result that is bytes as it stands. */
export const asBytes: Form<Uint8Array> = { pack: (value) => Buffer.from(value), unpack: (bytes) => bytes };

/** The hash by which the graph knows a text. */
export const hashOf = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** A file or folder as it stood when the walk began, where that is known, and its hash, once somebody has asked for it. */
interface Seen {
  stamp?: string;
  hash?: Promise<string>;
}

const folders = ['data', 'charts', 'slides'];

/**
 * One walk over the steps of a project. A step has two sorts of inputs: those that are known before, and what it reads
 * while it is made, which is traced. Under the hash of the first stands the list of what was read the last time; under
 * that of both stands the result. So a result is found without making it, and never one of other inputs. Only what
 * succeeds is kept: problems are found anew each time, and are those of a clean build.
 */
export class Graph {
  readonly #root: string;
  readonly #begun = Date.now();
  readonly #store: Store;
  readonly #tell: (fate: Fate) => void;
  readonly #seen = new Map<string, Seen>();
  readonly #finders = new Map<string, (name: string) => string | undefined>();
  readonly #fates = new Map<string, Record<string, string>>();
  #before: Promise<Record<string, Record<string, string>>> | undefined;

  private constructor(store: Store, root: string, tell: (fate: Fate) => void) {
    this.#store = store;
    this.#root = root;
    this.#tell = tell;
  }

  /** Begins a walk over the project as it is now. `tell` hears of each step. */
  static async begin(store: Store, root: string, tell: (fate: Fate) => void = () => {}): Promise<Graph> {
    const graph = new Graph(store, root, tell);
    const paths = store.code === undefined ? [] : (await Promise.all(folders.map((folder) => pathsBelow(root, folder)))).flat();
    await Promise.all(paths.map(async (path) => graph.#seen.set(path, { stamp: await stampOf(join(root, path)) })));
    return graph;
  }

  /** Says how the hash of what a label names is found, by the label's first word: `table`, `chart`. */
  find(word: string, hashOf: (name: string) => string | undefined): void {
    this.#finders.set(word, hashOf);
  }

  /** The result of a step: as it was kept, else as `make` gives it. What `make` throws is not kept. */
  async keep<T>(kind: string, name: string, inputs: Inputs, make: () => Promise<T>, form: Form<T> = json as Form<T>): Promise<Kept<T>> {
    return (await this.kept(kind, name, inputs, form)) ?? this.make(kind, name, inputs, make, form);
  }

  /** Makes a step, and keeps its result; `counts` tells which of the labels that it reads are found without making anything. */
  async make<T>(
    kind: string,
    name: string,
    inputs: Inputs,
    make: () => Promise<T>,
    form: Form<T> = json as Form<T>,
    counts: (label: string) => boolean = () => true,
  ): Promise<Kept<T>> {
    const { result, read: all } = await trace(make);
    const read = all.filter(counts);
    const bytes = form.pack(result);
    const hashes = await this.#hashesOf(inputs, read);
    const base = this.#base(kind, name, inputs);
    const isKept = this.#store.code !== undefined && (await this.#areAsSeen(read));
    // What nobody can find again must not lead to what others make of it either.
    const key = isKept ? keyOf([base, ...Object.entries(hashes).flat()]) : randomBytes(16).toString('hex');
    if (isKept) {
      await this.#store.write(kind, key, bytes);
      await this.#store.write('reads', base, Buffer.from(JSON.stringify(read)));
    }
    await this.#remember(kind, name, false, hashes);
    return { value: form.unpack(bytes), key, made: true };
  }

  /** The result of a step where it is kept. */
  async kept<T>(kind: string, name: string, inputs: Inputs, form: Form<T> = json as Form<T>): Promise<Kept<T> | undefined> {
    const base = this.#base(kind, name, inputs);
    const list = await this.#store.read('reads', base);
    if (!list) return undefined;
    const read = JSON.parse(list.toString('utf8')) as string[];
    const hashes = await this.#hashesOf(inputs, read);
    const key = keyOf([base, ...Object.entries(hashes).flat()]);
    const bytes = await this.#store.read(kind, key);
    if (!bytes) return undefined;
    for (const label of read) note(label);
    await this.#remember(kind, name, true, hashes);
    return { value: form.unpack(bytes), key, made: false };
  }

  /** The hash of a file of the project: of its bytes, or of the names in a folder; a word where it cannot be read. */
  async fileHash(path: string): Promise<string> {
    const full = join(this.#root, path);
    const seen = this.#seen.get(path) ?? {};
    this.#seen.set(path, seen);
    seen.hash ??= hashFile(this.#root, full);
    return seen.hash;
  }

  /** Keeps what several steps give alike under its own hash, which is given. */
  async put(kind: string, text: string): Promise<string> {
    const hash = hashOf(text);
    await this.#store.write(kind, hash, Buffer.from(text));
    return hash;
  }

  /** What was put under a hash, as long as it is kept. */
  async get(kind: string, hash: string): Promise<string | undefined> {
    return (await this.#store.read(kind, hash))?.toString('utf8');
  }

  /** Notes for the next walk what each step was made from. */
  async end(): Promise<void> {
    if (this.#fates.size === 0) return;
    const all = { ...(await this.#lastFates()), ...Object.fromEntries(this.#fates) };
    await this.#store.write('fates', hashOf(this.#root), Buffer.from(JSON.stringify(all)));
    await allKept();
  }

  #base(kind: string, name: string, inputs: Inputs): string {
    const named = Object.entries(inputs).flatMap(([label, text]) => [label, text === undefined ? 'none' : `=${text}`]);
    return keyOf([this.#store.code ?? '', kind, name, ...named]);
  }

  async #hashesOf(inputs: Inputs, read: readonly string[]): Promise<Record<string, string>> {
    const own = Object.entries(inputs).map(([label, text]) => [label, hashOf(text ?? '')] as const);
    const found = await Promise.all(read.map(async (label) => [label, await this.#labelHash(label)] as const));
    return Object.fromEntries([...own, ...found]);
  }

  async #labelHash(label: string): Promise<string> {
    const at = label.indexOf(' ');
    const [word, name] = at < 0 ? [label, ''] : [label.slice(0, at), label.slice(at + 1)];
    return word === 'file' ? this.fileHash(name) : (this.#finders.get(word)?.(name) ?? 'none');
  }

  /** True where no file has changed since the walk began: what was read of it may be of another time than its hash. */
  async #areAsSeen(read: readonly string[]): Promise<boolean> {
    const paths = read.filter((label) => label.startsWith('file ')).map((label) => label.slice('file '.length));
    return (await Promise.all(paths.map((path) => this.#isAsSeen(path)))).every((each) => each);
  }

  async #isAsSeen(path: string): Promise<boolean> {
    const full = join(this.#root, path);
    const { stamp } = this.#seen.get(path) ?? {};
    if (stamp !== undefined) return stamp === (await stampOf(full));
    // What stands elsewhere must be older than the walk, by more than the clock of a file system is slow.
    const facts = await stat(full).catch(() => undefined);
    return facts === undefined || facts.ctimeMs < this.#begun - 20;
  }

  async #remember(kind: string, name: string, kept: boolean, hashes: Record<string, string>): Promise<void> {
    const step = `${kind} ${name}`;
    const before = kept ? hashes : ((await this.#lastFates())[step] ?? {});
    const labels = Object.keys({ ...before, ...hashes });
    if (!kept) this.#fates.set(step, hashes);
    this.#tell({ kind, name, kept, changed: labels.filter((label) => before[label] !== hashes[label]) });
  }

  #lastFates(): Promise<Record<string, Record<string, string>>> {
    this.#before ??= this.#store
      .read('fates', hashOf(this.#root))
      .then((bytes) => (bytes ? (JSON.parse(bytes.toString('utf8')) as Record<string, Record<string, string>>) : {}));
    return this.#before;
  }
}

/** A folder of the project, and all below it; links to folders are not followed. */
async function pathsBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const found = entries.map((each) => {
    const path = `${folder}/${each.name}`;
    return each.isDirectory() ? pathsBelow(root, path) : [path];
  });
  return [folder, ...(await Promise.all(found)).flat()];
}

/** What changes with a file, as far as the system tells. */
async function stampOf(path: string): Promise<string> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined);
  return facts ? `${facts.ino} ${facts.size} ${facts.mtimeNs} ${facts.ctimeNs}` : 'none';
}

/** The hash of a file's place, which a link may change, and its bytes; read in pieces, as a dataset may be larger than the memory. */
async function hashFile(root: string, full: string): Promise<string> {
  try {
    const hash = createHash('sha256').update(`${relative(await realpath(root), await realpath(full))}\n`);
    const facts = await stat(full);
    if (facts.isDirectory()) return hash.update((await readdir(full)).sort().join('\n')).digest('hex');
    if (!facts.isFile()) return 'device';
    if (facts.size < 2 ** 20) return hash.update(await readFile(full)).digest('hex');
    for await (const piece of createReadStream(full, { highWaterMark: 2 ** 20 })) hash.update(piece as Buffer);
    return hash.digest('hex');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'none';
  }
}
