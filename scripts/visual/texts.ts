import type { Frame } from './frame.ts';
import type { Ink } from './ink.ts';
import type { Box, Words } from './look.ts';
import type { Paint } from './paint.ts';

/** Runs in a page: the texts of a slide outside of its charts. */
export function lookAtTexts(paint: Paint, ink: Ink, { slide, scale, boxOf, numberOf, isWithin }: Frame): Words[] {
  const blockOf = (element: Element): Element => {
    let block = element;
    while (block.parentElement && block !== slide && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    return block;
  };

  const linesOf = (node: Node, style: CSSStyleDeclaration, text: string) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { above, below } = ink.room(style, text);
    return [...range.getClientRects()]
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ left, top, right, bottom }) => ({ left, right, top: top + above * scale, bottom: bottom - below * scale }));
  };

  /** How large an element is drawn beside how it is set, and whether it is turned. */
  const drawn = (element: Element) => {
    let [size, isTurned] = [1, false];
    for (let each: Element | null = element; each && each !== slide; each = each.parentElement) {
      const { transform } = getComputedStyle(each);
      if (transform === 'none') continue;
      const { a, b, c, d } = new DOMMatrix(transform);
      size *= Math.sqrt(Math.abs(a * d - b * c));
      isTurned ||= Math.abs(b) > 1e-3 || Math.abs(c) > 1e-3;
    }
    return { size, isTurned };
  };

  const beyond = (lines: readonly Box[], box: Box) =>
    Math.max(...lines.flatMap((line) => [box.left - line.left, box.top - line.top, line.right - box.right, line.bottom - box.bottom]));

  /** By how much lines of an element leave a box that hides what leaves it, in px of the screen. What is told to readers alone has hardly any box. */
  const cutBy = (element: Element, lines: readonly Box[]): number => {
    let cut = 0;
    for (let each: Element | null = element; each && each !== slide; each = each.parentElement) {
      const { overflow, display } = getComputedStyle(each);
      const box = each.getBoundingClientRect();
      if (overflow === 'visible' || display === 'inline' || (box.width <= 2 && box.height <= 2)) continue;
      cut = Math.max(cut, beyond(lines, box));
    }
    const page = slide.getBoundingClientRect();
    const isInside = beyond([element.getBoundingClientRect()], page) <= scale;
    return isInside ? Math.max(cut, beyond(lines, page)) : cut;
  };

  const texts: Words[] = [];
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement as Element;
    const text = (node.textContent ?? '').replace(/\s+/g, ' ').trim();
    if (text === '' || isWithin(element, 'svg, mjx-container, style, script, .backdrop') || !paint.isSeen(element, slide)) continue;
    const style = getComputedStyle(element);
    const lines = linesOf(node, style, text);
    if (lines.length === 0) continue;
    const colour = paint.read(style.color) ?? [0, 0, 0, 1];
    const opacity = paint.opacityWithin(element, slide);
    const { size, isTurned } = drawn(element);
    texts.push({
      text,
      lines: lines.map(boxOf),
      cut: isTurned ? 0 : cutBy(element, lines) / scale,
      size: Number.parseFloat(style.fontSize) * size,
      bold: Number(style.fontWeight) >= 600,
      foreignFont: ink.foreignFont(style),
      seen: [paint.groundsOf(element, slide).map((ground) => paint.seenOn(colour, opacity, ground))],
      on: paint.standsOn(element, lines, slide),
      colour: [colour[0], colour[1], colour[2], colour[3] * opacity],
      block: numberOf(blockOf(element)),
      chart: undefined,
      isMarginal: isWithin(element, 'header, footer, .sources, figcaption, sup, sub, rt, small, cite'),
      isTurned,
      crossedBy: undefined,
    });
  }
  return texts;
}
