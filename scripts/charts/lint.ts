import { type Field, isTemporal, type LoadedTable } from '../data/tables.ts';
import { didYouMean, type Problem } from '../problems.ts';
import { type Way, ways, wrongWay } from '../quotes/formats.ts';
import { type Complain, checkedGuides, withTicks } from './guides.ts';
import { fieldName, fieldPath } from './lineage.ts';
import type { Fields } from './made.ts';
import { isObject, type Json, type JsonObject, type JsonPath, type Spec, specProblem } from './spec.ts';

/** What the spec means once checked against its tables: types filled in, labels and ticks written in the deck's language. */
export interface Linted {
  json: JsonObject;
  /** For every text field: the hidden field that holds its words, and how to write them. */
  labels: ReadonlyMap<string, Label>;
}

/** A text channel's field of a table, to be written by a way of `formats.ts`. */
export interface Label {
  table: string;
  field: string;
  way: Way;
  option: Json | undefined;
  /** True where rows are grouped by it: rows of one value have one text, that of the first. */
  shared: boolean;
}

interface Scope {
  table: LoadedTable | undefined;
  /** The fields of its rows; undefined where only the values tell them. The types of made ones are Vega-Lite's business. */
  fields: Fields | undefined;
  /** True where rows are groups, by a transform or an encoding. */
  grouped: boolean;
}

/** The fields after a transform; see `made.ts`, which brings all of Vega-Lite with it. */
export type FieldsAfter = (transform: JsonObject, before: Fields, table: LoadedTable) => Fields | undefined;

const isWay = (json: Json): json is Way => (ways as readonly Json[]).includes(json);

/** The name under which a chart's rows hold the words of a field. */
const labelField = (label: Label) =>
  `label_${label.table}_${label.field}_${label.way}_${label.option ?? ''}${label.shared ? '_shared' : ''}`.replace(/\W/g, '_');

/**
 * Checks every field that a spec names against its table, fills in missing types from the schema, and sets the
 * formats of axes and labels from the fields' units. Returns a copy; adds to `problems`.
 */
