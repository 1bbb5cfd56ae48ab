import { posix } from 'node:path';
import { type Context, IncludeTag, LayoutTag, type Liquid, RenderTag } from 'liquidjs';
import { insideProject, isFile, readSource } from '../files.ts';

const mostDepth = 50;
const mostFiles = 200;
const mostBlocks = 100;

type TagClass = Parameters<Liquid['registerTag']>[1];

/** How Liquid finds the files that templates include: below `slides/`, by the rules for every file of the project. */
export function partialFiles(root: string) {
  const inProject = (file: string) => posix.join('slides', file);
  const notInTurn = () => {
    throw new Error('templates are rendered in turn');
  };
  return {
    resolve: (_folder: string, file: string) => posix.normalize(file),
    contains: async (_folder: string, file: string) => !file.startsWith('..') && !posix.isAbsolute(file),
    exists: async (file: string) => isFile(await insideProject(root, inProject(file))),
    readFile: async (file: string) => (await readSource(root, inProject(file)))?.text ?? '',
    existsSync: notInTurn,
    readFileSync: notInTurn,
  };
}

/**
 * Stops templates that include each other for ever: Liquid itself counts nothing but time, and that not while it
 * looks for variables. Gives what is to be called before each template.
 */
export function limitDepth(engine: Liquid): () => void {
  const files = { seen: 0 };
  for (const [name, tag] of Object.entries({ render: RenderTag, include: IncludeTag, layout: LayoutTag }))
    engine.registerTag(name, counted(tag, files));
  return () => {
    files.seen = 0;
  };
}

/** Throws when blocks stand in each other too deeply, before Liquid itself is lost in them. */
export function checkNesting(text: string): void {
  const inTag = text.includes('liquid')
    ? /(?:\{%-?\s*|^\s*)(end)?(?:if|unless|for|case|tablerow|capture|block)\b/gm
    : /\{%-?\s*(end)?(?:if|unless|for|case|tablerow|capture|block)\b/g;
  let depth = 0;
  for (const [, end] of text.matchAll(inTag)) {
    depth = Math.max(0, depth + (end ? -1 : 1));
    if (depth > mostBlocks) throw new Error('block depth limit exceeded');
  }
}

function counted(tag: typeof RenderTag | typeof IncludeTag | typeof LayoutTag, files: { seen: number }): TagClass {
  // Each rendering has one limiter, which the contexts of all that it includes share.
  const depths = new WeakMap<object, number>();
  return class extends (tag as typeof RenderTag) {
    override *children(partials: boolean, sync: boolean): ReturnType<RenderTag['children']> {
      files.seen++;
      if (files.seen > mostFiles) throw new Error('include depth limit exceeded');
      return yield* super.children(partials, sync);
    }
    override *render(context: Context, emitter: never): Generator<unknown, void, unknown> {
      const depth = (depths.get(context.renderLimit) ?? 0) + 1;
      if (depth > mostDepth) throw new Error('include depth limit exceeded');
      depths.set(context.renderLimit, depth);
      try {
        yield* super.render(context, emitter) as Generator<unknown, void, unknown>;
      } finally {
        depths.set(context.renderLimit, depth - 1);
      }
    }
  } as unknown as TagClass;
}
