// biome-ignore lint/suspicious/noExplicitAny: markdown-it's tokens come untyped through Marp
type Any = any;

/**
 * Begins a slide at each heading of the levels that its file names, as Marp's `headingDivider` does for a whole deck.
 * `levels` are those of each file, which tells its number in a directive before its first slide.
 */
export function divideAtHeadings(md: Any, levels: readonly (readonly number[])[]): void {
  md.core.ruler.before('marpit_slide', 'tieout_dividers', (state: Any) => {
    if (state.inlineMode) return;
    const result: Any[] = [];
    let own: readonly number[] = [];
    let isBegun = false;
    for (const token of state.tokens) {
      const file = token.meta?.marpitParsedDirectives?.file;
      if (file !== undefined) own = levels[Number(file)] ?? [];
      const isHeading = token.type === 'heading_open' && own.includes(Number(token.tag.slice(1)));
      if (isHeading && isBegun) result.push(Object.assign(new state.Token('hr', '', 0), { hidden: true, map: token.map }));
      isBegun = token.type !== 'hr' && (isBegun || isHeading || (!token.hidden && token.type !== 'marpit_comment'));
      result.push(token);
    }
    state.tokens = result;
  });
}
