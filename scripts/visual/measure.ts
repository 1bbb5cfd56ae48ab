/** An upright box in px of the slide. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A text as it stands on a slide: a run of the page within one block, or a label of a chart. */
export interface Words {
  text: string;
  /** What it takes up with its ink, line by line. */
  lines: readonly Box[];
  /** The size of its letters as drawn, in px of the slide. */
  size: number;
  bold: boolean;
  colour: Colour;
  /** What it stands on; undefined where that is a picture or a gradient. */
  ground: Colour | undefined;
  /** The number of its block, by which a text is not held against itself. */
  block: number;
  /** The number of its chart on the slide, from 0; undefined for a text of the page. */
  chart: number | undefined;
  /** True for what stands at the edge of a slide: header, footer, source line, page number. */
  isMarginal: boolean;
  /** True for a label of a chart that is not upright. */
  isTurned: boolean;
  /** The line or gridline that runs through its letters. */
  crossedBy: 'line' | 'gridline' | undefined;
}

/** What a chart draws that is no text: marks of one kind in one colour. */
export interface Marks {
  chart: number;
  /** Vega's name of the mark: `rect`, `symbol`, `line`. */
  kind: string;
  colour: Colour;
  outline: Colour | undefined;
  ground: Colour | undefined;
}

export interface Picture {
  box: Box;
  kind: 'image' | 'chart';
  alt: string;
  /** Of an image, its width in its own px; 0 where it has none, as a drawing. */
  natural: number;
  /** Of a chart, how much larger it is drawn than it was made. */
  scale: number;
}

/** What a slide looks like, as laid out. */
export interface SlideLook {
  classes: readonly string[];
  /** Its headings in order, with their levels. */
  headings: readonly { level: number; text: string }[];
  texts: readonly Words[];
  marks: readonly Marks[];
  pictures: readonly Picture[];
  /** Figures that a line end tears apart, or from what is written onto them. */
  torn: readonly string[];
}

/**
 * Runs in a page: looks at each of its slides. It stands alone, as its text is what the browser runs; a slide may be scaled, and
 * all is told in px of the slide.
 */