export function lintSpec(
  spec: Spec,
  json: JsonObject,
  language: string,
  tables: ReadonlyMap<string, LoadedTable>,
  fieldsAfter: FieldsAfter,
  problems: Problem[],
): Linted {
  const labels = new Map<string, Label>();
  const hidden = channelsWithoutAxis(json);
  const complain: Complain = (path, rule, reason, fix) => problems.push(specProblem(spec, path, rule, reason, fix));

  const visit = (node: Json, path: JsonPath, scope: Scope): Json => {
    if (Array.isArray(node)) return node.map((item, index) => visit(item, [...path, index], scope));
    if (!isObject(node)) return node;
    const inner = innerScope(node, path, scope);
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        const at = [...path, key];
        if (key === 'mark' && (value === 'image' || (isObject(value) && value.type === 'image')))
          complain(at, 'image-mark', 'a chart cannot show pictures', 'put the picture on the slide, or use another mark');
        if (key === 'encoding' && isObject(value)) return [key, visitEncoding(value, at, inner)];
        if (key === 'facet' && isObject(value)) return [key, visitFacet(value, at, inner)];
        if (key === 'data' || key === 'datasets' || key === 'config') return [key, value];
        return [key, key === 'transform' ? value : visit(value, at, inner)];
      }),
    );
  };

  const innerScope = (node: JsonObject, path: JsonPath, scope: Scope): Scope => {
    const { data, transform, repeat } = node;
    let inner = scope;
    if (isObject(data) && typeof data.name === 'string' && !('values' in data)) {
      const table = tables.get(data.name);
      if (table && table.rows.length === 0)
        complain([...path, 'data', 'name'], 'empty-table', `the table "${data.name}" has no rows`, 'give it rows, or leave the chart out');
      inner = { ...scope, table, fields: table && new Map(table.fields.map((field) => [field.name, field])) };
    } else if (data !== undefined) inner = { ...scope, table: undefined, fields: undefined };
    if (Array.isArray(transform)) inner = transformed(transform, [...path, 'transform'], inner);
    if (isObject(node.encoding) && Object.values(node.encoding).some((each) => isObject(each) && each.aggregate !== undefined))
      inner = { ...inner, grouped: true };
    if (repeat === undefined || !inner.fields) return inner;
    return { ...inner, fields: new Map([...inner.fields, ['repeat', undefined]]) };
  };

  /** The scope after transforms, each of which is checked against the fields that it finds. */
  const transformed = (transforms: readonly Json[], path: JsonPath, scope: Scope): Scope =>
    transforms.reduce<Scope>((before, transform, index) => {
      if (!isObject(transform)) return before;
      checkTransform(transform, [...path, index], before);
      const { table, fields } = before;
      const grouped = before.grouped || Array.isArray(transform.groupby);
      return { table, fields: table && fields && fieldsAfter(transform, fields, table), grouped };
    }, scope);

  const checkField = (name: string, path: JsonPath, scope: Scope): Field | undefined => {
    const { table, fields } = scope;
    if (!table || !fields) return undefined;
    const plain = fieldName(name);
    if (fields.has(plain) && /[\\'"]/.test(plain)) {
      const reason = `Vega-Lite cannot reach "${plain}", whose name has a quotation mark or a backslash`;
      complain(path, 'unknown-field', reason, 'give the field another name in a data/*.sql model, and draw that');
      return undefined;
    }
    if (plain !== name && fields.has(plain)) return fields.get(plain);
    if (fields.has(name) && fieldPath(name) !== name) {
      const fix = `write it as ${JSON.stringify(fieldPath(name))}`;
      complain(path, 'unknown-field', `"${name}" is a path to Vega, and no name of a field`, fix);
      return undefined;
    }
    // A looked-up row is an object, whose parts stand behind a dot.
    if (fields.has(name) || fields.has(name.split(/[.[]/, 1)[0] as string)) return fields.get(name);
    const isLost = table.fields.some((field) => field.name === name);
    const reason = isLost ? `no transform before leaves the field "${name}"` : `the table "${table.name}" has no field "${name}"`;
    complain(path, 'unknown-field', reason, didYouMean(name, fields.keys()));
    return undefined;
  };

  const checkTransform = (transform: JsonObject, path: JsonPath, scope: Scope) => {
    for (const key of [
      'groupby',
      'fold',
      'flatten',
      'pivot',
      'stack',
      'impute',
      'density',
      'quantile',
      'regression',
      'loess',
      'on',
      'lookup',
    ]) {
      const names = [transform[key] ?? []].flat();
      for (const name of names) if (typeof name === 'string') checkField(name, [...path, key], scope);
    }
    for (const key of ['bin', 'timeUnit', 'pivot', 'value'].filter((each) => each in transform))
      if (key !== 'value' && typeof transform.field === 'string') checkField(transform.field, [...path, 'field'], scope);
    for (const key of ['aggregate', 'joinaggregate', 'window'])
      for (const [index, part] of [transform[key] ?? []].flat().entries())
        if (isObject(part) && typeof part.field === 'string' && part.field !== '*')
          checkField(part.field, [...path, key, index, 'field'], scope);
    if (isObject(transform.filter) && typeof transform.filter.field === 'string')
      checkField(transform.filter.field, [...path, 'filter', 'field'], scope);
    for (const text of [transform.filter, transform.calculate]) {
      if (typeof text !== 'string') continue;
      for (const [, dot, bracket] of text.matchAll(/datum(?:\.(\w+)|\[['"]([^'"]+)['"]\])/g))
        checkField((dot ?? bracket) as string, path, scope);
    }
  };

  const visitEncoding = (encoding: JsonObject, path: JsonPath, scope: Scope): JsonObject =>
    Object.fromEntries(
      Object.entries(encoding).map(([channel, definition]) => {
        const at = [...path, channel];
        if (Array.isArray(definition))
          return [channel, definition.map((each, index) => visitChannel(channel, each, [...at, index], scope))];
        return [channel, visitChannel(channel, definition, at, scope)];
      }),
    );

  /** A facet around a spec: one channel, or one for rows and one for columns. */
  const visitFacet = (facet: JsonObject, path: JsonPath, scope: Scope): Json =>
    'field' in facet ? visitChannel('facet', facet, path, scope) : visitEncoding(facet, path, scope);

  const visitChannel = (channel: string, definition: Json, path: JsonPath, scope: Scope): Json => {
    if (!isObject(definition)) return definition;
    const sort = isObject(definition.sort) ? definition.sort.field : undefined;
    if (typeof sort === 'string') checkField(sort, [...path, 'sort', 'field'], scope);
    const condition = definition.condition;
    if (isObject(condition) && typeof condition.field === 'string') checkField(condition.field, [...path, 'condition', 'field'], scope);
    if (typeof definition.field !== 'string') return checkedGuides(channel, definition, undefined, path, language, complain);
    const field = checkField(definition.field, [...path, 'field'], scope);
    if (!field) return checkedGuides(channel, definition, undefined, path, language, complain);
    checkType(definition, field, path);
    if (channel === 'text') return visitText(definition, field, path, scope);
    const typed = withType(channel, definition, field);
    return hidden.has(channel) || !scope.table ? typed : withTicks(channel, typed, field, scope.table.name, path, language, complain);
  };

  const checkType = (definition: JsonObject, field: Field, path: JsonPath) => {
    if (definition.aggregate || definition.bin || definition.timeUnit) return;
    const numeric = field.type === 'number' || field.type === 'integer' || field.type === 'year';
    const dated = isTemporal(field.type);
    const wrong = (definition.type === 'quantitative' && !numeric) || (definition.type === 'temporal' && !dated);
    if (wrong)
      complain(
        [...path, 'type'],
        'wrong-type',
        `the field "${field.name}" is a ${field.type}, which cannot be ${definition.type}`,
        `use ${numeric ? 'quantitative or ordinal' : dated ? 'temporal or ordinal' : 'nominal or ordinal'}`,
      );
  };

  const visitText = (definition: JsonObject, field: Field, path: JsonPath, scope: Scope): Json => {
    if (definition.aggregate || definition.bin || definition.timeUnit || !scope.table) return definition;
    const way = definition.formatType ?? 'show';
    if (!isWay(way)) {
      complain([...path, 'formatType'], 'unknown-format', `unknown format "${JSON.stringify(way)}"`, didYouMean(String(way), ways));
      return definition;
    }
    const wrong = wrongWay(way, field.unit);
    if (wrong) complain([...path, 'formatType'], 'format', wrong, 'leave it out: the unit decides');
    const label: Label = { table: scope.table.name, field: field.name, way, option: definition.format, shared: scope.grouped };
    const name = labelField(label);
    labels.set(name, label);
    const { format: _, formatType: __, ...rest } = definition;
    return { ...rest, field: name, type: 'nominal' };
  };

  const visited = visit(json, [], { table: undefined, fields: undefined, grouped: false }) as JsonObject;
  return { json: withSize(withGroups(visited, [...labels]) as JsonObject), labels };
}

/** A spec whose transforms keep the labels of the fields by which they group. */
function withGroups(json: Json, labels: readonly [string, Label][]): Json {
  if (Array.isArray(json)) return json.map((each) => withGroups(each, labels));
  if (!isObject(json)) return json;
  const copy = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, key === 'data' ? value : withGroups(value, labels)]));
  if (!Array.isArray(copy.transform)) return copy;
  const transform = copy.transform.map((each) => {
    if (!isObject(each) || !Array.isArray(each.groupby)) return each;
    const by = each.groupby;
    return { ...each, groupby: [...by, ...labels.flatMap(([name, { field, shared }]) => (shared && by.includes(field) ? [name] : []))] };
  });
  return { ...copy, transform };
}

