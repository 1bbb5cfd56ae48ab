import { createHash } from 'node:crypto';
import type * as vega from 'vega';
import { marksOf, plainValue } from './computed.ts';
import type { Drawing } from './drawing.ts';
import { fieldsByMark } from './marks.ts';
import type { SceneMark } from './scene.ts';

/** Channels that are looks: they may change without another thing being said. */
const looks =
  /^(?:fill|stroke|opacity|fillOpacity|strokeOpacity|strokeWidth|strokeDash|strokeCap|strokeJoin|font\w*|cornerRadius\w*|dx|dy|align|baseline|limit|lineHeight|lineBreak|ellipsis|blend|cursor|description|aria\w*|tooltip|href)$/;

/** Scales that place or size a mark, whose ranges can mislead; those of colours cannot. */
const placing = /(?:^|_)(?:x|y|xOffset|yOffset|theta|radius|size|angle|longitude|latitude)$/;

/**
 * The hash of what a chart draws: for each mark its kind, how its values become geometry, and these values; the scales
 * with what they span; the shapes of maps. Positions in px are left out, as they follow from these and from fonts.
 */
export function hashPicture(drawing: Drawing, compiled: vega.Spec, view: vega.View, root: SceneMark, shapes: readonly string[]): string {
  const parts = [
    marksIn(drawing, compiled, root),
    encodings(compiled),
    scalesIn(compiled, view),
    axesIn(compiled),
    compiled.projections ?? [],
  ];
  const params = drawing.linted.json.params ?? [];
  return createHash('sha256')
    .update(JSON.stringify([...parts, params, shapes]))
    .digest('hex')
    .slice(0, 16);
}

/** The values that each item of a mark reads, in the order in which they are drawn. */
function marksIn({ ledger, linted }: Drawing, compiled: vega.Spec, root: SceneMark): unknown[] {
  const fields = fieldsByMark(compiled);
  return [...marksOf(root)].map(({ mark, type, item }) => {
    const values = (fields.get(mark) ?? []).map((name) => {
      const value = plainValue(item.datum?.[name]);
      return linted.labels.has(name) && typeof value === 'string' ? ledger.resolve(value) : value;
    });
    return [type, ...values];
  });
}

/** How each mark is placed and sized, without its looks. */
function encodings(compiled: vega.Spec): unknown[] {
  const visit = (marks: readonly vega.Mark[] = []): unknown[] =>
    marks.map((mark) => {
      const channels = Object.entries(mark.encode?.update ?? {}).filter(([channel]) => !looks.test(channel) && channel !== 'text');
      return [mark.type, channels, visit((mark as { marks?: vega.Mark[] }).marks)];
    });
  return visit(compiled.marks);
}

function scalesIn(compiled: vega.Spec, view: vega.View): unknown[] {
  const scales = (compiled.scales ?? []).map((scale) => {
    const { name, range, ...rest } = scale as vega.Scale & Record<string, unknown>;
    const spanned = (view.scale(name) as { domain(): unknown[] }).domain().map(plainValue);
    const { type, reverse, exponent, base, constant } = rest as Record<string, unknown>;
    return [name, type, spanned, reverse, exponent, base, constant, placing.test(name) ? range : undefined];
  });
  const inner = (marks: readonly vega.Mark[] = []): unknown[] =>
    marks.flatMap((mark) => {
      const group = mark as { scales?: vega.Scale[]; marks?: vega.Mark[] };
      return [...(group.scales ?? []).filter((scale) => placing.test(scale.name)), ...inner(group.marks)];
    });
  return [...scales, ...inner(compiled.marks)];
}

/** Which scales are told by an axis with labels, and where these stand beside their values. */
const axesIn = (compiled: vega.Spec) =>
  (compiled.axes ?? []).flatMap(({ scale, orient, labels, grid, labelOffset, tickOffset, translate, bandPosition }) =>
    grid ? [] : [[scale, orient, labels !== false, labelOffset, tickOffset, translate, bandPosition]],
  );
