import type { LoadedTable, Value } from '../data/tables.ts';
import type { Problem } from '../problems.ts';
import { hasMarks, type Ledger } from '../quotes/ledger.ts';
import { findNumbers } from '../quotes/numbers.ts';
import type { Rule } from '../rules.ts';
import { wrongNumberFormat } from './guides.ts';
import { fieldName } from './lineage.ts';
import { checkNowhere } from './nowhere.ts';
import { isObject, type Json, type JsonObject, type JsonPath, nodes, type Spec, specProblem } from './spec.ts';

/** The keys that say which values a scale spans. */
const domains = new Set(['domain', 'domainMin', 'domainMax', 'domainMid']);

/** How much a setting may ask Vega to make. */
const most: Record<string, number> = { tickCount: 1000, maxbins: 10_000, steps: 10_000, maxsteps: 10_000, minsteps: 10_000 };

/**
 * Problems of what is typed into a spec in place of data: the span of a scale, ticks, values for empty cells, numbers
 * from a sequence or out of an expression. `json` is the spec with its words filled in, in a language.
 */
export function typedProblems(spec: Spec, json: JsonObject, tables: ReadonlyMap<string, LoadedTable>, language: string): Problem[] {
  const problems: Problem[] = [];
  const complain = (path: JsonPath, rule: Rule, reason: string, fix: string) => problems.push(specProblem(spec, path, rule, reason, fix));
  for (const [value, path] of nodes(json)) {
    const [key, parent] = [path.at(-1), path.at(-2)];
    const isScale = parent === 'scale' && domains.has(String(key));
    const isValues = key === 'values' && (parent === 'axis' || parent === 'legend');
    if (isScale || isValues) {
      const typed = typedIn(value, json, columnOf(json, path, tables), tables, language);
      const isWindow = isScale && typed !== undefined && isClipped(json, path) && cutsInto(value, columnOf(json, path, tables));
      if (typed !== undefined && !isWindow) complain(path, 'typed-scale', `"${typed}" is typed by hand`, isScale ? domainFix : valuesFix);
    }
    if (key === 'datum' && isObject(value) && typeof value.expr === 'string') {
      const typed = typedInExpression(value.expr, json);
      const isWindow = isScale && typed !== undefined && isClipped(json, path) && cutsInto(value, columnOf(json, path, tables));
      if (typed !== undefined && !isWindow)
        complain(path, 'untied-number', `"${typed}" is typed by hand`, 'quote the cell: "{{ table.field | show }}"');
    }
    if (key === 'impute' || parent === 'transform' || typeof parent === 'number') checkImpute(value, path, complain);
    if (key === 'sequence' && parent === 'data')
      complain(path, 'untied-number', 'a sequence is numbers that come from no cell', 'put the values into a dataset');
    if (typeof value === 'string') checkExpression(value, path, json, complain);
    checkSize(value, path, complain);
    if (key === 'bin' && isObject(value)) checkBins(value, path, spanOf(tables), complain);
    if (key === 'invalid' && parent === 'scale') complain(path, 'empty-value', 'an empty cell would be drawn as a value', 'leave it out');
  }
  checkNowhere(json, complain);
  if (isObject(json.config)) problems.push(...configProblems(spec, json.config, ['config']));
  return problems;
}

const domainFix = 'leave it out, so that the data span the scale, or quote a cell: "{{ table.field | show }}"';
const valuesFix = 'use "tickCount", or take the values from a table: { "expr": "pluck(data(\'table\'), \'field\')" }';

type Complain = (path: JsonPath, rule: Rule, reason: string, fix: string) => void;

/** Problems of a theme or of a spec's `config`: what would change the digits of every number, or draw empty cells. */
export function configProblems(spec: Spec, config: JsonObject, at: JsonPath = []): Problem[] {
  const problems: Problem[] = [];
  for (const [value, path] of nodes(config)) {
    const key = path.at(-1);
    const tell = (reason: string) => problems.push(specProblem(spec, [...at, ...path], 'format', reason, 'leave it out'));
    if (key === 'numerals') tell('other digits would stand for those of the numbers');
    if (key === 'invalid' && path.at(-2) === 'scale') tell('an empty cell would be drawn as a value');
    if (key === 'numberFormat' && typeof value === 'string' && wrongNumberFormat(value, '')) tell(wrongNumberFormat(value, '') as string);
  }
  return problems;
}