export function lookAtSlides(): SlideLook[] {
  type Matrix = { a: number; b: number; c: number; d: number; e: number; f: number };
  const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  const measured = new Map<string, TextMetrics>();
  const metrics = (font: string, text: string) => {
    const key = `${font}|${text}`;
    let found = measured.get(key);
    if (!found) {
      canvas.font = font;
      found = canvas.measureText(text);
      measured.set(key, found);
    }
    return found;
  };
  const fontOf = (style: CSSStyleDeclaration) => `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;

  /** Red, green, blue and alpha of a computed colour; undefined for paint that is none. */
  const colours = new Map<string, [number, number, number, number] | undefined>();
  const rgba = (text: string) => {
    if (!colours.has(text)) {
      const found = /^rgba?\((\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?)(?:,\s*([\d.]+))?\)$/.exec(text);
      colours.set(
        text,
        found ? [Number(found[1]), Number(found[2]), Number(found[3]), found[4] === undefined ? 1 : Number(found[4])] : undefined,
      );
    }
    return colours.get(text);
  };
  type Solid = [number, number, number];
  const blend = ([r, g, b]: readonly number[], alpha: number, [R, G, B]: Solid): Solid => {
    const mix = (over: number, under: number) => over * alpha + under * (1 - alpha);
    return [mix(r as number, R), mix(g as number, G), mix(b as number, B)];
  };
  const opacityWithin = (element: Element, top: Element) => {
    let opacity = 1;
    for (let each: Element | null = element; each && each !== top; each = each.parentElement) {
      opacity *= Number(getComputedStyle(each).opacity);
    }
    return opacity;
  };

  /** The colour under the text of an element; undefined under a picture. */
  const groundOf = (element: Element, slide: Element): Solid | undefined => {
    const layers: [number, number, number, number][] = [];
    for (let each: Element | null = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.backgroundImage !== 'none') return undefined;
      const colour = rgba(style.backgroundColor);
      if (colour && colour[3] > 0) layers.push(colour);
      if (colour?.[3] === 1) break;
      if (each === slide && each.parentElement?.querySelector('.backdrop')) return undefined;
    }
    return layers.reverse().reduce<Solid>((under, layer) => blend(layer, layer[3], under), [255, 255, 255]);
  };

  /** The straight pieces of what a path or a line strokes, in its own coordinates. */
  const piecesOf = (element: SVGGraphicsElement): number[][] => {
    if (element.tagName === 'line') {
      const of = (name: string) => Number(element.getAttribute(name) ?? 0);
      return [[of('x1'), of('y1'), of('x2'), of('y2')]];
    }
    const pieces: number[][] = [];
    let [x, y, startX, startY] = [0, 0, 0, 0];
    const to = (toX: number, toY: number) => {
      pieces.push([x, y, toX, toY]);
      [x, y] = [toX, toY];
    };
    for (const [, name = '', rest = ''] of (element.getAttribute('d') ?? '').matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
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
        for (let i = 0; i + 5 < numbers.length; i += 6) {
          const [x0, y0] = [x, y];
          const [x1, y1, x2, y2] = [at(i, false), at(i + 1, true), at(i + 2, false), at(i + 3, true)];
          const [x3, y3] = [at(i + 4, false), at(i + 5, true)];
          for (let step = 1; step <= 8; step++) {
            const t = step / 8;
            const u = 1 - t;
            to(
              u ** 3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t ** 3 * x3,
              u ** 3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * y3,
            );
          }
        }
      else return pieces;
    }
    return pieces;
  };
  const onScreen = (matrix: Matrix, x: number, y: number): [number, number] => [
    matrix.a * x + matrix.c * y + matrix.e,
    matrix.b * x + matrix.d * y + matrix.f,
  ];
  /** Whether a piece from one point to another runs through a box (Liang and Barsky). */
  const crosses = (box: Box, [x0, y0]: [number, number], [x1, y1]: [number, number]) => {
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

  return [...document.querySelectorAll<HTMLElement>('section')]
    .filter((each) => !['background', 'pseudo'].includes(each.dataset.marpitAdvancedBackground ?? ''))
    .map((slide) => {
      const page = slide.getBoundingClientRect();
      const scale = page.width / slide.offsetWidth || 1;
      const boxOf = ({ left, top, right, bottom }: Box): Box => ({
        left: (left - page.left) / scale,
        top: (top - page.top) / scale,
        right: (right - page.left) / scale,
        bottom: (bottom - page.top) / scale,
      });
      const texts: Words[] = [];
      const marks: Marks[] = [];
      const blocks = new Map<Element, number>();
      const numberOf = (element: Element) => {
        const known = blocks.get(element) ?? blocks.size;
        blocks.set(element, known);
        return known;
      };
      const isSeen = (element: Element) => {
        const style = getComputedStyle(element);
        return style.visibility === 'visible' && opacityWithin(element, slide) > 0.05;
      };
      const drawings = [...slide.querySelectorAll<SVGSVGElement>('span.chart > svg')];

      // Texts of the page.
      const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement as Element;
        const text = (node.textContent ?? '').replace(/\s+/g, ' ').trim();
        if (text === '' || element.closest('svg, mjx-container, style, script, .backdrop') || !isSeen(element)) continue;
        const style = getComputedStyle(element);
        const range = document.createRange();
        range.selectNodeContents(node);
        const ink = metrics(fontOf(style), text);
        const [above, below] = [
          ink.fontBoundingBoxAscent - ink.actualBoundingBoxAscent,
          ink.fontBoundingBoxDescent - ink.actualBoundingBoxDescent,
        ];
        const lines = [...range.getClientRects()]
          .filter(({ width, height }) => width > 0 && height > 0)
          .map(({ left, top, right, bottom }) => boxOf({ left, right, top: top + above * scale, bottom: bottom - below * scale }));
        if (lines.length === 0) continue;
        let block = element;
        while (block.parentElement && block !== slide && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
        const ground = groundOf(element, slide);
        const colour = rgba(style.color) ?? [0, 0, 0, 1];
        texts.push({
          text,
          lines,
          size: Number.parseFloat(style.fontSize),
          bold: Number(style.fontWeight) >= 600,
          colour: ground ? blend(colour, colour[3] * opacityWithin(element, slide), ground) : [colour[0], colour[1], colour[2]],
          ground,
          block: numberOf(block),
          chart: undefined,
          isMarginal: element.closest('header, footer, .sources, figcaption, sup, sub, rt, small, cite') !== null,
          isTurned: false,
          crossedBy: undefined,
        });
      }

      // Charts: their labels, and what these stand on.
      drawings.forEach((drawing, chart) => {
        const paper = groundOf(drawing, slide);
        const shapes: { element: SVGGraphicsElement; order: number; fill: Solid | undefined }[] = [];
        const strokes: { grid: boolean; pieces: [number, number][][] }[] = [];
        const labels: { element: SVGTextElement; order: number }[] = [];
        [...drawing.querySelectorAll<SVGGraphicsElement>('path, line, text, image')].forEach((element, order) => {
          if (element.closest('defs, clipPath, [display="none"]') || !isSeen(element)) return;
          if (element.tagName === 'text') {
            if (!element.parentElement?.closest('text') && (element.textContent ?? '').trim() !== '')
              labels.push({ element: element as SVGTextElement, order });
            return;
          }
          const group = element.closest('[class*="mark-"]');
          const roles = group?.getAttribute('class') ?? '';
          const style = getComputedStyle(element);
          const opacity = opacityWithin(element, drawing);
          const [fill, stroke] = [rgba(style.fill), rgba(style.stroke)];
          const rect = element.getBoundingClientRect();
          const under = [...shapes].reverse().find(({ element: other }) => {
            const box = other.getBoundingClientRect();
            return box.left <= rect.left && box.right >= rect.right && box.top <= rect.top && box.bottom >= rect.bottom;
          });
          const ground = under ? under.fill : paper;
          const solid = (colour: typeof fill, own: string) =>
            colour && colour[3] > 0 && ground ? blend(colour, colour[3] * Number(own) * opacity, ground) : undefined;
          const isFilled =
            element.tagName === 'path' &&
            fill !== undefined &&
            fill[3] * Number(style.fillOpacity) * opacity > 0.02 &&
            rect.width > 0 &&
            rect.height > 0;
          const isStroked =
            stroke !== undefined && stroke[3] * Number(style.strokeOpacity) * opacity > 0.02 && Number.parseFloat(style.strokeWidth) > 0;
          const isMark = /\brole-(?:mark|legend-symbol)\b/.test(roles) && !/mark-(?:group|text)/.test(roles);
          const isHelper = element.closest('[aria-hidden="true"]') !== null && !/role-legend/.test(roles);
          if (isMark && !isHelper && ground && (isFilled || isStroked)) {
            const own = isFilled ? solid(fill, style.fillOpacity) : solid(stroke, style.strokeOpacity);
            if (own)
              marks.push({
                chart,
                kind: /mark-(\w+)/.exec(roles)?.[1] ?? element.tagName,
                colour: own,
                outline:
                  isFilled && isStroked && Number.parseFloat(style.strokeWidth) >= 1 ? solid(stroke, style.strokeOpacity) : undefined,
                ground,
              });
          }
          if (isFilled && /mark-(?:rect|arc|area|symbol|shape|path)|background/.test(`${roles} ${element.getAttribute('class') ?? ''}`))
            shapes.push({ element, order, fill: solid(fill, style.fillOpacity) });
          if (isStroked && !isFilled && /mark-(?:rule|line|trail)/.test(roles) && !/role-axis-(?:tick|domain)|role-legend/.test(roles)) {
            const matrix = element.getScreenCTM();
            if (!matrix) return;
            const pieces = piecesOf(element).map(([x0, y0, x1, y1]) => [
              onScreen(matrix, x0 as number, y0 as number),
              onScreen(matrix, x1 as number, y1 as number),
            ]);
            strokes.push({ grid: /role-axis-grid/.test(roles), pieces: pieces as [number, number][][] });
          }
        });
        for (const { element, order } of labels) {
          const style = getComputedStyle(element);
          const matrix = element.getScreenCTM();
          if (!matrix) continue;
          const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim();
          const drawn = Math.hypot(matrix.a, matrix.b);
          const isTurned = Math.abs(matrix.b) > 1e-3 || Math.abs(matrix.c) > 1e-3;
          const { left, top, right, bottom } = element.getBoundingClientRect();
          const isOneLine = element.querySelectorAll('tspan[x], tspan[dy]').length < 2;
          const ink = metrics(fontOf(style), text);
          const above = isOneLine ? (ink.fontBoundingBoxAscent - ink.actualBoundingBoxAscent) * drawn : 0;
          const below = isOneLine ? (ink.fontBoundingBoxDescent - ink.actualBoundingBoxDescent) * drawn : 0;
          const box = isTurned ? { left, top, right, bottom } : { left, right, top: top + above, bottom: bottom - below };
          const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
          const under = shapes.findLast(({ element: shape, order: before }) => {
            if (before > order) return false;
            const around = shape.getBoundingClientRect();
            if (x < around.left || x > around.right || y < around.top || y > around.bottom) return false;
            const own = shape.getScreenCTM()?.inverse();
            if (!own) return false;
            const point = drawing.createSVGPoint();
            [point.x, point.y] = [x, y];
            return (shape as SVGGeometryElement).isPointInFill(point.matrixTransform(own));
          });
          const ground = under ? under.fill : paper;
          const fill = rgba(style.fill);
          if (!fill) continue;
          const inner = { left: box.left + drawn, right: box.right - drawn, top: box.top + drawn, bottom: box.bottom - drawn };
          const through = isTurned
            ? undefined
            : strokes.find(({ pieces }) => pieces.some(([from, to]) => crosses(inner, from as [number, number], to as [number, number])));
          texts.push({
            text,
            lines: [boxOf(box)],
            size: (Number.parseFloat(style.fontSize) * drawn) / scale,
            bold: Number(style.fontWeight) >= 600,
            colour: ground ? blend(fill, fill[3] * opacityWithin(element, drawing), ground) : [fill[0], fill[1], fill[2]],
            ground,
            block: numberOf(element),
            chart,
            isMarginal: false,
            isTurned,
            crossedBy: through && (through.grid ? 'gridline' : 'line'),
          });
        }
      });

      const pictures: Picture[] = [...slide.querySelectorAll<HTMLImageElement | SVGSVGElement>('img, span.chart > svg')]
        .filter((each) => !each.closest('.backdrop') && !each.classList.contains('emoji'))
        .map((each) => ({
          box: boxOf(each.getBoundingClientRect()),
          kind: each instanceof HTMLImageElement ? ('image' as const) : ('chart' as const),
          alt: each.getAttribute('alt') ?? each.getAttribute('aria-label') ?? '',
          natural: each instanceof HTMLImageElement && !/^data:image\/svg/.test(each.src) ? each.naturalWidth : 0,
          scale:
            each instanceof SVGSVGElement
              ? each.getBoundingClientRect().width / scale / (each.viewBox.baseVal.width || each.width.baseVal.value)
              : 1,
        }));

      const torn = [...slide.querySelectorAll<HTMLElement>('data.tie')].flatMap((tie) => {
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

      return {
        classes: [...slide.classList],
        headings: [...slide.querySelectorAll('h1, h2, h3, h4, h5, h6')]
          .filter((each) => (each.textContent ?? '').trim() !== '')
          .map((each) => ({ level: Number(each.tagName[1]), text: (each.textContent ?? '').replace(/\s+/g, ' ').trim() })),
        texts,
        marks,
        pictures,
        torn,
      };
    });
}
