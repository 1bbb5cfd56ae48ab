import type { Box, Colour, Picture, SlideLook, Words } from './look.ts';

/** Something on a slide that a reader would stumble over: the rule that it breaks, what is wrong with what, and what to do. */
export interface Finding {
  rule: VisualRule;
  reason: string;
  fix: string;
  /** Where on the slide, to outline it. */
  box: Box | undefined;
  /** The number of the chart on the slide to which it belongs. */
  chart: number | undefined;
  /** Words by which it is found in its source. */
  seek: string | undefined;
  /** The family that a style names, by which that is found. */
  family: string | undefined;
  /** True for what is told and stops no build: what a picture shows under a text is its author's, as Marp draws it. */
  isTold?: boolean;
}

export type VisualRule =
  | 'no-title'
  | 'empty-slide'
  | 'skipped-heading'
  | 'no-alternative'
  | 'enlarged-picture'
  | 'small-text'
  | 'foreign-font'
  | 'low-contrast'
  | 'faint-mark'
  | 'overlap'
  | 'overflow'
  | 'label-collision'
  | 'torn-figure';

/** The least sizes of text in px at 1280x720: of a body, and of an appendix or what stands at the edge. */
const least = { body: 16, small: 12 };
/** Contrasts of WCAG 2.2 AA: of text, of large text, of graphics. */
const contrasts = { text: 4.5, large: 3, graphics: 3 };

/** What is wrong with a slide as it looks. */
export function findingsOn(look: SlideLook): Finding[] {
  return [
    ...titleFindings(look),
    ...look.pictures.flatMap(pictureFindings),
    ...sizeFindings(look),
    ...fontFindings(look.texts),
    ...look.texts.flatMap(contrastFindings),
    ...look.texts.flatMap(cutFindings),
    ...markFindings(look),
    ...overlapFindings(look),
    ...labelFindings(look.texts),
    ...look.torn.map(({ text, box }) =>
      finding('torn-figure', `"${text}" is torn by the end of a line`, 'say it in fewer words, or set it in one line', { seek: text, box }),
    ),
  ];
}

type Rest = Partial<Pick<Finding, 'box' | 'chart' | 'seek' | 'family'>>;
const finding = (rule: VisualRule, reason: string, fix: string, { box, chart, seek, family }: Rest = {}): Finding => ({
  rule,
  reason,
  fix,
  box,
  chart,
  seek,
  family,
});

const px = (length: number) => `${Math.round(length * 10) / 10} px`;
const brief = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** How a text is named in a message: a label of a chart is told apart. */
const named = ({ text, chart }: Words) => `${chart === undefined ? '' : 'the label '}"${brief(text)}"`;
const placed = ({ text, lines, chart }: Words): Rest => ({ box: around(lines), chart, seek: text });

function around(lines: readonly Box[]): Box | undefined {
  const [first, ...rest] = lines;
  if (!first) return undefined;
  return rest.reduce(
    (box, each) => ({
      left: Math.min(box.left, each.left),
      top: Math.min(box.top, each.top),
      right: Math.max(box.right, each.right),
      bottom: Math.max(box.bottom, each.bottom),
    }),
    first,
  );
}

function titleFindings({ headings: own, texts, pictures }: SlideLook): Finding[] {
  const headings = own.map(({ level }) => level);
  if (texts.every((each) => each.isMarginal) && pictures.length === 0)
    return [finding('empty-slide', 'the slide is empty', 'write something on it, or take out its "---"')];
  if (headings.length === 0) return [finding('no-title', 'the slide has no title', 'begin it with a heading: "# what it says"')];
  const skipped = headings.findIndex((level, index) => level > (index === 0 ? 2 : (headings[index - 1] as number) + 1));
  if (skipped < 0) return [];
  const before = skipped === 0 ? 'nothing' : `a heading of level ${headings[skipped - 1]}`;
  return [
    finding(
      'skipped-heading',
      `a heading of level ${headings[skipped]} follows ${before}`,
      `write it with ${'#'.repeat(skipped === 0 ? 1 : (headings[skipped - 1] as number) + 1)}`,
    ),
  ];
}

