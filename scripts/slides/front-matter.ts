import { z } from 'zod';
import { parseConfig, type SourceFile } from '../files.ts';

const directive = z.union([z.string(), z.number(), z.boolean()]);

const frontMatter = z.strictObject({
  marp: z.literal(true).optional(),
  theme: z.string().optional(),
  section: z.string().optional(),
  class: z.union([z.string(), z.array(z.string())]).optional(),
  paginate: directive.optional(),
  header: z.string().optional(),
  footer: z.string().optional(),
  backgroundColor: z.string().optional(),
  color: z.string().optional(),
});

/** What a slide file says of its slides: Marp's directives, and the `section` that the file covers. */
export type FrontMatter = z.infer<typeof frontMatter>;

/** Splits a slide file into its front matter and the Markdown after it. Throws a problem for each key that is wrong. */
export function splitFrontMatter(file: SourceFile): { matter: FrontMatter; body: string } {
  const head = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(file.text);
  if (!head) return { matter: {}, body: file.text };
  const matter = parseConfig({ path: file.path, text: head[1] as string }, frontMatter, 2);
  return { matter, body: file.text.slice(head[0].length) };
}
