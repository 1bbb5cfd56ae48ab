import type { Complain } from './guides.ts';
import { isObject, type Json, type JsonObject, type JsonPath, nodes } from './spec.ts';

/** Marks whose ends are read off a scale. */
const measuring = new Set(['bar', 'area', 'rule']);
/** The channels that place an end. */
const ends = new Set(['x', 'y', 'x2', 'y2']);

/** Complains of marks that would show numbers from nowhere: ends set in pixels, defaults of a lookup, numbers by chance. */
export function checkNowhere(json: JsonObject, complain: Complain): void {
  for (const [value, path] of nodes(json)) {
    if (!isObject(value)) continue;
    checkEnds(value, path, complain);
    checkLengths(value, path, complain);
    if (value.sample !== undefined && path.at(-2) === 'transform')
      complain([...path, 'sample'], 'untied-number', 'a sample leaves rows out by chance', 'choose the rows in a data/*.sql model');
    if (value.lookup !== undefined && typeof value.default === 'number')
      complain(
        [...path, 'default'],
        'empty-value',
        'a row that is not found would be drawn as a value typed by hand',
        'leave the default out, or add the row',
      );
  }
  const random = madeByChance(json);
  for (const [value, path] of nodes(json))
    if (isObject(value) && typeof value.field === 'string' && random.has(value.field) && isShown(path))
      complain(
        [...path, 'field'],
        'untied-number',
        `"${value.field}" is a number of chance, which comes from no cell`,
        'use it to part points that lie on each other, as xOffset or yOffset, alone',
      );
}

/** A bar that begins or ends at a pixel is as long as no cell says; at zero it begins at the edge. */
function checkEnds({ mark, encoding }: JsonObject, path: JsonPath, complain: Complain): void {
  const type = isObject(mark) ? mark.type : mark;
  if (!measuring.has(String(type)) || !isObject(encoding)) return;
  for (const [channel, definition] of Object.entries(encoding)) {
    if (!ends.has(channel) || !isPixel(definition) || definition.value === 0) continue;
    // A rule with both ends at pixels is a line of the layout, as under a label.
    if (type === 'rule' && isPixel(encoding[channel.slice(0, 1)]) && isPixel(encoding[`${channel.slice(0, 1)}2`])) continue;
    const reason = `the ${type} would end at a pixel, ${definition.value}, which is read as a value`;
    const fix = 'place it by a field, or by a datum that quotes a cell; 0, "width" and "height" are the edges';
    complain([...path, 'encoding', channel, 'value'], 'untied-number', reason, fix);
  }
}

/** Marks whose length or area states the value. */
const filled = new Set(['bar', 'area', 'arc']);
const lengths = ['x', 'y', 'theta', 'radius'];
/** Scales along which a value that is twice as large is not twice as long. */
const bent = new Set(['pow', 'sqrt', 'symlog', 'log']);

/** A bar, an area or an arc is as long or as large as its value is: along a bent scale, or by an expression, it is not. */
function checkLengths({ mark, encoding }: JsonObject, path: JsonPath, complain: Complain): void {
  const settings: JsonObject = isObject(mark) ? mark : { type: mark ?? null };
  if (!filled.has(String(settings.type))) return;
  for (const side of ['width', 'height', 'size', 'radius', 'radius2', 'innerRadius', 'outerRadius', 'theta', 'theta2']) {
    const value = settings[side];
    if (!isObject(value) || !/\bdatum\b/.test(String(value.expr))) continue;
    const reason = `the ${side} of the ${settings.type} is computed by an expression, and is read as a value`;
    complain([...path, 'mark', side], 'untied-number', reason, 'leave it out: encode a field, computed in a data/*.sql model');
  }
  for (const channel of isObject(encoding) ? lengths : []) {
    const definition = (encoding as JsonObject)[channel];
    const scale = isObject(definition) && definition.scale;
    // A radius under a square root is what makes the area of an arc state its value.
    if (!isObject(scale) || !bent.has(String(scale.type)) || (channel === 'radius' && scale.type === 'sqrt')) continue;
    const reason = `the ${settings.type} would not be as long as its value: the scale is ${scale.type}`;
    complain([...path, 'encoding', channel, 'scale'], 'bent-scale', reason, 'use a linear scale, or a point or a line for the mark');
  }
}

const isPixel = (definition: Json | undefined): definition is { value: number } =>
  isObject(definition) && typeof definition.value === 'number';

/** The fields that a `calculate` makes by chance, and those that others make of them. */
function madeByChance(json: Json): ReadonlySet<string> {
  const random = new Set<string>();
  for (const [value] of nodes(json)) {
    if (!isObject(value) || typeof value.calculate !== 'string' || typeof value.as !== 'string') continue;
    const names = [...value.calculate.matchAll(/datum(?:\.(\w+)|\[['"]([^'"]+)['"]\])/g)].map(([, dot, bracket]) => dot ?? bracket);
    if (/(?<![\w$])random\s*\(/.test(value.calculate) || names.some((name) => random.has(name as string))) random.add(value.as);
  }
  return random;
}

/** True for a channel that shows a value, not for one that parts points or sorts them. */
const isShown = (path: JsonPath) => path.at(-2) === 'encoding' && !/Offset$|^(?:order|key)$/.test(String(path.at(-1)));
