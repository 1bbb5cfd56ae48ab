import type { Frame } from './frame.ts';
import type { Ink } from './ink.ts';
import type { Words } from './look.ts';
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
    texts.push({
      text,
      lines: lines.map(boxOf),
      size: Number.parseFloat(style.fontSize),
      bold: Number(style.fontWeight) >= 600,
      foreignFont: ink.foreignFont(style),
      seen: [paint.groundsOf(element, slide).map((ground) => paint.seenOn(colour, opacity, ground))],
      onPicture: paint.isOnPicture(element, lines, slide) ? [colour[0], colour[1], colour[2], colour[3] * opacity] : undefined,
      block: numberOf(blockOf(element)),
      chart: undefined,
      isMarginal: isWithin(element, 'header, footer, .sources, figcaption, sup, sub, rt, small, cite'),
      isTurned: false,
      crossedBy: undefined,
    });
  }
  return texts;
}
