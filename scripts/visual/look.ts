/** An upright box in px of the slide. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Red, green and blue from 0 to 255, and alpha. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** A colour as drawn, and what it stands on. */
export interface Seen {
  colour: Colour;
  ground: Colour;
}

/** A text as it stands on a slide: a run of the page within one block, or a label of a chart. */
export interface Words {
  text: string;
  /** What it takes up with its ink, line by line. */
  lines: readonly Box[];
  /** By how much it is cut off, in px: by a box that hides what leaves it, or by the edge of the slide though its box stands within. */
  cut: number;
  /** The size of its letters as drawn, in px of the slide. */
  size: number;
  bold: boolean;
  /** The family in which it is set first, where that did not come with the page. */
  foreignFont: string | undefined;
  /** At some places of it, how it may be seen there: several ways where it stands on a gradient, none where nothing is known. */
  seen: readonly (readonly Seen[])[];
  /** Its colour, with alpha. */
  colour: Rgba;
  /** What it stands on, where only the pixels of the page tell how it is seen: a chart is a picture, too. */
  on: 'picture' | 'gradient' | undefined;
  /** The number of its block, by which a text is not held against itself. */
  block: number;
  /** The number of its chart on the slide, from 0; undefined for a text of the page. */
  chart: number | undefined;
  /** True for what stands at the edge of a slide: header, footer, source line, page number. */
  isMarginal: boolean;
  /** True for what is not upright. */
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
  torn: readonly { text: string; box: Box }[];
}
