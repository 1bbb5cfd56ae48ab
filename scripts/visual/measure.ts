import { lookAtChart } from './drawing.ts';
import { lookAtFigures } from './figures.ts';
import { makeFrame } from './frame.ts';
import { makeInk } from './ink.ts';
import type { SlideLook } from './look.ts';
import { makePaint } from './paint.ts';
import { lookAtPictures } from './pictures.ts';
import { makeStrokes } from './strokes.ts';
import { lookAtTexts } from './texts.ts';

/** The parts of a look, each of which stands alone, as its text is what the browser runs. */
const parts = { makePaint, makeInk, makeStrokes, makeFrame, lookAtTexts, lookAtChart, lookAtPictures, lookAtFigures };
type Parts = typeof parts;

/** A look at some slides as they are laid out; each may be scaled, and all is told in px of the slide. */
export type Look = (slides: readonly HTMLElement[]) => SlideLook[];

/** Runs in a page: puts the parts of a look together. */
function makeLook(own: Parts): Look {
  const [paint, ink, strokes] = [own.makePaint(), own.makeInk(), own.makeStrokes()];
  return (slides) =>
    slides.map((slide) => {
      const frame = own.makeFrame(slide);
      const charts = [...slide.querySelectorAll<SVGSVGElement>('span.chart > svg')].map((drawing, index) =>
        own.lookAtChart(drawing, index, paint, ink, strokes, frame),
      );
      return {
        classes: [...slide.classList],
        headings: [...slide.querySelectorAll('h1, h2, h3, h4, h5, h6')]
          .filter((each) => (each.textContent ?? '').trim() !== '')
          .map((each) => ({ level: Number(each.tagName[1]), text: (each.textContent ?? '').replace(/\s+/g, ' ').trim() })),
        texts: [...own.lookAtTexts(paint, ink, frame), ...charts.flatMap((each) => each.texts)],
        marks: charts.flatMap((each) => each.marks),
        pictures: own.lookAtPictures(frame),
        torn: own.lookAtFigures(frame),
      };
    });
}

/** The text of a {@link Look} for a page to run. */
export const lookText = `(${makeLook})({${Object.entries(parts)
  .map(([name, part]) => `${name}:${part}`)
  .join(',')}})`;
