import type { Frame } from './frame.ts';

/** Runs in a page: the figures that a line end tears apart, or from what is written onto them. */
export function lookAtFigures({ slide }: Frame): string[] {
  return [...slide.querySelectorAll<HTMLElement>('data.tie')].flatMap((tie) => {
    const lines = [...tie.getClientRects()].filter(({ width }) => width > 0);
    const [first, last] = [lines[0], lines.at(-1)];
    if (!first || !last) return [];
    if (last.top - first.top > first.height / 2) return [tie.textContent ?? ''];
    const next = tie.nextSibling;
    const after = next?.nodeType === Node.TEXT_NODE ? (next.textContent ?? '') : '';
    const unit = /^(?:[%‰°]|[\p{Script=Han}]|(?:bn|tn|mn|x|k)\b)/u.exec(after)?.[0];
    if (!unit || !next) return [];
    const range = document.createRange();
    range.setStart(next, 0);
    range.setEnd(next, unit.length);
    return range.getBoundingClientRect().top - last.top > first.height / 2 ? [`${tie.textContent}${unit}`] : [];
  });
}
