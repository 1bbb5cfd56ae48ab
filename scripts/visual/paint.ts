import type { Colour } from './look.ts';

/** Red, green and blue from 0 to 255, and alpha. */
type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Runs in a page: reads colours as computed, and what text stands on. */
export function makePaint() {
  const known = new Map<string, Rgba | undefined>();

  /** A computed colour; undefined for paint that is none. */
  const read = (text: string): Rgba | undefined => {
    if (!known.has(text)) {
      const found = /^rgba?\((\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?)(?:,\s*([\d.]+))?\)$/.exec(text);
      known.set(
        text,
        found ? [Number(found[1]), Number(found[2]), Number(found[3]), found[4] === undefined ? 1 : Number(found[4])] : undefined,
      );
    }
    return known.get(text);
  };

  /** A colour on another, as seen. */
  const blend = ([r, g, b]: Rgba | Colour, alpha: number, [R, G, B]: Colour): Colour => {
    const mix = (over: number, under: number) => over * alpha + under * (1 - alpha);
    return [mix(r, R), mix(g, G), mix(b, B)];
  };

  /** The opacity of an element and of all that it stands in, below `top`. */
  const opacityWithin = (element: Element, top: Element): number => {
    let opacity = 1;
    for (let each: Element | null = element; each && each !== top; each = each.parentElement)
      opacity *= Number(getComputedStyle(each).opacity);
    return opacity;
  };

  const isSeen = (element: Element, slide: Element) =>
    getComputedStyle(element).visibility === 'visible' && opacityWithin(element, slide) > 0.05;

  /** Whether an element stands on the picture behind its slide, which may take a part of that. */
  const isOnBackdrop = (element: Element, slide: Element): boolean => {
    const [box, picture] = [element, slide.querySelector(':scope > .backdrop')].map((each) => each?.getBoundingClientRect());
    if (!box || !picture) return false;
    return box.right > picture.left && box.left < picture.right && box.bottom > picture.top && box.top < picture.bottom;
  };

  /** The colour under the text of an element; undefined under a picture. Under a slide there is white. */
  const groundOf = (element: Element, slide: Element): Colour | undefined => {
    const layers: Rgba[] = [];
    for (let each: Element | null = element; each; each = each === slide ? null : each.parentElement) {
      const style = getComputedStyle(each);
      if (style.backgroundImage !== 'none' || (each === slide && isOnBackdrop(element, slide))) return undefined;
      const colour = read(style.backgroundColor);
      if (colour && colour[3] > 0) layers.push(colour);
      if (colour?.[3] === 1) break;
    }
    return layers.reverse().reduce<Colour>((under, layer) => blend(layer, layer[3], under), [255, 255, 255]);
  };

  return { read, blend, opacityWithin, isSeen, groundOf };
}

export type Paint = ReturnType<typeof makePaint>;
