import { aggregates } from './functions.ts';
import { type Bare, chosen, computed, condition, constant, counted, either, nothing, type Origin, written } from './origin.ts';
import { isNode, lower, names, nodes, offsetOf, type SqlNode } from './sql-tree.ts';

/** What the names in an expression mean. */
export interface Scope {
  /** The value of a column, by the parts of its name. */
  column(parts: readonly string[]): Origin;
  /** The values of every column that a star stands for, as one. */
  star(): Origin;
  /** A query inside the expression: its first column, and what decides how many rows it has. */
  query(node: SqlNode): { value: Origin; rows: Origin };
  /** What decides how many rows the expression sees. */
  rows: Origin;
  /** Whether a text states a number in words. */
  states: (text: string) => boolean;
}

/** Functions whose result can hold an argument as it stands; by the places of those arguments, all where none are given. */
const writers: Record<string, readonly number[] | undefined> = {
  '||': undefined,
  concat: undefined,
  concat_ws: undefined,
  format: undefined,
  printf: undefined,
  strftime: undefined,
  string_agg: undefined,
  group_concat: undefined,
  listagg: undefined,
  array_to_string: undefined,
  list_aggregate: undefined,
  replace: [0, 2],
  regexp_replace: [0, 2],
  translate: [0, 2],
  lpad: [0, 2],
  rpad: [0, 2],
  repeat: [0],
  upper: [0],
  ucase: [0],
  lower: [0],
  lcase: [0],
  trim: [0],
  ltrim: [0],
  rtrim: [0],
};

/** Functions that give one of their arguments as it stands; by the places of those, all where none are given. */
const choosers: Record<string, readonly number[] | undefined> = {
  greatest: undefined,
  least: undefined,
  list_value: undefined,
  list_pack: undefined,
  array_value: undefined,
  struct_pack: undefined,
  row: undefined,
  map: undefined,
  list_concat: undefined,
  list_append: undefined,
  list_transform: [1],
  list_apply: [1],
  array_transform: [1],
  array_apply: [1],
  apply: [1],
  nullif: [0],
  unnest: [0],
  list_extract: [0],
  list_element: [0],
  array_extract: [0],
  struct_extract: [0],
  element_at: [0],
  map_extract: [0],
  list_filter: [0],
  list_sort: [0],
  list_distinct: [0],
  constant_or_null: [0],
  any_value: [0],
  arbitrary: [0],
  first: [0],
  last: [0],
  mode: [0],
  list: [0],
  array_agg: [0],
  lag: [0],
  lead: [0],
  first_value: [0],
  last_value: [0],
  nth_value: [0],
  min: [0],
  max: [0],
  arg_min: [0],
  arg_max: [0],
  argmin: [0],
  argmax: [0],
  min_by: [0],
  max_by: [0],
};

const conditions = new Set([
  'bool_and',
  'bool_or',
  '~~',
  '!~~',
  '~~~',
  '~~*',
  '!~~*',
  'contains',
  'starts_with',
  'ends_with',
  'prefix',
  'suffix',
]);
const rowCounters = new Set(['count', 'count_star', 'count_if', 'countif', 'regr_count', 'approx_count_distinct']);
const rowRankers = new Set(['row_number', 'rank', 'dense_rank', 'rank_dense', 'percent_rank', 'cume_dist', 'ntile']);
const sums = new Set(['sum', 'fsum', 'sumkahan', 'kahan_sum', 'sum_no_overflow']);

