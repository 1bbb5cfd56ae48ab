import { type Context, Drop, type Emitter, evalToken, type Liquid, Tag } from 'liquidjs';
import { UntiedError } from './liquid-errors.ts';

type Rendering = Generator<unknown, unknown, unknown>;
type Rendered = Omit<Tag, 'render'> & { render(context: Context, emitter: Emitter): Rendering; collection?: unknown };
type TagClass = new (...parts: ConstructorParameters<typeof Tag>) => Rendered;

/** Makes Liquid's own tags print by `write`, as `{{ }}` does, walk no cell as a list, and count nothing of their own. */
export function guardTags(engine: Liquid, write: (value: unknown) => string): void {
  // These print and walk what they are given as what it is in JavaScript.
  for (const name of ['echo', 'cycle']) engine.registerTag(name, printing(engine.tags[name] as unknown as TagClass, write) as never);
  for (const name of ['for', 'tablerow']) engine.registerTag(name, walking(engine.tags[name] as unknown as TagClass) as never);
  for (const name of ['increment', 'decrement']) engine.registerTag(name, CounterTag);
}

/** A tag that prints. */
const printing = (Base: TagClass, write: (value: unknown) => string) =>
  class extends Base {
    override *render(context: Context, emitter: Emitter): Rendering {
      const written = { ...emitter, write: (value: unknown) => emitter.write(write(value)) };
      const printed = yield* super.render(context, written);
      return printed === undefined ? undefined : write(printed);
    }
  };

/** A tag that walks a list, and no cell. */
const walking = (Base: TagClass) =>
  class extends Base {
    override *render(context: Context, emitter: Emitter): Rendering {
      const list = yield evalToken(this.collection as Parameters<typeof evalToken>[0], context);
      if (list instanceof Drop && typeof list.valueOf() === 'string')
        throw new Error('this is a text, not a list\nwalk the rows of a table');
      return yield* super.render(context, emitter);
    }
  };

/** What to do about a number that no cell holds. */
export const numberFix = 'put it into a dataset or compute it in a data/*.sql model, then quote that';

/** Liquid's own counters print numbers that come from no cell. */
class CounterTag extends Tag {
  render(): never {
    const text = this.token.getText().replace(/[{}%]/g, '').trim();
    throw new UntiedError(`"${text}" prints a count of its own, which comes from no cell\n${numberFix}`);
  }
}
