import type { Box, Colour, Rgba, Seen, Words } from './look.ts';

/** Runs in a page: reads colours as computed, and what text stands on. */
export function makePaint() {
  const known = new Map<string, Rgba | undefined>();

  /** A computed colour; undefined for paint that is none. */
  const read = (text: string): Rgba | undefined => {
    if (!known.has(text)) {
      const [, kind, inside = ''] = /^(rgba?|color)\((?:srgb )?([\d., /e-]+)\)$/.exec(text) ?? [];
      const [red = 0, green = 0, blue = 0, alpha = 1] = inside.split(/[ ,/]+/).map(Number);
      const unit = kind === 'color' ? 255 : 1;
      known.set(text, kind ? [red * unit, green * unit, blue * unit, alpha] : undefined);
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

  /** A colour as it is drawn on a ground. */
  const seenOn = (colour: Rgba, opacity: number, ground: Colour): Seen => ({ colour: blend(colour, colour[3] * opacity, ground), ground });

  const isSeen = (element: Element, slide: Element) =>
    getComputedStyle(element).visibility === 'visible' && opacityWithin(element, slide) > 0.05;

  /** What may be seen where a style paints on one of `grounds`: a gradient may be any of its colours; nothing is known of a picture. */
  const painted = ({ backgroundColor, backgroundImage, filter }: CSSStyleDeclaration, grounds: readonly Colour[]): Colour[] => {
    const colour = read(backgroundColor);
    if (!colour) return [];
    const base = grounds.map((each) => blend(colour, colour[3], each));
    if (backgroundImage === 'none') return filter === 'none' ? base : [];
    const stops = (backgroundImage.match(/\b(?:rgba?|color|lab|lch|oklab|oklch)\([^)]*\)/g) ?? []).map(read);
    if (filter !== 'none' || /url\(/.test(backgroundImage) || stops.includes(undefined)) return [];
    return [...base, ...base.flatMap((each) => (stops as Rgba[]).map((stop) => blend(stop, stop[3], each)))];
  };

  /** Whether boxes of the screen stand on an element. */
  const standOn = (boxes: readonly Box[], under: Element) => {
    const { left, top, right, bottom } = under.getBoundingClientRect();
    return boxes.some((box) => box.right > left && box.left < right && box.bottom > top && box.top < bottom);
  };

  const layersUnder = (boxes: readonly Box[], slide: Element) =>
    [...slide.querySelectorAll(':scope > .backdrop > *')].filter((layer) => standOn(boxes, layer));

  /** What may be seen of the layer behind a slide where an element stands on it, above one of `grounds`. */
  const behind = (element: Element, slide: Element, grounds: readonly Colour[]): readonly Colour[] => {
    const layers = layersUnder([element.getBoundingClientRect()], slide);
    if (layers.length === 0) return grounds;
    const seen = layers.map((layer) => (layer.querySelector('svg') ? [] : painted(getComputedStyle(layer), grounds)));
    return seen.some((each) => each.length === 0) ? [] : seen.flat();
  };

  const isOpaque = ({ backgroundColor, backgroundImage }: CSSStyleDeclaration) =>
    backgroundImage === 'none' && read(backgroundColor)?.[3] === 1;

  /** Whether boxes of the text of an element stand on a picture, a chart or a gradient, which nothing opaque hides. What a filter changes is not known. */
  const standsOn = (element: Element, boxes: readonly Box[], slide: Element): Words['on'] => {
    let on: Words['on'];
    const isPicture = ({ backgroundImage }: CSSStyleDeclaration) => backgroundImage.includes('url(');
    for (let each = element; ; each = each.parentElement as Element) {
      const style = getComputedStyle(each);
      if (isPicture(style) || [...each.querySelectorAll('img')].some((picture) => standOn(boxes, picture))) return 'picture';
      if (style.backgroundImage !== 'none') on = 'gradient';
      if (each === slide) {
        const layers = layersUnder(boxes, slide).map((layer) => [layer, getComputedStyle(layer)] as const);
        if (layers.some(([layer, own]) => layer.querySelector('svg') || isPicture(own))) return 'picture';
        return layers.some(([, own]) => own.backgroundImage !== 'none') ? 'gradient' : on;
      }
      if (isOpaque(style)) return on;
      if (style.filter !== 'none') return undefined;
    }
  };

  /** The colours that may be under the text of an element: none where nothing is known. Under a slide there is white. */
  const groundsOf = (element: Element, slide: Element): readonly Colour[] => {
    const own = [element];
    while (own[0] !== slide && own[0]?.parentElement) own.unshift(own[0].parentElement);
    return own.reduce<readonly Colour[]>(
      (grounds, each) => {
        const style = getComputedStyle(each);
        // What is opaque hides all below it, also what is not known.
        const over = painted(style, isOpaque(style) ? [[255, 255, 255]] : grounds);
        return each === slide ? behind(element, slide, over) : over;
      },
      [[255, 255, 255]],
    );
  };

  /** The colour under an element where it is known. */
  const groundOf = (element: Element, slide: Element): Colour | undefined => {
    const [ground, ...others] = groundsOf(element, slide);
    return others.length === 0 ? ground : undefined;
  };

  return { read, blend, seenOn, opacityWithin, isSeen, standsOn, groundsOf, groundOf };
}

export type Paint = ReturnType<typeof makePaint>;
