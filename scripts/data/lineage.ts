import { holdsAggregate, originOf, type Scope } from './expressions.ts';
import { chosen, computed, either, fromDatasets, nothing, type Origin } from './origin.ts';
import {
  anyColumn,
  branches,
  type Column,
  columnNamed,
  columnOf,
  fingerprint,
  type NamedRelation,
  oneRow,
  openRelation,
  type Relation,
  relation,
  renamed,
  tableRelation,
} from './relation.ts';
import { ctes, everyNode, isNode, isPlainName, lower, names, nodes, type SqlNode, tablesRead } from './sql-tree.ts';
import type { Table } from './tables.ts';

/** What a query or a part of it can see: the WITH clauses in scope, and the columns of the queries around it. */
interface Surroundings {
  clauses: ReadonlyMap<string, Relation>;
  outer?: (parts: readonly string[]) => Origin | undefined;
}

/** A FROM clause: what columns are called from, and what a star gives. */
interface From {
  named: readonly NamedRelation[];
  all: Relation;
}

/**
 * Where each field of a query's result comes from, in their order, and what decides how many rows there are. `fields`
 * are the names that DuckDB gives them; where they are not those that the parse tree tells, each rests on everything.
 * `states` tells whether a text of the query states a number in words.
 */
export function traceFields(
  query: SqlNode,
  tables: ReadonlyMap<string, Table>,
  fields: readonly string[],
  states: Scope['states'] = () => false,
): { origins: Origin[]; rows: Origin } {
  const { everything, result } = traceQuery(query, tables, states);
  const { columns, rows } = result;
  const told = columns?.length === fields.length && columns.every(({ name }, index) => lower(fields[index]).startsWith(lower(name)));
  const any = chosen(anyColumn(result), everything);
  return { origins: fields.map((_, index) => (told ? (columns[index] as Column).origin : any)), rows };
}

/**
 * The columns that a query gives, each with the datasets from whose cells its value is computed and the constants that
 * it may be. Values count: arguments, conditions of CASE, what a window parts and sorts by; WHERE and JOIN only choose
 * rows, and count where rows are counted. Where a column cannot be told, it rests on all tables that the query reads.
 */
