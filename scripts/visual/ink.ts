/** Runs in a page: measures how much of a line its letters take up, and tells fonts that did not come with the page. */
export function makeInk() {
  const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  const known = new Map<string, TextMetrics>();
  const ownFonts = new Set([...document.fonts].map(({ family }) => family.replace(/^["']|["']$/g, '').toLowerCase()));

  /** The first family of a style, where it did not come with the page. */
  const foreignFont = ({ fontFamily }: CSSStyleDeclaration): string | undefined => {
    const first = /^\s*(?:(["'])(.*?)\1|([^,]*))/.exec(fontFamily);
    const family = (first?.[2] ?? first?.[3] ?? '').trim();
    return ownFonts.has(family.toLowerCase()) ? undefined : family;
  };

  /** What a line of text has free above its ink and below it, in px of its own. */
  const room = (style: CSSStyleDeclaration, text: string): { above: number; below: number } => {
    const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const key = `${font}|${text}`;
    let ink = known.get(key);
    if (!ink) {
      canvas.font = font;
      ink = canvas.measureText(text);
      known.set(key, ink);
    }
    return {
      above: ink.fontBoundingBoxAscent - ink.actualBoundingBoxAscent,
      below: ink.fontBoundingBoxDescent - ink.actualBoundingBoxDescent,
    };
  };
  return { room, foreignFont };
}

export type Ink = ReturnType<typeof makeInk>;