/** Where the value of an expression comes from. A node of a kind unknown here is computed from all that is under it. */
export function originOf(node: SqlNode, scope: Scope): Origin {
  const of = (each: unknown): Origin => (isNode(each) ? originOf(each, scope) : nothing);
  const offset = offsetOf(node) ?? 0;
  switch (node.class) {
    case 'CONSTANT':
      return constant(kindOf(node.value as SqlNode, scope.states), offset);
    case 'COLUMN_REF':
      return scope.column(names(node.column_names));
    case 'STAR':
      return scope.star();
    case 'CAST':
      return castOrigin(of(node.child), lower((node.cast_type as SqlNode).id), offset);
    case 'COLLATE':
      return of(node.child);
    case 'CASE':
      return caseOrigin(node, of);
    case 'COMPARISON':
    case 'BETWEEN':
    case 'CONJUNCTION':
      return condition(...operands(node).map(of));
    case 'SUBQUERY':
      return subqueryOrigin(node, scope, of);
    case 'OPERATOR':
      return operatorOrigin(node, nodes(node.children).map(of), offset);
    case 'FUNCTION':
    case 'WINDOW':
      return functionOrigin(node, scope, of);
    case 'LAMBDA':
      return of(node.expr);
    default:
      return computed(operands(node).map(of), offset);
  }
}

/** The expressions right under a node, through wrappers that are none. */
export function operands(node: SqlNode): SqlNode[] {
  return Object.values(node).flatMap((value) => {
    const items = (Array.isArray(value) ? value.flat() : [value]).filter(isNode);
    return items.flatMap((item) => (item.class ? [item] : operands(item)));
  });
}

