import { type Problem, problem } from '../problems.ts';
import type { Rule } from '../rules.ts';
import { clockWords, ordered, orderedWindows, surroundings, tableFunctions, unstable } from './functions.ts';
import { placeInQuery, type Query } from './query.ts';
import { everyNode, lower, names, nodes, offsetOf, type SqlNode } from './sql-tree.ts';

/** Why a node of a query could give something else another time, and what to write instead. */
interface Chance {
  reason: string;
  fix: string;
  /** The node that does it, where that is one under it. */
  at?: SqlNode;
  rule?: Rule;
}

/** A problem for each part of a query by which its result could change though its tables do not. */
export function chanceProblems(query: Query): Problem[] {
  return [...everyNode(query.tree)].flatMap((node) =>
    chancesOf(node).map(({ reason, fix, at = node, rule = 'not-repeatable' }) =>
      problem(placeInQuery(query, firstOffset(at)), rule, reason, fix),
    ),
  );
}

/** Where a node stands; where it has no place of its own, the first one known under it. */
const firstOffset = (node: SqlNode) => [...everyNode(node)].map(offsetOf).find((each) => each !== undefined);

function chancesOf(node: SqlNode): Chance[] {
  const name = lower(node.function_name);
  if (node.type === 'TABLE_FUNCTION') return tableFunctionChances(lower((node.function as SqlNode).function_name));
  if (node.class === 'COLUMN_REF') return clockChances(names(node.column_names));
  if (node.class === 'WINDOW') return [...functionChances(node, name), ...windowChances(node, name)];
  if (node.class === 'FUNCTION') return [...functionChances(node, name), ...aggregateChances(node, name)];
  return [...sampleChances(node), ...modifierChances(node), ...describeChances(node)];
}

const outside = (name: string): Chance => ({
  reason: `${name} depends on the clock, on chance or on the machine`,
  fix: 'take such values from a dataset, so that the same data give the same deck',
});

function functionChances(node: SqlNode, name: string): Chance[] {
  // What ends a query with a message of its own does so each time.
  const strange = (unstable.has(name) && name !== 'error') || surroundings.has(name) || name.startsWith('pg_');
  const age = name === 'age' && nodes(node.children).length === 1;
  return strange || age ? [outside(`${name}()`)] : [];
}

const clockChances = (parts: readonly string[]): Chance[] =>
  parts.length === 1 && clockWords.has(lower(parts[0])) ? [outside(String(parts[0]))] : [];

function tableFunctionChances(name: string): Chance[] {
  if (tableFunctions.has(name)) return [];
  const fix = `read tables of the project, or use ${[...tableFunctions].join(', ')}`;
  return [{ reason: `${name}() reads what is no table of the project`, fix, rule: 'unknown-table' }];
}

const describeChances = (node: SqlNode): Chance[] =>
  node.type === 'SHOW_REF'
    ? [{ reason: 'DESCRIBE, SHOW and SUMMARIZE tell of the engine, not of the data', fix: 'select from the tables' }]
    : [];

const sampleChances = (node: SqlNode): Chance[] =>
  node.sample ? [{ reason: 'a sample is another one each time', fix: 'take rows by a condition, or by ORDER BY and LIMIT' }] : [];

function modifierChances(node: SqlNode): Chance[] {
  const modifiers = nodes(node.modifiers);
  if (modifiers.some((each) => each.type === 'ORDER_MODIFIER')) return [];
  return modifiers.flatMap((each) => {
    const common = { fix: 'sort the rows by ORDER BY', at: each };
    if (/^LIMIT/.test(String(each.type))) return [{ ...common, reason: 'LIMIT takes any rows without ORDER BY' }];
    if (nodes(each.distinct_on_targets).length === 0) return [];
    return [{ ...common, reason: 'DISTINCT ON takes any row of each group without ORDER BY' }];
  });
}

const isSorted = (node: SqlNode) =>
  nodes(node.orders).length > 0 || nodes(node.arg_orders).length > 0 || nodes((node.order_bys as SqlNode | undefined)?.orders).length > 0;

/** An aggregate that DuckDB itself made has no place; it stands for ARRAY(SELECT ...). */
function aggregateChances(node: SqlNode, name: string): Chance[] {
  if (!ordered.has(name) || isSorted(node) || offsetOf(node) === undefined) return [];
  return [{ reason: `${name}() depends on the order of the rows`, fix: `sort them: ${name}(... ORDER BY ...), or use min() or max()` }];
}

function windowChances(node: SqlNode, name: string): Chance[] {
  if (isSorted(node) || !(orderedWindows.has(name) || ordered.has(name))) return [];
  return [{ reason: `${name}() depends on the order of the rows`, fix: 'sort them: OVER (... ORDER BY ...)' }];
}
