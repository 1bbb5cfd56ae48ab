import { type Field, isTemporal, type LoadedTable } from '../data/tables.ts';
import { didYouMean, type Problem } from '../problems.ts';
import { type Way, ways, wrongWay } from '../quotes/formats.ts';
import { type Complain, checkedGuides, withTicks } from './guides.ts';
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
}

interface Scope {
  table: LoadedTable | undefined;
  /** Fields that transforms make; their types are Vega-Lite's business. */
  made: ReadonlySet<string>;
}

const isWay = (json: Json): json is Way => (ways as readonly Json[]).includes(json);

/** The name under which a chart's rows hold the words of a field. */
const labelField = (label: Label) => `label_${label.table}_${label.field}_${label.way}_${label.option ?? ''}`.replace(/\W/g, '_');

/**
 * Checks every field that a spec names against its table, fills in missing types from the schema, and sets the
 * formats of axes and labels from the fields' units. Returns a copy; adds to `problems`.
 */
export function lintSpec(spec: Spec, json: JsonObject, tables: ReadonlyMap<string, LoadedTable>, problems: Problem[]): Linted {
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
        if (key === 'transform' && Array.isArray(value)) checkTransforms(value, at, inner);
        return [key, key === 'transform' ? value : visit(value, at, inner)];
      }),
    );
  };

  const innerScope = (node: JsonObject, path: JsonPath, scope: Scope): Scope => {
    const data = node.data;
    let table = scope.table;
    if (isObject(data) && typeof data.name === 'string' && !('values' in data)) {
      table = tables.get(data.name);
      if (table && table.rows.length === 0)
        complain([...path, 'data', 'name'], 'empty-table', `the table "${data.name}" has no rows`, 'give it rows, or leave the chart out');
    } else if (data !== undefined) table = undefined;
    const made = new Set([...scope.made, ...(Array.isArray(node.transform) ? node.transform.flatMap(madeBy) : [])]);
    if (isObject(node.repeat) || Array.isArray(node.repeat)) made.add('repeat');
    return { table, made };
  };

  const checkField = (name: string, path: JsonPath, scope: Scope): Field | undefined => {
    if (!scope.table || scope.made.has(name)) return undefined;
    const field = scope.table.fields.find((each) => each.name === name);
    const known = [...scope.table.fields.map((each) => each.name), ...scope.made];
    if (!field) complain(path, 'unknown-field', `the table "${scope.table.name}" has no field "${name}"`, didYouMean(name, known));
    return field;
  };

  const checkTransforms = (transforms: readonly Json[], path: JsonPath, scope: Scope) => {
    transforms.forEach((transform, index) => {
      if (!isObject(transform)) return;
      for (const key of ['groupby', 'fold', 'flatten', 'pivot', 'stack', 'impute']) {
        const named = transform[key];
        const names = Array.isArray(named) ? named : typeof named === 'string' ? [named] : [];
        for (const name of names) if (typeof name === 'string') checkField(name, [...path, index, key], scope);
      }
      if (isObject(transform.filter) && typeof transform.filter.field === 'string')
        checkField(transform.filter.field, [...path, index, 'filter', 'field'], scope);
      for (const text of [transform.filter, transform.calculate]) {
        if (typeof text !== 'string') continue;
        for (const [, dot, bracket] of text.matchAll(/datum(?:\.(\w+)|\[['"]([^'"]+)['"]\])/g))
          checkField((dot ?? bracket) as string, [...path, index], scope);
      }
    });
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
    if (typeof definition.field !== 'string') return checkedGuides(channel, definition, undefined, path, complain);
    const field = checkField(definition.field, [...path, 'field'], scope);
    if (!field) return checkedGuides(channel, definition, undefined, path, complain);
    checkType(definition, field, path);
    if (channel === 'text') return visitText(definition, field, path, scope);
    const typed = withType(channel, definition, field);
    return hidden.has(channel) || !scope.table ? typed : withTicks(channel, typed, field, scope.table.name, path, complain);
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
    const label: Label = { table: scope.table.name, field: field.name, way, option: definition.format };
    const name = labelField(label);
    labels.set(name, label);
    const { format: _, formatType: __, ...rest } = definition;
    return { ...rest, field: name, type: 'nominal' };
  };

  return { json: visit(json, [], { table: undefined, made: new Set() }) as JsonObject, labels };
}

/** The channels whose axis the spec switches off somewhere; layers share axes, so it is off for all. */
function channelsWithoutAxis(json: Json): ReadonlySet<string> {
  if (Array.isArray(json)) return new Set(json.flatMap((item) => [...channelsWithoutAxis(item)]));
  if (!isObject(json)) return new Set();
  const own = Object.entries(json).filter(([, value]) => isObject(value) && value.axis === null);
  return new Set([...own.map(([channel]) => channel), ...Object.values(json).flatMap((value) => [...channelsWithoutAxis(value)])]);
}

/** The field names that a transform makes. */
function madeBy(transform: Json): string[] {
  if (!isObject(transform)) return [];
  const own = typeof transform.as === 'string' ? [transform.as] : Array.isArray(transform.as) ? transform.as.map(String) : [];
  const parts = ['aggregate', 'joinaggregate', 'window'].flatMap((key) => (Array.isArray(transform[key]) ? transform[key] : []));
  const nested = parts.flatMap((part) => (isObject(part) && typeof part.as === 'string' ? [part.as] : []));
  const defaults = Array.isArray(transform.fold) && own.length === 0 ? ['key', 'value'] : [];
  const looked = isObject(transform.from) && Array.isArray(transform.from.fields) ? transform.from.fields.map(String) : [];
  return [...own, ...nested, ...defaults, ...looked];
}

const measured = new Set(['x', 'y', 'x2', 'y2', 'size', 'opacity', 'theta', 'radius', 'angle']);

function withType(channel: string, definition: JsonObject, field: Field): JsonObject {
  if (definition.type !== undefined || channel === 'x2' || channel === 'y2' || channel === 'tooltip' || definition.aggregate)
    return definition;
  const numeric = field.type === 'number' || field.type === 'integer';
  return { ...definition, type: isTemporal(field.type) ? 'temporal' : numeric && measured.has(channel) ? 'quantitative' : 'nominal' };
}