/** The room for text and charts on a slide with common margins, in px: what "container" means there. */
const container = { width: 1120, height: 440 };

/** A spec with numbers for sizes that a container would give; the chart with its axes fits into them, as in a page. */
function withSize(json: JsonObject): JsonObject {
  const sides = (['width', 'height'] as const).filter((side) => json[side] === 'container');
  if (sides.length === 0) return json;
  const type = sides.length === 2 ? 'fit' : sides[0] === 'width' ? 'fit-x' : 'fit-y';
  const sizes = Object.fromEntries(sides.map((side) => [side, container[side]]));
  return { autosize: { type, contains: 'padding' }, ...json, ...sizes };
}

/** The channels whose axis the spec switches off somewhere; layers share axes, so it is off for all. */
function channelsWithoutAxis(json: Json): ReadonlySet<string> {
  if (Array.isArray(json)) return new Set(json.flatMap((item) => [...channelsWithoutAxis(item)]));
  if (!isObject(json)) return new Set();
  const own = Object.entries(json).filter(([, value]) => isObject(value) && value.axis === null);
  return new Set([...own.map(([channel]) => channel), ...Object.values(json).flatMap((value) => [...channelsWithoutAxis(value)])]);
}

const measured = new Set(['x', 'y', 'x2', 'y2', 'size', 'opacity', 'theta', 'radius', 'angle', 'order', 'longitude', 'latitude']);

function withType(channel: string, definition: JsonObject, field: Field): JsonObject {
  if (definition.type !== undefined || channel === 'x2' || channel === 'y2' || channel === 'tooltip' || definition.aggregate)
    return definition;
  const numeric = field.type === 'number' || field.type === 'integer';
  const isMeasured = numeric && (measured.has(channel) || Boolean(definition.bin));
  const named = channel === 'order' ? 'ordinal' : 'nominal';
  return { ...definition, type: isTemporal(field.type) ? 'temporal' : isMeasured ? 'quantitative' : named };
}
