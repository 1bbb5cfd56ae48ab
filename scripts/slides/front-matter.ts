import { z } from 'zod';
import { parseConfig } from '../config.ts';
import type { SourceFile } from '../files.ts';

const words = z.union([z.string(), z.number(), z.boolean()]);
const spoken = z.union([z.string(), z.array(z.string())]);

/** Marp's directives of a slide, which also stand with `_` before their name: for the file's first slide alone. */
const directives = {
  class: spoken.optional().describe('The layout of the file’s slides: see [Layouts](#layouts).'),
  paginate: words.optional().describe('False takes the page number away.'),
  header: z.string().optional().describe('A text above; it may quote cells.'),
  footer: z.string().optional().describe('A text below; it may quote cells.'),
  backgroundColor: z.string().optional().describe('A colour behind.'),
  backgroundImage: z.string().optional().describe('A picture behind.'),
  backgroundPosition: z.string().optional().describe('Where that picture stands.'),
  backgroundRepeat: z.string().optional().describe('Whether it repeats.'),
  backgroundSize: z.string().optional().describe('How large it is.'),
  color: z.string().optional().describe('The colour of text.'),
};

/** The same for the first slide of a file alone. */
const spot = {
  _class: directives.class,
  _paginate: directives.paginate,
  _header: directives.header,
  _footer: directives.footer,
  _backgroundColor: directives.backgroundColor,
  _backgroundImage: directives.backgroundImage,
  _backgroundPosition: directives.backgroundPosition,
  _backgroundRepeat: directives.backgroundRepeat,
  _backgroundSize: directives.backgroundSize,
  _color: directives.color,
};

const level = z.number().int().min(1).max(6);

/** The keys of a slide file's front matter; REFERENCE.md tells of each. */
export const frontMatterSchema = z.strictObject({
  marp: z.literal(true).optional().describe('As Marp has it; not used.'),
  section: z.string().optional().describe('The key of the section that the file covers.'),
  theme: z.string().optional().describe('The theme, where decks.yaml names none.'),
  style: z.string().optional().describe('CSS beside the theme.'),
  size: z.string().optional().describe('A size that the theme offers.'),
  headingDivider: z
    .union([level, z.array(level), z.literal(false)])
    .optional()
    .describe('The level, or levels, of headings that begin a slide.'),
  math: z.enum(['mathjax', 'katex']).optional().describe('As Marp has it; formulas are drawn by MathJax.'),
  // What they say of a file alone, slides/decks.yaml says of the deck.
  title: words.optional().describe('For Marp; slides/decks.yaml says it of the deck.'),
  author: words.optional().describe('For Marp; slides/decks.yaml says it of the deck.'),
  description: words.optional().describe('For Marp; slides/decks.yaml says it of the deck.'),
  lang: z.string().optional().describe('For Marp; slides/decks.yaml says it of the deck.'),
  keywords: spoken.optional().describe('For Marp; not used.'),
  url: z.string().optional().describe('For Marp; not used.'),
  image: z.string().optional().describe('For Marp; not used.'),
  ...directives,
  ...spot,
});

/** What a slide file says of its slides: Marp's directives, and the `section` that the file covers. */
export type FrontMatter = z.infer<typeof frontMatterSchema>;

const head = /^---\n([\s\S]*?)\n---(?:\n|$)/;

/** Splits a slide file into its front matter and the Markdown after it. Throws a problem for each key that is wrong. */
export function splitFrontMatter(file: SourceFile): { matter: FrontMatter; body: string } {
  const found = head.exec(file.text);
  if (!found) return { matter: {}, body: file.text };
  const matter = parseConfig({ path: file.path, text: found[1] as string }, frontMatterSchema, 2);
  return { matter, body: file.text.slice(found[0].length) };
}

/** Marp's directives of a file: each is set, so that none of the file before it is left. */
export function directivesOf(matter: FrontMatter): Record<string, unknown> {
  const own = Object.keys(directives).map((name) => [name, matter[name as keyof FrontMatter] ?? (name === 'paginate' ? true : '')]);
  const first = Object.keys(spot).flatMap((name) => (name in matter ? [[name, matter[name as keyof FrontMatter]]] : []));
  return Object.fromEntries([...own, ...first]);
}

/** The levels of the headings that begin a slide: one of them and those above it, or a list. */
export function dividersOf({ headingDivider }: FrontMatter): readonly number[] {
  if (Array.isArray(headingDivider)) return headingDivider;
  return headingDivider ? Array.from({ length: headingDivider }, (_, index) => index + 1) : [];
}
