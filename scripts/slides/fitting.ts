// biome-ignore lint/suspicious/noExplicitAny: markdown-it's tokens come untyped through Marp
type Any = any;

/**
 * Marks what Marp's script fits to the slide on screen, so that print can do it too: headings with `<!-- fit -->`, and
 * code that is too wide, where the theme allows it by `@auto-scaling`. The comment is a directive, and no note.
 */
export function markFitting(md: Any, theme: string): void {
  md.core.ruler.before('marp_fitting_header', 'tieout_fitting', ({ tokens }: Any) => {
    const scaling = String(md.marpit.themeSet.getThemeMeta(theme, 'auto-scaling') ?? '');
    const scales = (part: string) => scaling === 'true' || scaling.includes(part);
    tokens.forEach((token: Any, index: number) => {
      for (const each of fitsIn(token)) each.meta = { ...each.meta, marpitCommentParsed: 'fit' };
      if (token.type === 'heading_open' && scales('fittingHeader') && fitsIn(tokens[index + 1]).length > 0)
        token.attrSet('data-fit', 'heading');
      if ((token.type === 'fence' || token.type === 'code_block') && scales('code')) token.attrSet('data-fit', 'code');
    });
  });
}

const fitsIn = (inline: Any): Any[] =>
  (inline?.children ?? []).filter((each: Any) => each.type === 'marpit_comment' && String(each.content).trim() === 'fit');