function traceQuery(query: SqlNode, tables: ReadonlyMap<string, Table>, states: Scope['states']): { result: Relation; everything: Origin } {
  const read = tablesRead(query).flatMap((name) => tables.get(name) ?? []);
  const everything = fromDatasets(read.flatMap((table) => table.datasets));
  return { result: traceNode(query, { clauses: new Map() }), everything };

  function traceNode(node: SqlNode, around: Surroundings): Relation {
    const inner = { ...around, clauses: withClauses(node, around) };
    if (node.type === 'SELECT_NODE') return traceSelect(node, inner);
    if (node.type === 'SET_OPERATION_NODE') return traceSetOperation(node, inner);
    if (node.type === 'RECURSIVE_CTE_NODE') return traceRecursion(node, inner);
    return openRelation([], everything);
  }

  function withClauses(node: SqlNode, around: Surroundings): Map<string, Relation> {
    const clauses = new Map(around.clauses);
    for (const { name, aliases, query: clause } of ctes(node))
      clauses.set(name, renamed(traceNode(clause, { ...around, clauses }), aliases));
    return clauses;
  }

  function traceSetOperation(node: SqlNode, around: Surroundings): Relation {
    const type = String(node.setop_type);
    const options = { byName: type === 'UNION_BY_NAME', all: Boolean(node.setop_all), left: type === 'EXCEPT' || type === 'INTERSECT' };
    const parts = nodes(node.children).length > 0 ? nodes(node.children) : [node.left as SqlNode, node.right as SqlNode];
    return parts.map((each) => traceNode(each, around)).reduce((a, b) => branches(a, b, options));
  }

  /** The recursive branch is traced until what it reads of itself rests on nothing new. */
  function traceRecursion(node: SqlNode, around: Surroundings): Relation {
    const options = { byName: false, all: Boolean(node.union_all), left: false };
    let known = renamed(traceNode(node.left as SqlNode, around), names(node.aliases));
    for (let before = ''; before !== fingerprint(known); ) {
      before = fingerprint(known);
      const clauses = new Map(around.clauses).set(lower(node.cte_name), known);
      known = branches(known, traceNode(node.right as SqlNode, { ...around, clauses }), options);
    }
    return known;
  }

  function traceSelect(node: SqlNode, around: Surroundings): Relation {
    const from = traceFrom(node.from_table as SqlNode, around);
    const list = nodes(node.select_list);
    const scope = scopeOf(from, around, list);
    const conditions = [node.where_clause, ...groupsOf(node)].filter(isNode).map((each) => originOf(each, scope));
    const counting = { ...scope, rows: chosen(from.all.rows, ...conditions) };
    const selected = list.map((each) => selectedColumns(each, from, counting));
    const columns = selected.flatMap((each) => each.columns);
    const rows = rowsOfSelect(node, counting, columns);
    if (selected.every((each) => each.told)) return relation(columns, rows);
    return { ...openRelation([from.all], ...columns.map((each) => each.origin)), rows };
  }

  /** What an item of a SELECT list gives, and whether that is all. */
  function selectedColumns(item: SqlNode, from: From, scope: Scope): { columns: Column[]; told: boolean } {
    if (item.class === 'STAR') {
      const expanded = expandStar(item, from, scope);
      return { columns: expanded ?? nodes(item.replace_list).map((each) => replacement(each, scope)), told: expanded !== undefined };
    }
    const spread = [...everyNode(item)].some((each) => each.class === 'STAR' || spreads(each));
    return { columns: [{ name: nameOf(item), origin: originOf(item, scope) }], told: !spread };
  }

  /** The rows of a SELECT: those that its aggregates see, one where it has no groups, and those that HAVING and QUALIFY leave. */
  function rowsOfSelect(node: SqlNode, scope: Scope, columns: readonly Column[]): Origin {
    const list = nodes(node.select_list);
    if (groupsOf(node).length === 0 && list.some(holdsAggregate)) return oneRow;
    const distinct = nodes(node.modifiers).some((each) => each.type === 'DISTINCT_MODIFIER');
    const by = [node.having, node.qualify].filter(isNode).map((each) => originOf(each, scope));
    return chosen(scope.rows, ...by, ...(distinct || list.some(holdsUnnest) ? columns.map((each) => each.origin) : []));
  }

  function scopeOf(from: From, around: Surroundings, list: readonly SqlNode[]): Scope {
    const open = new Set<SqlNode>();
    const alias = (name: string): Origin | undefined => {
      const item = list.find((each) => each.alias && lower(each.alias) === lower(name));
      if (!item || open.has(item)) return undefined;
      open.add(item);
      const found = originOf(item, scope);
      open.delete(item);
      return found;
    };
    const find = (parts: readonly string[]): Origin | undefined =>
      fromColumn(from, parts) ?? (parts.length === 1 ? alias(parts[0] as string) : undefined) ?? around.outer?.(parts);
    const scope: Scope = {
      column: (parts) => find(parts) ?? everything,
      star: () => anyColumn(from.all),
      query: (node) => {
        const inner = traceNode(node, { ...around, outer: find });
        return { value: inner.columns?.[0]?.origin ?? inner.open, rows: inner.rows };
      },
      rows: from.all.rows,
      states,
    };
    return scope;
  }

  function traceFrom(node: SqlNode, around: Surroundings): From {
    const aliases = names(node.column_name_alias);
    switch (node.type) {
      case 'BASE_TABLE':
        return named(node.alias || node.table_name, renamed(tableOf(node, around), aliases));
      case 'SUBQUERY':
        return named(node.alias, renamed(traceNode((node.subquery as SqlNode).node as SqlNode, around), aliases));
      case 'EXPRESSION_LIST':
        return named(node.alias, renamed(traceValues(node, around), aliases));
      case 'TABLE_FUNCTION':
        return traceTableFunction(node, around);
      case 'JOIN':
        return traceJoin(node, around);
      case 'EMPTY':
        return { named: [], all: relation([], oneRow) };
      case 'PIVOT': {
        const source = traceFrom(node.source as SqlNode, around);
        return named(node.alias, openRelation([source.all]));
      }
      default:
        return named(node.alias, openRelation([], everything));
    }
  }

  function tableOf(node: SqlNode, { clauses }: Surroundings): Relation {
    const clause = isPlainName(node) ? clauses.get(lower(node.table_name)) : undefined;
    const table = tables.get(String(node.table_name));
    return clause ?? (table ? tableRelation(table) : openRelation([], everything));
  }

  function traceValues(node: SqlNode, around: Surroundings): Relation {
    const scope = scopeOf({ named: [], all: relation([], oneRow) }, around, []);
    const rows = (node.values as SqlNode[][]).map((row) => row.map((each) => originOf(each, scope)));
    const columns = (rows[0] ?? []).map((_, index) => ({
      name: `col${index}`,
      origin: either(...rows.map((row) => row[index] ?? nothing)),
    }));
    return relation(columns, oneRow);
  }

  /** `range`, `unnest` and their like: a column of what their arguments hold, and rows as many as those say. */
  function traceTableFunction(node: SqlNode, around: Surroundings): From {
    const call = node.function as SqlNode;
    const origin = originOf(call, scopeOf({ named: [], all: relation([], oneRow) }, around, []));
    const rows = chosen(origin.bare.length > 0 ? oneRow : nothing, origin);
    const alias = String(node.alias || call.function_name);
    const aliases = names(node.column_name_alias);
    const isOne = /^(range|generate_series|unnest)$/.test(lower(call.function_name)) && node.with_ordinality !== 'WITH_ORDINALITY';
    const column = { name: aliases[0] ?? (lower(call.function_name) === 'unnest' ? 'unnest' : alias), origin };
    return named(alias, isOne && !holdsStruct(call) ? relation([column], rows) : { columns: undefined, open: origin, rows });
  }

  function traceJoin(node: SqlNode, around: Surroundings): From {
    const left = traceFrom(node.left as SqlNode, around);
    // What stands on the right of a join may be LATERAL.
    const outer = (parts: readonly string[]) => fromColumn(left, parts) ?? around.outer?.(parts);
    const right = traceFrom(node.right as SqlNode, { ...around, outer });
    const join = String(node.join_type);
    const both = { named: [...left.named, ...right.named], all: left.all };
    const scope = scopeOf(both, around, []);
    const using = node.ref_type === 'NATURAL' ? sharedNames(left.all, right.all) : names(node.using_columns);
    const by = isNode(node.condition) ? [originOf(node.condition, scope)] : [];
    const keys = using?.flatMap((name) => [columnOf(left.all, name) ?? nothing, columnOf(right.all, name) ?? nothing]) ?? [];
    const rows = chosen(computed([left.all.rows, right.all.rows], 0), ...by, ...keys);
    if (join === 'SEMI' || join === 'ANTI') return { named: left.named, all: { ...left.all, rows } };
    if (!left.all.columns || !right.all.columns || !using)
      return { named: both.named, all: { ...openRelation([left.all, right.all]), rows } };
    return { named: both.named, all: relation(joined(left.all.columns, right.all.columns, using, join), rows) };
  }
}