/** The first value that states a number and is no cell; undefined where all are tied. Zero is a baseline. */
function typedIn(
  value: Json,
  json: JsonObject,
  column: ReadonlySet<Value>,
  tables: ReadonlyMap<string, LoadedTable>,
  language: string,
): string | undefined {
  if (Array.isArray(value)) return value.map((each) => typedIn(each, json, column, tables, language)).find((each) => each !== undefined);
  if (typeof value === 'number') return value === 0 || column.has(value) ? undefined : String(value);
  if (typeof value === 'string') {
    const isTied = hasMarks(value) || findNumbers(value, [], language).length === 0 || hasCell(tables, value);
    return isTied ? undefined : value;
  }
  if (!isObject(value)) return undefined;
  const expression = value.expr ?? value.signal ?? value.param;
  if (typeof expression === 'string') return typedInExpression(expression, json);
  return Object.values(value)
    .map((each) => typedIn(each, json, new Set(), new Map(), language))
    .find((each) => each !== undefined);
}

/** A number in an expression, or in a parameter that it names. Places in an array, strings and zero are no values. */
function typedInExpression(expression: string, json: JsonObject): string | undefined {
  const bare = withoutStrings(expression).replace(/\[\s*\d+\s*\]/g, '');
  const literal = [...bare.matchAll(/(?<![\w$.])\d[\d.eE_]*/g)].find(([number]) => Number(number) !== 0)?.[0];
  if (literal) return literal;
  const params = [...nodes(json)].flatMap(([value, path]) => (path.at(-2) === 'params' && isObject(value) ? [value] : []));
  const named = params.filter((param) => new RegExp(`(?<![\\w$.])${String(param.name).replace(/\W/g, '\\$&')}(?![\\w$])`).test(bare));
  const texts = named.flatMap(({ value, expr }) => [value, expr]).flatMap((each) => (each === undefined ? [] : [...nodes(each)]));
  return texts.map(([each]) => (typeof each === 'number' && each !== 0 ? String(each) : undefined)).find((each) => each !== undefined);
}

const withoutStrings = (expression: string) => expression.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");

function hasCell(tables: ReadonlyMap<string, LoadedTable>, text: string): boolean {
  return [...tables.values()].some((table) => table.rows.some((row) => Object.values(row).includes(text)));
}

/** True where every mark under a setting's view is cut at the frame, so that its scale is a window on the data. */
function isClipped(json: JsonObject, path: JsonPath): boolean {
  const view = at(json, path.slice(0, path.lastIndexOf('encoding')));
  const marks = [...nodes(view ?? null)].flatMap(([each, inner]) => (inner.at(-1) === 'mark' ? [each] : []));
  return marks.length > 0 && marks.every((mark) => isObject(mark) && mark.clip === true);
}

/** True for a span inside that of a field's numbers and zero, whose ticks therefore stand between cells. */
function cutsInto(span: Json, column: ReadonlySet<Value>): boolean {
  const cells = [...column].filter((each) => typeof each === 'number');
  const ends = [span].flat();
  const [low, high] = [cells.reduce((least, each) => Math.min(least, each), 0), cells.reduce((most, each) => Math.max(most, each), 0)];
  return ends.every((end) => typeof end === 'number' && end >= low && end <= high);
}

/** What stands at a path. */
const at = (json: JsonObject, path: JsonPath) =>
  path.reduce<Json | undefined>((node, step) => (node as Record<string | number, Json> | undefined)?.[step], json);

/** The cells of the field whose channel holds the setting at `path`. */
function columnOf(json: JsonObject, path: JsonPath, tables: ReadonlyMap<string, LoadedTable>): ReadonlySet<Value> {
  const channel = at(json, path.slice(0, -2));
  const field = isObject(channel) ? channel.field : undefined;
  if (typeof field !== 'string') return new Set();
  return new Set([...tables.values()].flatMap((table) => table.rows.map((row) => row[fieldName(field)] ?? null)));
}

function checkImpute(value: Json, path: JsonPath, complain: Complain): void {
  if (!isObject(value) || (path.at(-1) !== 'impute' && value.impute === undefined)) return;
  if (value.value !== undefined && value.value !== null)
    complain(
      [...path, 'value'],
      'empty-value',
      'an empty place would be drawn as a value typed by hand',
      'leave the place empty, or fill the cell',
    );
  const { keyvals } = value;
  const count = isObject(keyvals) ? (Number(keyvals.stop) - Number(keyvals.start ?? 0)) / Number(keyvals.step ?? 1) : 0;
  if (count > 10_000) complain([...path, 'keyvals'], 'limit', 'it makes more than 10,000 rows', 'make fewer');
}

