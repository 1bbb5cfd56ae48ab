import type { Frame } from './frame.ts';
import type { Picture } from './look.ts';

/** Runs in a page: the pictures and the charts of a slide, in their order, without those behind its text. */
export function lookAtPictures({ slide, scale, boxOf }: Frame): Picture[] {
  return [...slide.querySelectorAll<HTMLImageElement | SVGSVGElement>('img, span.chart > svg')]
    .filter((each) => !each.closest('.backdrop') && !each.classList.contains('emoji'))
    .map((each) => {
      const box = each.getBoundingClientRect();
      const isChart = each instanceof SVGSVGElement;
      return {
        box: boxOf(box),
        kind: isChart ? 'chart' : 'image',
        alt: each.getAttribute('alt') ?? each.getAttribute('aria-label') ?? '',
        natural: isChart || /^data:image\/svg/.test(each.src) ? 0 : each.naturalWidth,
        scale: isChart ? box.width / scale / (each.viewBox.baseVal.width || each.width.baseVal.value) : 1,
      };
    });
}
