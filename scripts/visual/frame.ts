import type { Box } from './look.ts';

/** Runs in a page: a slide as a frame, in whose px its parts are told, however large it is drawn. */
export function makeFrame(slide: HTMLElement) {
  const page = slide.getBoundingClientRect();
  const scale = page.width / slide.offsetWidth || 1;
  const blocks = new Map<Element, number>();

  /** A box of the screen in px of the slide. */
  const boxOf = ({ left, top, right, bottom }: Box): Box => ({
    left: (left - page.left) / scale,
    top: (top - page.top) / scale,
    right: (right - page.left) / scale,
    bottom: (bottom - page.top) / scale,
  });

  /** The number of a block, by which a text is not held against itself. */
  const numberOf = (block: Element): number => {
    const known = blocks.get(block) ?? blocks.size;
    blocks.set(block, known);
    return known;
  };

  /** Whether an element stands in one of `selector` on the slide; in a preview the slide itself stands in a drawing. */
  const isWithin = (element: Element, selector: string): boolean => {
    const found = element.closest(selector);
    return found !== null && found !== slide && slide.contains(found);
  };

  return { slide, scale, boxOf, numberOf, isWithin };
}

export type Frame = ReturnType<typeof makeFrame>;