function pictureFindings({ box, kind, alt, natural }: Picture): Finding[] {
  const found: Finding[] = [];
  if (alt.trim() === '')
    found.push(
      finding(
        'no-alternative',
        `${kind === 'chart' ? 'a chart' : 'a picture'} has no words for those who do not see it`,
        'write ![what it shows](path)',
        { box },
      ),
    );
  const width = box.right - box.left;
  if (natural > 0 && width > natural * 1.01)
    found.push(
      finding(
        'enlarged-picture',
        `a picture of ${natural} px is drawn ${px(width)} wide, ${px(width - natural)} more than it has`,
        'use a larger picture, or show it smaller: ![w:300](path)',
        { box, seek: alt },
      ),
    );
  return found;
}

/** A chart drawn at less than this part of its size is drawn smaller than it was made. */
const wholeScale = 0.9999;

function sizeFindings({ texts, classes, pictures }: SlideLook): Finding[] {
  const body = classes.includes('appendix') ? least.small : least.body;
  const small = texts.filter((each) => each.size < (each.isMarginal ? least.small : body) - 0.01);
  const charts = new Set(small.flatMap((each) => each.chart ?? []));
  const drawings = pictures.filter((each) => each.kind === 'chart');
  return [
    ...small
      .filter((each) => each.chart === undefined || (drawings[each.chart]?.scale ?? 1) > wholeScale)
      .map((each) =>
        finding(
          'small-text',
          `${named(each)} is set in ${px(each.size)}, less than ${each.isMarginal ? least.small : body}`,
          'set it larger, or say it in fewer words',
          placed(each),
        ),
      ),
    ...[...charts]
      .filter((chart) => (drawings[chart]?.scale ?? 1) <= wholeScale)
      .map((chart) => {
        const worst = small.filter((each) => each.chart === chart).sort((a, b) => a.size - b.size)[0] as Words;
        const reason = `the chart is drawn at ${Math.floor((drawings[chart]?.scale ?? 1) * 1000) / 10} % of its size, and ${named(worst)} at ${px(worst.size)}, less than ${body}`;
        return finding('small-text', reason, 'make the chart as wide in its spec as it stands on the slide', {
          chart,
          box: drawings[chart]?.box,
        });
      }),
  ];
}

/** Texts that a screen sets in a font of its machine; each family is told once. */
function fontFindings(texts: readonly Words[]): Finding[] {
  const foreign = new Map(texts.flatMap((each) => (each.foreignFont === undefined ? [] : [[each.foreignFont, each] as const])).reverse());
  return [...foreign].map(([family, words]) => foreignFont(family, named(words), { ...placed(words), family }));
}

/** A text, as it is named in a message, in a font that is not of the deck. */
export const foreignFont = (family: string, text: string, rest: Rest): Finding =>
  finding(
    'foreign-font',
    `${text} is set in "${family}", which is no font of the deck`,
    'name a font of the deck before it, or add its file, or an npm package that holds it, to "fonts" in slides/decks.yaml',
    rest,
  );

/** The contrast that a text must have to what it stands on. */
export const neededFor = ({ size, bold }: Words) => (size >= 24 || (bold && size >= 18.66) ? contrasts.large : contrasts.text);

function contrastFindings(words: Words): Finding[] {
  const places = words.seen.filter((each) => each.length > 0);
  if (places.length === 0) return [];
  const needed = neededFor(words);
  // The worst place counts, and at each the best that it may be.
  const has = Math.min(...places.map((each) => Math.max(...each.map(({ colour, ground }) => contrast(colour, ground)))));
  if (has >= needed - 0.005) return [];
  const reason = `${named(words)} has a contrast of ${has.toFixed(2)}:1 to what it stands on, less than ${needed}:1`;
  const fix = words.on
    ? 'put a scrim between it and what it stands on (under light words "background: rgba(0, 0, 0, .6)"), or move it to a calm place'
    : 'set it darker, or what it stands on lighter';
  return [{ ...finding('low-contrast', reason, fix, placed(words)), isTold: words.on === 'picture' }];
}

