import type { Frame } from './frame.ts';
import type { Ink } from './ink.ts';
import type { Colour, Marks, Words } from './look.ts';
import type { Paint } from './paint.ts';
import type { Piece, Strokes } from './strokes.ts';

/** What a chart draws, as labels are held against it; `order` is that of the drawing. */
interface Drawn {
  shapes: { element: SVGGraphicsElement; order: number; fill: Colour | undefined }[];
  strokes: { grid: boolean; pieces: Piece[] }[];
  labels: { element: SVGTextElement; order: number }[];
  marks: Marks[];
}

/** Runs in a page: the marks of a chart, and its labels with what they stand on. `chart` is its number on the slide. */
export function lookAtChart(
  drawing: SVGSVGElement,
  chart: number,
  paint: Paint,
  ink: Ink,
  strokes: Strokes,
  { slide, scale, boxOf, numberOf }: Frame,
): { texts: Words[]; marks: Marks[] } {
  const paper = paint.groundOf(drawing, slide);
  const drawn: Drawn = { shapes: [], strokes: [], labels: [], marks: [] };

  /** What a mark stands on: the last shape that holds it whole, else the paper. */
  const groundUnder = (element: SVGGraphicsElement): Colour | undefined => {
    const rect = element.getBoundingClientRect();
    const under = drawn.shapes.findLast(({ element: other }) => {
      const box = other.getBoundingClientRect();
      return box.left <= rect.left && box.right >= rect.right && box.top <= rect.top && box.bottom >= rect.bottom;
    });
    return under ? under.fill : paper;
  };

  const take = (element: SVGGraphicsElement, order: number): void => {
    const roles = element.closest('[class*="mark-"]')?.getAttribute('class') ?? '';
    const style = getComputedStyle(element);
    const opacity = paint.opacityWithin(element, drawing);
    const [fill, stroke] = [paint.read(style.fill), paint.read(style.stroke)];
    const { width, height } = element.getBoundingClientRect();
    const ground = groundUnder(element);
    const solid = (colour: typeof fill, own: string) =>
      colour && colour[3] > 0 && ground ? paint.blend(colour, colour[3] * Number(own) * opacity, ground) : undefined;
    const isFilled =
      element.tagName === 'path' && fill !== undefined && fill[3] * Number(style.fillOpacity) * opacity > 0.02 && width > 0 && height > 0;
    const thickness = Number.parseFloat(style.strokeWidth);
    const isStroked = stroke !== undefined && stroke[3] * Number(style.strokeOpacity) * opacity > 0.02 && thickness > 0;
    const isMark = /\brole-(?:mark|legend-symbol)\b/.test(roles) && !/mark-(?:group|text)/.test(roles);
    const isHelper = element.closest('[aria-hidden="true"]') !== null && !/role-legend/.test(roles);
    const colour = isFilled ? solid(fill, style.fillOpacity) : solid(stroke, style.strokeOpacity);
    if (isMark && !isHelper && (isFilled || isStroked) && colour)
      drawn.marks.push({
        chart,
        kind: /mark-(\w+)/.exec(roles)?.[1] ?? element.tagName,
        colour,
        outline: isFilled && isStroked && thickness >= 1 ? solid(stroke, style.strokeOpacity) : undefined,
        ground,
      });
    if (isFilled && /mark-(?:rect|arc|area|symbol|shape|path)|background/.test(`${roles} ${element.getAttribute('class') ?? ''}`))
      drawn.shapes.push({ element, order, fill: solid(fill, style.fillOpacity) });
    if (isStroked && !isFilled && /mark-(?:rule|line|trail)/.test(roles) && !/role-axis-(?:tick|domain)|role-legend/.test(roles))
      drawn.strokes.push({ grid: /role-axis-grid/.test(roles), pieces: strokes.piecesOf(element) });
  };

  /** What a label stands on at a point of the screen: the last shape drawn before it that holds the point, else the paper. */
  const groundAt = (x: number, y: number, order: number): Colour | undefined => {
    const under = drawn.shapes.findLast(({ element: shape, order: before }) => {
      const around = shape.getBoundingClientRect();
      if (before > order || x < around.left || x > around.right || y < around.top || y > around.bottom) return false;
      const own = shape.getScreenCTM()?.inverse();
      if (!own) return false;
      const point = drawing.createSVGPoint();
      [point.x, point.y] = [x, y];
      return (shape as SVGGeometryElement).isPointInFill(point.matrixTransform(own));
    });
    return under ? under.fill : paper;
  };

  /** The box of a label on the screen: of its ink where it stands upright in one line. */
  const inkBox = (element: SVGTextElement, style: CSSStyleDeclaration, text: string, drawnAt: number, isTurned: boolean) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const isOneLine = element.querySelectorAll('tspan[x], tspan[dy]').length < 2;
    if (isTurned || !isOneLine) return { left, top, right, bottom };
    const { above, below } = ink.room(style, text);
    return { left, right, top: top + above * drawnAt, bottom: bottom - below * drawnAt };
  };

  const labelOf = ({ element, order }: Drawn['labels'][number]): Words[] => {
    const style = getComputedStyle(element);
    const [matrix, fill] = [element.getScreenCTM(), paint.read(style.fill)];
    if (!matrix || !fill) return [];
    const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim();
    const drawnAt = Math.hypot(matrix.a, matrix.b);
    const isTurned = Math.abs(matrix.b) > 1e-3 || Math.abs(matrix.c) > 1e-3;
    const box = inkBox(element, style, text, drawnAt, isTurned);
    const opacity = paint.opacityWithin(element, drawing);
    // Along its letters, which may be turned.
    const own = element.getBBox();
    const grounds = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => {
      const at = new DOMPoint(own.x + part * own.width, own.y + own.height / 2).matrixTransform(matrix);
      return groundAt(at.x, at.y, order);
    });
    const inner = { left: box.left + drawnAt, right: box.right - drawnAt, top: box.top + drawnAt, bottom: box.bottom - drawnAt };
    const through = isTurned ? undefined : drawn.strokes.find(({ pieces }) => pieces.some((piece) => strokes.crosses(inner, piece)));
    return [
      {
        text,
        lines: [boxOf(box)],
        cut: 0,
        size: (Number.parseFloat(style.fontSize) * drawnAt) / scale,
        bold: Number(style.fontWeight) >= 600,
        foreignFont: ink.foreignFont(style),
        // The box of a turned label holds more than its letters.
        on: !isTurned && grounds.includes(undefined) ? paint.standsOn(drawing, [box], slide) : undefined,
        colour: [fill[0], fill[1], fill[2], fill[3] * opacity],
        seen: grounds.map((ground) => (ground ? [paint.seenOn(fill, opacity, ground)] : [])),
        block: numberOf(element),
        chart,
        isMarginal: false,
        isTurned,
        crossedBy: through && (through.grid ? 'gridline' : 'line'),
      },
    ];
  };

  [...drawing.querySelectorAll<SVGGraphicsElement>('path, line, text, image')].forEach((element, order) => {
    if (element.closest('defs, clipPath, [display="none"]') || !paint.isSeen(element, slide)) return;
    if (element.tagName !== 'text') take(element, order);
    else if (!element.parentElement?.closest('text') && (element.textContent ?? '').trim() !== '')
      drawn.labels.push({ element: element as SVGTextElement, order });
  });
  return { texts: drawn.labels.flatMap(labelOf), marks: drawn.marks };
}