/** The columns of a join; a column of USING stands once, with the value of the side that has one. */
function joined(left: readonly Column[], right: readonly Column[], using: readonly string[], join: string): Column[] {
  const shared = new Set(using.map(lower));
  const merged = left.map(({ name, origin }) => {
    const other = columnNamed(right, name) ?? nothing;
    if (!shared.has(lower(name)) || join === 'INNER' || join === 'LEFT') return { name, origin };
    return { name, origin: either(origin, other) };
  });
  return [...merged, ...right.filter(({ name }) => !shared.has(lower(name)))];
}

/** The names that both sides of a NATURAL join have; undefined where the columns of one cannot be told. */
function sharedNames(left: Relation, right: Relation): string[] | undefined {
  if (!left.columns || !right.columns) return undefined;
  return left.columns.map((each) => each.name).filter((name) => columnNamed(right.columns ?? [], name) !== undefined);
}

/** What a SELECT groups by: expressions, items of its list by their number, or with ALL each item that aggregates nothing. */
function groupsOf(node: SqlNode): SqlNode[] {
  const list = nodes(node.select_list);
  if (node.aggregate_handling === 'FORCE_AGGREGATES') return list.filter((each) => !holdsAggregate(each));
  return nodes(node.group_expressions).map((each) => {
    const number = each.class === 'CONSTANT' ? Number((each.value as SqlNode).value) : Number.NaN;
    return list[number - 1] ?? each;
  });
}