function markFindings({ marks, pictures }: SlideLook): Finding[] {
  const drawings = pictures.filter((each) => each.kind === 'chart');
  const faint = marks.filter(({ colour, outline, ground }) => {
    if (!ground) return false;
    // A mark on another of its colour is one with it.
    if (contrast(colour, ground) < 1.02) return false;
    const isOutlined = outline !== undefined && contrast(outline, ground) >= contrasts.graphics;
    return !isOutlined && contrast(colour, ground) < contrasts.graphics - 0.005;
  });
  const kinds = new Map(faint.map((each) => [`${each.chart} ${each.kind} ${each.colour.map(Math.round).join()}`, each]));
  return [...kinds.values()].map(({ chart, kind, colour, ground }) => {
    const reason = `marks of the kind ${kind} in ${hex(colour)} have a contrast of ${contrast(colour, ground as Colour).toFixed(2)}:1 to what they stand on, less than ${contrasts.graphics}:1`;
    return finding(
      'faint-mark',
      reason,
      'draw them darker or with an outline, or, where they only decorate, write "aria": false into the mark',
      { chart, box: drawings[chart]?.box },
    );
  });
}

/** By how much two boxes overlap: the lesser of both directions, in px; negative where they do not. */
const overlapOf = (a: Box, b: Box) =>
  Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

const worstOverlap = (a: Words, b: Words) => Math.max(...a.lines.flatMap((one) => b.lines.map((other) => overlapOf(one, other))));

/** Less is what letters may lean into each other. */
const slack = 2;

/** A text of which not all is seen, or whose own lines stand on one another. */
function cutFindings(words: Words): Finding[] {
  const { cut, lines, size, isTurned } = words;
  if (cut > slack)
    return [
      finding('overflow', `${named(words)} is cut off by ${px(cut)}`, 'say it in fewer words, or give its box more room', placed(words)),
    ];
  // Within a line its boxes stand side by side.
  const deep = Math.max(0, ...lines.slice(1).map((each, index) => overlapOf(each, lines[index] as Box)));
  if (isTurned || deep <= slack + size / 8) return [];
  return [finding('overlap', `the lines of ${named(words)} overlap by ${px(deep)}`, 'set its lines further apart', placed(words))];
}

/** Texts of the page that stand on one another, or on a chart. */
function overlapFindings({ texts, pictures }: SlideLook): Finding[] {
  const own = texts.filter((each) => each.chart === undefined);
  const charts = pictures.filter((each) => each.kind === 'chart');
  return own.flatMap((words, index) => {
    const other = own.slice(0, index).find((each) => each.block !== words.block && worstOverlap(words, each) > slack);
    const over = other && worstOverlap(words, other);
    const chart = charts.findIndex(({ box }) => words.lines.some((line) => overlapOf(line, box) > slack));
    const fix = 'move one of them, or say it in fewer words';
    if (other) return [finding('overlap', `${named(words)} and ${named(other)} overlap by ${px(over as number)}`, fix, placed(words))];
    if (chart < 0) return [];
    const deep = Math.max(...words.lines.map((line) => overlapOf(line, (charts[chart] as Picture).box)));
    return [finding('overlap', `${named(words)} stands ${px(deep)} on a chart`, fix, placed(words))];
  });
}

/** Labels of a chart that stand on one another, or on a line. */
function labelFindings(texts: readonly Words[]): Finding[] {
  const labels = texts.filter((each) => each.chart !== undefined);
  return labels.flatMap((words, index) => {
    const fix = 'move the label ("dx", "dy", "align"), or leave it out';
    if (words.crossedBy)
      return [
        finding(
          'label-collision',
          `a ${words.crossedBy} runs through ${named(words)}`,
          words.crossedBy === 'gridline' ? `${fix}; or draw no gridlines there: "grid": false` : fix,
          placed(words),
        ),
      ];
    if (words.isTurned) return [];
    const other = labels.slice(0, index).find((each) => each.chart === words.chart && !each.isTurned && worstOverlap(words, each) > slack);
    if (!other) return [];
    return [
      finding('label-collision', `${named(words)} and ${named(other)} overlap by ${px(worstOverlap(words, other))}`, fix, placed(words)),
    ];
  });
}

/** The contrast of two colours by WCAG 2.2, from 1 to 21. */
export function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((each) => {
    const part = each / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const hex = (colour: Colour) => `#${colour.map((each) => Math.round(each).toString(16).padStart(2, '0')).join('')}`;
