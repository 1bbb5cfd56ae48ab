/** Runs in a page: measures how much of a line its letters take up. */
export function makeInk() {
  const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  const known = new Map<string, TextMetrics>();

  /** What a line of text has free above its ink and below it, in px of its own. */
  return (style: CSSStyleDeclaration, text: string): { above: number; below: number } => {
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
}

export type Ink = ReturnType<typeof makeInk>;