const named = (alias: unknown, each: Relation): From => ({ named: [{ ...each, alias: lower(alias) }], all: each });

/** The value of a column by the parts of its name: `column`, `table.column`, `schema.table.column`, a field of a struct, a whole row. */
function fromColumn({ named: tables, all }: From, parts: readonly string[]): Origin | undefined {
  const [first = '', second, third] = parts;
  const table = (name: string) => tables.find((each) => each.alias === lower(name));
  if (second !== undefined) {
    const called = table(first) ?? (third !== undefined ? table(second) : undefined);
    const found = called && columnOf(called, called === table(first) ? second : (third as string));
    if (found) return found;
  }
  const own = all.columns ? columnNamed(all.columns, first) : undefined;
  const row = table(first);
  return own ?? hiddenColumn(tables, all, first) ?? (row && anyColumn(row));
}

/** A column that no star gives: `rowid`, or one of a relation whose columns cannot be told. */
function hiddenColumn(tables: readonly NamedRelation[], all: Relation, name: string): Origin | undefined {
  if (lower(name) === 'rowid') return all.rows;
  const told = tables.map((each) => columnOf(each, name)).filter((each) => each !== undefined);
  return told.length > 0 ? either(...told) : all.columns ? undefined : all.open;
}

/** The columns that a star stands for; undefined where they cannot be told. */
function expandStar(star: SqlNode, from: From, scope: Scope): Column[] | undefined {
  const source = star.relation_name ? from.named.find((each) => each.alias === lower(star.relation_name)) : from.all;
  if (!source?.columns || isNode(star.expr)) return undefined;
  const excluded = new Set([...names(star.exclude_list), ...nodes(star.exclude_list).map((each) => each.column)].map(lower));
  const replaced = nodes(star.replace_list).map((each) => replacement(each, scope));
  const rename = new Map(nodes(star.rename_list).map((each) => [lower((each.key as SqlNode).column), String(each.value)]));
  return source.columns
    .filter(({ name }) => !excluded.has(lower(name)))
    .map(({ name, origin }) => ({ name: rename.get(lower(name)) ?? name, origin: columnNamed(replaced, name) ?? origin }));
}

const replacement = (entry: SqlNode, scope: Scope): Column => ({
  name: String(entry.key),
  origin: originOf(entry.value as SqlNode, scope),
});

/** The name of a selected column, where it has one of its own. */
const nameOf = (item: SqlNode) => String(item.alias || (item.class === 'COLUMN_REF' && names(item.column_names).at(-1)) || '');

/** True for an `unnest` that may spread a struct over several columns. */
const spreads = (node: SqlNode) => lower(node.function_name) === 'unnest' && nodes(node.children).length > 1;

const holdsUnnest = (item: SqlNode) => [...everyNode(item)].some((each) => lower(each.function_name) === 'unnest');

const holdsStruct = (item: SqlNode) =>
  [...everyNode(item)].some((each) => /^(struct_pack|row)$/.test(lower(each.function_name)) || each.class === 'COLUMN_REF');
