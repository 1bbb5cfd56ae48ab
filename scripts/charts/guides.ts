import { type Field, isTemporal } from '../data/tables.ts';
import { findNumbers } from '../quotes/numbers.ts';
import type { Rule } from '../rules.ts';
import { isObject, type Json, type JsonObject, type JsonPath } from './spec.ts';
import type { Tick } from './ticks.ts';
import { hasWords, isDay } from './timeunits.ts';

export type Complain = (path: JsonPath, rule: Rule, reason: string, fix: string) => void;

const legends = new Set(['color', 'size', 'shape', 'fill', 'stroke', 'opacity', 'strokeWidth', 'strokeDash']);
const headers = new Set(['row', 'column', 'facet']);

/** What tells people the values of a channel. */
function guideOf(channel: string): 'axis' | 'legend' | 'header' | undefined {
  if (channel === 'x' || channel === 'y') return 'axis';
  if (legends.has(channel)) return 'legend';
  return headers.has(channel) ? 'header' : undefined;
}

/** Aggregates whose result has the unit of their field. */
const sameUnit = new Set(['mean', 'average', 'median', 'sum', 'min', 'max', 'q1', 'q3', 'stdev', 'stdevp', 'stderr', 'ci0', 'ci1']);

/** What a channel shows of its field: the unit of a mean is the field's, a share of a stack is a share, a count has none. */
function quantityOf(definition: JsonObject, field: Field | undefined): Pick<Field, 'unit' | 'type'> {
  const { aggregate, stack } = definition;
  if (stack === 'normalize') return { unit: 'share', type: 'number' };
  if (typeof aggregate === 'string' && !sameUnit.has(aggregate)) return { unit: 'count', type: 'integer' };
  return field ?? { unit: undefined, type: 'number' };
}

/**
 * Gives an axis, a legend or a header the format of its field: by unit, by date, or as words that tie to their cells.
 * A format of Vega's stands where it does not change what the number says; a problem else.
 */
export function withTicks(
  channel: string,
  definition: JsonObject,
  field: Field,
  table: string,
  path: JsonPath,
  language: string,
  complain: Complain,
): JsonObject {
  const guide = guideOf(channel);
  const own = definition[guide ?? ''];
  if (!guide || own === null || field.type === 'boolean') return definition;
  const settings = isObject(own) ? own : {};
  const { unit, type } = quantityOf(definition, field);
  const unitOfTime = timeUnitOf(definition);
  const timeUnit = unitOfTime && isDay(unitOfTime) ? undefined : unitOfTime;
  const discrete = definition.type === 'nominal' || definition.type === 'ordinal';
  if ((definition.bin && discrete) || (timeUnit && !hasWords(timeUnit)))
    return checkedGuides(channel, definition, field, path, language, complain);
  const d3 = isOurs(settings.format, type) ? null : String(settings.format);
  if (settings.formatType !== undefined || d3 !== null) checkedGuides(channel, definition, field, path, language, complain);
  // An axis and a legend tell the value of a label; a header does not, so its text is written here.
  if (settings.formatType !== undefined || (d3 !== null && guide !== 'header')) return definition;
  const cells = !definition.bin && !unitOfTime && !definition.aggregate && (discrete || isTied(settings.values));
  const option = settings.format === undefined ? null : String(settings.format);
  const tick: Tick = {
    table,
    field: field.name,
    unit: unit ?? null,
    type,
    option,
    manner: mannerOf(unit, field),
    timeUnit: timeUnit ?? null,
    d3,
    cells: cells && d3 === null,
    coarse: !discrete && option === null && (type === 'date' || type === 'datetime'),
  };
  return { ...definition, [guide]: { ...settings, formatType: 'tieout', format: tick as unknown as Json } };
}

/** What a field asks for all of its figures, where the guide shows them and not what is counted of them. */
function mannerOf(unit: string | undefined, { unit: own, type, display }: Field): Tick['manner'] {
  if (!display || unit !== own) return null;
  const { scale, negative, unit: shown, fiscalFrom } = display;
  const manner = isTemporal(type) || type === 'year' ? { fiscalFrom } : { scale, negative, unit: shown };
  return Object.values(manner).every((each) => each === undefined) ? null : manner;
}

function timeUnitOf({ timeUnit }: JsonObject): string | undefined {
  const unit = isObject(timeUnit) ? timeUnit.unit : timeUnit;
  return typeof unit === 'string' ? unit : undefined;
}

/** True for values that an expression takes from a table. */
const isTied = (values: Json | undefined) => isObject(values) && typeof values.expr === 'string' && values.expr.includes('data(');

const precisions = new Set(['year', 'fiscal', 'quarter', 'fiscalQuarter', 'month', 'day']);

/** True for a format that is no format of Vega's: decimals, or a date's precision. */
function isOurs(format: Json | undefined, type: Field['type']): boolean {
  if (format === undefined || typeof format === 'number') return true;
  if (isTemporal(type) || type === 'year') return typeof format === 'string' && precisions.has(format);
  return typeof format === 'string' && /^\d$/.test(format);
}

/** The definition of a channel whose guide has a format of Vega's. Complains of one that would change what is said. */
export function checkedGuides(
  channel: string,
  definition: JsonObject,
  field: Field | undefined,
  path: JsonPath,
  language: string,
  complain: Complain,
): JsonObject {
  const guide = guideOf(channel) ?? '';
  const settings = definition[guide];
  if (!isObject(settings)) return definition;
  const { format, formatType } = settings;
  const at = (key: string) => [...path, guide, key];
  if (formatType !== undefined && formatType !== 'number' && formatType !== 'time')
    complain(at('formatType'), 'unknown-format', `${guide} has no format "${formatType}"`, "leave it out: the field's unit decides");
  if (typeof format !== 'string') return definition;
  const quantity = quantityOf(definition, field);
  const dated = formatType !== 'number' && (formatType === 'time' || timeUnitOf(definition) || isTemporal(quantity.type));
  const wrong = dated
    ? wrongTimeFormat(format, language)
    : wrongNumberFormat(format, field || quantity.unit ? (quantity.unit ?? '') : undefined);
  if (wrong) complain(at('format'), 'format', wrong, "leave the format out: the field's unit decides");
  return definition;
}

const numberFormat = /^(?:(.)?[<>=^])?[+\-( ]?([$#])?0?\d*,?(?:\.\d+)?~?([a-z%])?$/i;

/** Why a number format of d3 would say another number than the field of that unit holds; `unit` is unknown where undefined. */
export function wrongNumberFormat(format: string, unit: string | undefined): string | undefined {
  const match = numberFormat.exec(format);
  if (!match) return `"${format}" is no number format`;
  const [, fill = '', symbol, type = ''] = match;
  if (/\p{N}/u.test(fill) || /[boxXc]/.test(type)) return `the format "${format}" writes other digits than those of the number`;
  if (/[%p]/.test(type) && unit !== undefined && unit !== 'share')
    return `the format "${format}" makes a percentage of a field ${unitWords(unit)}`;
  if (symbol === '$' && unit !== undefined && unit !== 'USD') return `the format "${format}" makes dollars of a field ${unitWords(unit)}`;
  return undefined;
}

const unitWords = (unit: string) => (unit ? `in "${unit}"` : 'without a unit');

/** Why a date format of d3 would say what is no date: its words state a number. */
function wrongTimeFormat(format: string, language: string): string | undefined {
  const [number] = findNumbers(format.replace(/%[-_0]?[a-zA-Z%]/g, ' '), [], language);
  return number && `the format "${format}" states "${number.text}" by hand`;
}
