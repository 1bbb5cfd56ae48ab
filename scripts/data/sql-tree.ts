/** A node of DuckDB's parse tree, as `json_serialize_sql` writes it. */
export interface SqlNode {
  [key: string]: unknown;
}

/** The nodes of a list; none where the tree has no list there. */
export const nodes = (value: unknown): SqlNode[] => (Array.isArray(value) ? value.filter(isNode) : []);

export const isNode = (value: unknown): value is SqlNode => value !== null && typeof value === 'object' && !Array.isArray(value);

/** The name of a function, an alias or a table, by which SQL compares them. */
export const lower = (value: unknown) => String(value ?? '').toLowerCase();

/** The byte at which a node stands in its query; undefined where DuckDB made the node itself. */
export const offsetOf = (node: SqlNode): number | undefined =>
  Number.isSafeInteger(node.query_location) ? (node.query_location as number) : undefined;

/** The nodes right under a node, through lists and wrappers alike. */
export function children(node: SqlNode): SqlNode[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value.flat().filter(isNode) : isNode(value) ? [value] : []));
}

/** Every node under a node, itself first. */
export function* everyNode(node: SqlNode): Generator<SqlNode> {
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    open.push(...children(next).reverse());
  }
}

/** The WITH clauses of a query node, in order. */
export const ctes = (node: SqlNode): { name: string; aliases: string[]; query: SqlNode }[] =>
  nodes((node.cte_map as SqlNode | undefined)?.map).map((entry) => {
    const value = entry.value as SqlNode;
    return { name: lower(entry.key), aliases: names(value.aliases), query: (value.query as SqlNode).node as SqlNode };
  });

/** A list of names. */
export const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** True when a table is named without its schema, as a WITH clause is. */
export const isPlainName = (table: SqlNode) => !table.schema_name && !table.catalog_name;

/**
 * The names of the tables that a query reads, sorted. A WITH clause hides a table of its name where the clause is in
 * scope: in the clauses after it, in the query that it stands before and in all under it, and in itself when recursive.
 */
export function tablesRead(query: SqlNode): string[] {
  const found = new Set<string>();
  const visit = (node: SqlNode, hidden: ReadonlySet<string>): void => {
    const inner = new Set(hidden);
    for (const { name, query: clause } of ctes(node)) {
      visit(clause, inner);
      inner.add(name);
    }
    if (node.type === 'BASE_TABLE' && !(isPlainName(node) && inner.has(lower(node.table_name)))) found.add(String(node.table_name));
    const { cte_map, right, ...rest } = node;
    for (const child of children(rest)) visit(child, inner);
    if (node.type === 'RECURSIVE_CTE_NODE') inner.add(lower(node.cte_name));
    if (isNode(right)) visit(right, inner);
  };
  visit(query, new Set());
  return [...found].sort();
}
