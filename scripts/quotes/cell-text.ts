import { type Context, Drop, type Emitter, evalToken, type Liquid, type Tag } from 'liquidjs';
import type { Ledger } from './ledger.ts';

/**
 * A text that Liquid's own filters have made out of cells, as by `upcase` or `split`. It computes as its text and prints
 * as text: a cell may hold Markdown and HTML, and is never read as either.
 */
export class TextDrop extends Drop {
  readonly #text: string;
  constructor(text: string) {
    super();
    this.#text = text;
  }

  get size(): number {
    return this.#text.length;
  }

  override valueOf(): string {
    return this.#text;
  }
}

/** Words that mean the same in Markdown, HTML and any attribute. */
const plain = /^[\p{L}\p{N} .,\uE000-\uE019]*$/u;

/** A text as marks of the ledger, so that nothing on the way to the page reads markup into it; marks in it stay. */
export function markText(text: string, ledger: Ledger): string {
  if (plain.test(text)) return text;
  return text.replace(/[^\uE000\uE001\uE010-\uE019]+/g, (part) => ledger.literal(part));
}

type Handler = (this: unknown, ...values: unknown[]) => unknown;

/** Makes Liquid's own filters and tags keep texts out of cells as such. To be called before filters for cells are added. */
export function keepCellText(engine: Liquid, ledger: Ledger): void {
  for (const [name, filter] of Object.entries(engine.filters))
    if (typeof filter === 'function') engine.registerFilter(name, keeping(filter as Handler));
  // These print and walk what they are given as what it is in JavaScript.
  for (const name of ['echo', 'cycle']) engine.registerTag(name, printing(engine.tags[name] as unknown as TagClass, ledger) as never);
  for (const name of ['for', 'tablerow']) engine.registerTag(name, walking(engine.tags[name] as unknown as TagClass) as never);
}

function keeping(handler: Handler): Handler {
  return function (this: unknown, ...values) {
    const result = handler.apply(this, values);
    if (!values.some(isOfCells)) return result;
    return isIterator(result) ? keepLast(result) : keep(result);
  };
}

function* keepLast(work: Iterator<unknown>): Generator<unknown, unknown, unknown> {
  return keep(yield* { [Symbol.iterator]: () => work });
}

const isIterator = (value: unknown): value is Iterator<unknown> =>
  typeof (value as { next?: unknown } | null)?.next === 'function' && !(value instanceof Drop);

const isOfCells = (value: unknown): boolean => value instanceof Drop || (Array.isArray(value) && value.some(isOfCells));

/** A result with each text in it kept as one out of cells. */
function keep(value: unknown): unknown {
  if (typeof value === 'string') return new TextDrop(value);
  if (Array.isArray(value)) return value.map(keep);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, keep(each)]));
}

type Rendering = Generator<unknown, unknown, unknown>;
type Rendered = Omit<Tag, 'render'> & { render(context: Context, emitter: Emitter): Rendering; collection?: unknown };
type TagClass = new (...parts: ConstructorParameters<typeof Tag>) => Rendered;

/** A tag that prints, with all that it prints as text. */
const printing = (Base: TagClass, ledger: Ledger) =>
  class extends Base {
    override *render(context: Context, emitter: Emitter): Rendering {
      const write = (text: unknown) => emitter.write(markText(String(text), ledger));
      const printed = yield* super.render(context, { ...emitter, write });
      return typeof printed === 'string' ? markText(printed, ledger) : printed;
    }
  };

/** A tag that walks a list, and no cell. */
const walking = (Base: TagClass) =>
  class extends Base {
    override *render(context: Context, emitter: Emitter): Rendering {
      const list = yield evalToken(this.collection as Parameters<typeof evalToken>[0], context);
      if (list instanceof Drop && typeof list.valueOf() === 'string')
        throw new Error('this is a text, not a list\nwalk the rows of a table, or split the text first');
      return yield* super.render(context, emitter);
    }
  };