function checkExpression(text: string, path: JsonPath, json: JsonObject, complain: Complain): void {
  if (/(?<![\w$])tieout\s*\(/.test(text)) complain(path, 'vega', '"tieout" is no function of a spec', 'leave the labels to the field');
  const placed = /(?<![\w$])scale\s*\(\s*['"][^'"]*['"]\s*,\s*([\d.]+)\s*\)/.exec(text)?.[1];
  if (placed !== undefined && Number(placed) !== 0)
    complain(path, 'untied-number', `"${placed}" is typed by hand`, 'put the value into a dataset, and place the mark by its field');
  if (path.at(-1) !== 'calculate') return;
  const named = [...withoutStrings(text).matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*(?!\s*\(|[\w$])/g)].map(([name]) => name);
  const params = [...nodes(json)].flatMap(([each, at]) => (at.at(-2) === 'params' && isObject(each) ? [each.name] : []));
  // What names neither a row nor a parameter is for Vega to complain of.
  if (/(?<![\w$])(?:data|random)\s*\(/.test(text) || named.some((name) => !constants.has(name) && !params.includes(name))) return;
  const number = typedInExpression(text, json);
  if (number !== undefined)
    complain(path, 'untied-number', `"${number}" is typed by hand`, 'put the value into a dataset, and compute from its field');
}

/** Names in expressions that are no data. */
const constants = new Set(['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT1_2', 'SQRT2', 'NaN', 'true', 'false', 'null', 'undefined']);

function checkSize(value: Json, path: JsonPath, complain: Complain): void {
  const key = String(path.at(-1));
  const limit = Object.hasOwn(most, key) ? (most[key] as number) : undefined;
  if (typeof value === 'number' && limit !== undefined && value > limit)
    complain(path, 'limit', `${value} is more than a chart can show`, `use at most ${limit}`);
  const steps = path.includes('graticule') && /^step/.test(key) ? [value].flat() : [];
  if (steps.some((step) => Number(step) < 1)) complain(path, 'limit', 'the lines are too many', 'use steps of at least 1 degree');
  if (key === 'step' && path.includes('transform') && typeof value === 'number' && value < 1e-4 && value > 0)
    complain(path, 'limit', 'the steps are too many', 'use a larger step');
}

/** The widest span of a field's numbers. */
function spanOf(tables: ReadonlyMap<string, LoadedTable>): number {
  const spans = [...tables.values()].flatMap(({ fields, rows }) =>
    fields.map(({ name }) => {
      const numbers = rows.flatMap((row) => (typeof row[name] === 'number' ? [row[name] as number] : []));
      return (
        numbers.reduce((most, each) => Math.max(most, each), -Infinity) - numbers.reduce((least, each) => Math.min(least, each), Infinity)
      );
    }),
  );
  return Math.max(0, ...spans);
}

function checkBins({ step, extent }: JsonObject, path: JsonPath, span: number, complain: Complain): void {
  const [low, high] = Array.isArray(extent) ? extent.map(Number) : [0, 0];
  if (typeof step === 'number' && Math.max(span, (high as number) - (low as number)) / step > 10_000)
    complain([...path, 'step'], 'limit', 'it makes more than 10,000 bins', 'use a larger step');
}

/** The places where a quoted cell stands for its value, not for its text. */
const valued = new Set([...domains, 'datum', 'values']);

/** A copy of a spec where a mark alone, on a scale or as a datum, is the value of its cell. */
export function withTiedValues(json: JsonObject, ledger: Ledger): JsonObject {
  const visit = (node: Json, path: JsonPath): Json => {
    if (typeof node === 'string' && hasMarks(node) && path.some((step) => valued.has(String(step)))) return cellValue(node, ledger) ?? node;
    if (Array.isArray(node)) return node.map((item, index) => visit(item, [...path, index]));
    if (!isObject(node)) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value, [...path, key])]));
  };
  return visit(json, []) as JsonObject;
}

function cellValue(text: string, ledger: Ledger): Json | undefined {
  let found: Json | undefined;
  const rest = ledger.resolve(text, (tie) => {
    found = tie.table === '' ? tie.text : tie.value;
    return '';
  });
  return rest.trim() === '' ? found : undefined;
}
