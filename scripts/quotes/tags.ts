import { type Context, Drop, type Emitter, evalToken, type Liquid, Tag, type Value } from 'liquidjs';
import { UntiedError } from './liquid-errors.ts';

type Rendering = Generator<unknown, unknown, unknown>;
type Rendered = Omit<Tag, 'render'> & { render(context: Context, emitter: Emitter): Rendering };
type TagClass<More> = new (...parts: ConstructorParameters<typeof Tag>) => Rendered & More;

/** Makes Liquid's own tags print by `write`, as `{{ }}` does, walk no cell as a list, and count nothing of their own. */
export function guardTags(engine: Liquid, write: (value: unknown) => string): void {
  const own = <More>(name: string) => engine.tags[name] as unknown as TagClass<More>;
  engine.registerTag('echo', printing(own('echo'), write) as never);
  engine.registerTag('cycle', cycling(own('cycle')) as never);
  for (const name of ['for', 'tablerow']) engine.registerTag(name, walking(own(name)) as never);
  for (const name of ['increment', 'decrement']) engine.registerTag(name, CounterTag);
}

/** Liquid's own "echo" prints a cell as what it is in JavaScript. */
const printing = (Base: TagClass<{ value?: Value }>, write: (value: unknown) => string) =>
  class extends Base {
    override *render(context: Context, emitter: Emitter): Rendering {
      if (this.value) emitter.write(write(yield this.value.value(context, false)));
      return undefined;
    }
  };

/** So would "cycle", which is for texts. */
const cycling = (Base: TagClass<{ candidates: readonly { getText(): string }[] }>) =>
  class extends Base {
    override *render(context: Context, emitter: Emitter): Rendering {
      const other = this.candidates.map((each) => each.getText()).find((text) => !/^(["'])[^"']*\1$/.test(text.trim()));
      if (other) throw new Error(`"cycle" goes round texts in quotes, and this is ${other}\nprint the cell by {{ }}`);
      return yield* super.render(context, emitter);
    }
  };

/** A tag that walks a list, and no cell. */
const walking = (Base: TagClass<{ collection: Parameters<typeof evalToken>[0] }>) =>
  class extends Base {
    override *render(context: Context, emitter: Emitter): Rendering {
      const list = yield evalToken(this.collection, context);
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
