import { AsyncLocalStorage } from 'node:async_hooks';

// What a step reads is noted where it is read, so that nothing can be forgotten: files in files.ts, tables and charts
// by the maps in which they are found. A label is a word and a name: `file slides/theme.css`, `table rounds`.

const atWork = new AsyncLocalStorage<Set<string>>();

/** Notes that the step at work reads something. */
export function note(label: string): void {
  atWork.getStore()?.add(label);
}

/** Does some work, and gives with its result the labels of all that it has read, sorted. */
export async function trace<T>(work: () => Promise<T>): Promise<{ result: T; read: readonly string[] }> {
  const labels = new Set<string>();
  const result = await atWork.run(labels, work);
  for (const label of labels) note(label);
  return { result, read: [...labels].sort() };
}

/** A map that notes what is looked up in it: `labelOf` a key, or `whole` where all of it is walked. */
export class NotedMap<V> extends Map<string, V> {
  readonly #labelOf: (key: string) => string;
  readonly #whole: string;

  constructor(entries: Iterable<readonly [string, V]>, labelOf: (key: string) => string, whole: string) {
    super();
    this.#labelOf = labelOf;
    this.#whole = whole;
    for (const [key, value] of entries) super.set(key, value);
  }

  override get(key: string): V | undefined {
    note(this.#labelOf(key));
    return super.get(key);
  }

  override has(key: string): boolean {
    note(this.#labelOf(key));
    return super.has(key);
  }

  override get size(): number {
    note(this.#whole ?? '');
    return super.size;
  }

  override keys(): MapIterator<string> {
    note(this.#whole);
    return super.keys();
  }

  override values(): MapIterator<V> {
    note(this.#whole);
    return super.values();
  }

  override entries(): MapIterator<[string, V]> {
    note(this.#whole);
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    note(this.#whole);
    return super[Symbol.iterator]();
  }

  override forEach(visit: (value: V, key: string, map: Map<string, V>) => void): void {
    note(this.#whole);
    super.forEach(visit);
  }
}