/** Text whose placeholders are left out: what `format`, `printf` and `strftime` write beside their arguments. */
const unformatted = (text: string) => text.replace(/\{[^}]*\}|%[-+ 0#']*\d*(\.\d+)?[A-Za-z]/g, '');

function kindOf({ is_null, value, type }: SqlNode, states: Scope['states']): Bare['kind'] {
  if (is_null) return 'null';
  const id = lower((type as SqlNode | undefined)?.id);
  if (id === 'boolean') return 'plain';
  if (id === 'varchar') {
    const text = unformatted(String(value));
    return /\p{N}/u.test(text) || states(text) ? 'stated' : 'plain';
  }
  return value === 0 || value === 1 ? 'flag' : 'stated';
}

const wordTypes = new Set(['varchar', 'boolean', 'enum', 'unbound', 'user']);

/** A cast lets a value pass; a word or a truth value made a number is a number of the query. */
function castOrigin(child: Origin, type: string, offset: number): Origin {
  if (wordTypes.has(type)) return child;
  return {
    ...child,
    bare: child.bare.map((each) => (each.kind === 'plain' ? { kind: 'flag' as const, offset: each.offset || offset } : each)),
  };
}

function caseOrigin(node: SqlNode, of: (each: unknown) => Origin): Origin {
  const checks = nodes(node.case_checks);
  const results = [...checks.map((each) => of(each.then_expr)), of(node.else_expr)];
  return chosen(either(...results), ...checks.map((each) => of(each.when_expr)));
}

function subqueryOrigin(node: SqlNode, scope: Scope, of: (each: unknown) => Origin): Origin {
  const { value, rows } = scope.query((node.subquery as SqlNode).node as SqlNode);
  return node.subquery_type === 'SCALAR' ? value : condition(value, rows, of(node.child));
}

function operatorOrigin(node: SqlNode, args: readonly Origin[], offset: number): Origin {
  if (node.type === 'OPERATOR_COALESCE') return either(...args);
  if (/^(ARRAY_|STRUCT_)EXTRACT$|^ARRAY_SLICE$/.test(String(node.type))) return chosen(args[0] ?? nothing, ...args);
  if (/^OPERATOR_(NOT|IS_)|^COMPARE_/.test(String(node.type))) return condition(...args);
  if (node.type === 'ARRAY_CONSTRUCTOR' || node.type === 'OPERATOR_TRY') return either(...args);
  return computed(args, offset);
}

/** A function, an aggregate or a window function: its arguments, and what picks, parts and sorts the rows that it sees. */
function functionOrigin(node: SqlNode, scope: Scope, of: (each: unknown) => Origin): Origin {
  const name = lower(node.function_name);
  const args = argumentsOf(node, scope, of);
  const over = [node.filter, node.filter_expr, node.offset_expr, ...nodes(node.partitions), ...orderings(node)].map(of);
  return chosen(applied(node, name, args, scope), ...over);
}

const orderings = (node: SqlNode) =>
  [...nodes(node.orders), ...nodes(node.arg_orders), ...nodes((node.order_bys as SqlNode | undefined)?.orders)].map(
    (each) => each.expression,
  );

/** The arguments of a function; the parameters of a lambda stand for an element of the others. */
function argumentsOf(node: SqlNode, scope: Scope, of: (each: unknown) => Origin): Origin[] {
  const all = nodes(node.children);
  const plain = all.filter((each) => each.class !== 'LAMBDA').map(of);
  return all.map((each) => {
    if (each.class !== 'LAMBDA') return of(each);
    const parameters = new Set(operandsOfParameters(each).map(lower));
    const element = either(...plain);
    const column = (parts: readonly string[]) => (parameters.has(lower(parts[0])) ? element : scope.column(parts));
    return originOf(each, { ...scope, column });
  });
}

const operandsOfParameters = ({ lhs }: SqlNode): string[] =>
  isNode(lhs) ? [lhs, ...operands(lhs)].flatMap((each) => names(each.column_names)) : [];

function applied(node: SqlNode, name: string, args: readonly Origin[], scope: Scope): Origin {
  const offset = offsetOf(node) ?? 0;
  const pick = (places: readonly number[] | undefined) => (places ? args.filter((_, index) => places.includes(index)) : args);
  if (rowCounters.has(name) || rowRankers.has(name)) return chosen(scope.rows, ...args);
  if (sums.has(name) && args.some((each) => each.bare.length > 0)) return sumOf(args[0] as Origin, scope.rows);
  if (conditions.has(name)) return condition(...args);
  if (name in writers) return written(pick(writers[name]), ...args);
  if (isSettled(node, name)) return { ...constant('stated', offset), datasets: either(...args).datasets };
  const values = aggregates.has(name) ? args.map(unflagged) : args;
  const fallback = isNode(node.default_expr) ? [originOf(node.default_expr, scope)] : [];
  if (name in choosers) {
    const taken = choosers[name] ? values.filter((_, index) => choosers[name]?.includes(index)) : values;
    return chosen(either(...taken, ...fallback), ...values);
  }
  return computed(values, offset);
}

/** A sum of constants is a count where they are flags; any other stays a constant. */
const sumOf = (value: Origin, rows: Origin): Origin => chosen(rows.bare.length > 0 ? either(rows, value) : counted(value), value, rows);

/** The argument of an aggregate: flags that cells decide are counted. */
const unflagged = (origin: Origin): Origin => (origin.datasets.size > 0 ? counted(origin) : origin);

/** True for arithmetic that gives the same whatever its cells say: `x - x`, `x / x`, `x * 0`, `pow(x, 0)`. */
function isSettled(node: SqlNode, name: string): boolean {
  const args = nodes(node.children);
  if (name === '*' || name === 'multiply') return args.some(isZero);
  if (args.length !== 2) return false;
  if (['^', '**', 'pow', 'power'].includes(name)) return isZero(args[1] as SqlNode);
  return ['-', '/', '//', '%', 'subtract', 'divide', 'mod', 'xor'].includes(name) && spelling(args[0]) === spelling(args[1]);
}

const isZero = (node: SqlNode): boolean =>
  node.class === 'CAST' ? isZero(node.child as SqlNode) : node.class === 'CONSTANT' && (node.value as SqlNode).value === 0;

/** An expression without the places at which it stands. */
const spelling = (node: unknown) => JSON.stringify(node, (key, value) => (key === 'query_location' ? undefined : value));

/** True when an expression aggregates the rows of its own query. */
export function holdsAggregate(item: SqlNode): boolean {
  if (item.class === 'SUBQUERY') return false;
  if (item.class === 'FUNCTION' && aggregates.has(lower(item.function_name))) return true;
  return operands(item).some(holdsAggregate);
}
