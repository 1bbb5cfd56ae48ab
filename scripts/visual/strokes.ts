import type { Box } from './look.ts';

type Point = [x: number, y: number];
/** A straight piece of a line on the screen. */
export type Piece = readonly [from: Point, to: Point];

/** Runs in a page: reads lines and curves as straight pieces, and tells which run through a box. */
export function makeStrokes() {
  /** The straight pieces of a path (the commands that Vega writes), in its own coordinates. */
  const piecesOfPath = (path: string): number[][] => {
    const pieces: number[][] = [];
    let [x, y, startX, startY] = [0, 0, 0, 0];
    const to = (toX: number, toY: number) => {
      pieces.push([x, y, toX, toY]);
      [x, y] = [toX, toY];
    };
    /** A cubic curve from where the path is, in eight pieces. */
    const curveTo = ([x1, y1, x2, y2, x3, y3]: [number, number, number, number, number, number]) => {
      const [x0, y0] = [x, y];
      for (let step = 1; step <= 8; step++) {
        const t = step / 8;
        const u = 1 - t;
        to(
          u ** 3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t ** 3 * x3,
          u ** 3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * y3,
        );
      }
    };
    for (const [, name = '', rest = ''] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
      const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
      const isOwn = name === name.toLowerCase();
      const at = (index: number, isY: boolean) => (numbers[index] as number) + (isOwn ? (isY ? y : x) : 0);
      const kind = name.toUpperCase();
      if (kind === 'Z') to(startX, startY);
      else if (kind === 'M' || kind === 'L')
        for (let i = 0; i + 1 < numbers.length; i += 2) {
          const [nextX, nextY] = [at(i, false), at(i + 1, true)];
          if (kind === 'M' && i === 0) [x, y, startX, startY] = [nextX, nextY, nextX, nextY];
          else to(nextX, nextY);
        }
      else if (kind === 'H') for (let i = 0; i < numbers.length; i++) to(at(i, false), y);
      else if (kind === 'V') for (let i = 0; i < numbers.length; i++) to(x, at(i, true));
      else if (kind === 'C')
        for (let i = 0; i + 5 < numbers.length; i += 6)
          curveTo([at(i, false), at(i + 1, true), at(i + 2, false), at(i + 3, true), at(i + 4, false), at(i + 5, true)]);
      else return pieces;
    }
    return pieces;
  };

  /** The straight pieces of what a path or a line strokes, on the screen. */
  const piecesOf = (element: SVGGraphicsElement): Piece[] => {
    const matrix = element.getScreenCTM();
    if (!matrix) return [];
    const onScreen = (x: number, y: number): Point => [matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f];
    const of = (name: string) => Number(element.getAttribute(name) ?? 0);
    const own = element.tagName === 'line' ? [[of('x1'), of('y1'), of('x2'), of('y2')]] : piecesOfPath(element.getAttribute('d') ?? '');
    return own.map(([x0, y0, x1, y1]) => [onScreen(x0 as number, y0 as number), onScreen(x1 as number, y1 as number)]);
  };

  /** Whether a piece runs through a box (Liang and Barsky). */
  const crosses = (box: Box, [[x0, y0], [x1, y1]]: Piece): boolean => {
    let [from, to] = [0, 1];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const sides: [number, number][] = [
      [-dx, x0 - box.left],
      [dx, box.right - x0],
      [-dy, y0 - box.top],
      [dy, box.bottom - y0],
    ];
    for (const [p, q] of sides) {
      if (p === 0) {
        if (q < 0) return false;
      } else if (p < 0) from = Math.max(from, q / p);
      else to = Math.min(to, q / p);
      if (from > to) return false;
    }
    return true;
  };

  return { piecesOf, crosses };
}

export type Strokes = ReturnType<typeof makeStrokes>;
