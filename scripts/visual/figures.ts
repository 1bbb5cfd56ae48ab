import type { Frame } from './frame.ts';
import type { SlideLook } from './look.ts';

/** Runs in a page: the figures that a line end tears apart, or from their units. */
export function lookAtFigures({ slide, boxOf }: Frame): SlideLook['torn'] {
  // What is written onto a figure, or stands after it and its space and measures it.
  const ownUnit = /^(?:[%‰°]|\p{Script=Han}|(?:bn|tn|mn|x|k)\b)/u;
  const nextUnit =
    /^[ \u00a0\n]+(?:[%‰°]|(?:bn|tn|mn|pp|bps|percent|per cent|thousand|million|billion|trillion|(?:point|time|hour|day|week|month|year)s?)\b)/u;
  const nextHan = /^(?:個百分點|個月|[億萬兆倍元年月日天週％])/u;

  /** The text after a figure in its line, and whether it keeps clear of it by a gap. */
  const after = (tie: Element): { node: Text; isApart: boolean } | undefined => {
    const isApart = tie.nextElementSibling?.matches('.g') === true && tie.nextElementSibling === tie.nextSibling;
    const next = isApart ? tie.nextSibling?.nextSibling : tie.nextSibling;
    return next instanceof Text ? { node: next, isApart } : undefined;
  };

  const tops = (range: Range, from: number, to: number, node: Text) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return range.getBoundingClientRect().top;
  };

  return [...slide.querySelectorAll<HTMLElement>('data.tie')].flatMap((tie) => {
    const lines = [...tie.getClientRects()].filter(({ width }) => width > 0);
    const [first, last] = [lines[0], lines.at(-1)];
    if (!first || !last) return [];
    const torn = (text: string) => [{ text: text.replace(/\s+/g, ' '), box: boxOf(tie.getBoundingClientRect()) }];
    if (last.top - first.top > first.height / 2) return torn(tie.textContent ?? '');
    const next = after(tie);
    const said = next?.node.data ?? '';
    const unit = (next?.isApart ? nextHan : ownUnit).exec(said)?.[0] ?? nextUnit.exec(said)?.[0];
    if (!next || !unit) return [];
    const top = tops(document.createRange(), unit.length - unit.trimStart().length, unit.length, next.node);
    return top - last.top > first.height / 2 ? torn(`${tie.textContent}${unit}`) : [];
  });
}
