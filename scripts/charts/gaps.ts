import type * as vega from 'vega';
import { fieldPath, fieldsIn, operations } from './lineage.ts';
import { nodes, type Spec } from './spec.ts';

/** The field that counts the empty cells under a sum. */
export const gapsOf = (name: string) => `${name} gaps`;

interface Transform extends Record<string, unknown> {
  type: string;
}

interface Scope {
  data?: { transform?: Transform[] }[];
  marks?: Scope[];
}

/**
 * Lets empty cells be seen behind what a compiled spec computes (in place): a sum counts the gaps under it, and an
 * expression of an empty cell is empty, where JavaScript makes it 0.
 */
export function keepGaps(compiled: vega.Spec, spec: Spec): void {
  const own = new Set(
    [...nodes(spec.json)].flatMap(([value, path]) => (path.at(-1) === 'calculate' && typeof value === 'string' ? [value] : [])),
  );
  const gapped = new Set<string>();
  const visit = (scope: Scope): void => {
    for (const transform of (scope.data ?? []).flatMap((each) => each.transform ?? [])) {
      if (['aggregate', 'joinaggregate', 'window'].includes(transform.type)) countGaps(transform, gapped);
      if (transform.type === 'formula' && own.has(String(transform.expr))) transform.expr = emptyOfEmpty(String(transform.expr));
    }
    scope.marks?.forEach(visit);
  };
  visit(compiled as Scope);
}

/** Adds to an aggregate a count of the empty cells under each sum, and under each result of a field that has gaps. */
function countGaps(transform: Transform, gapped: Set<string>): void {
  const { ops = [], fields = [], as = [], params } = transform as Record<string, unknown[] | undefined>;
  for (const { op, field, name } of operations(transform)) {
    const isSum = op === 'sum' || op === 'product';
    if (!field || !(isSum || gapped.has(field))) continue;
    gapped.add(name);
    ops.push(gapped.has(field) ? 'sum' : 'missing');
    fields.push(fieldPath(gapped.has(field) ? gapsOf(field) : field));
    as.push(gapsOf(name));
    params?.push(null);
  }
}

/** What tests a value, and so may say itself what an empty one means; but never 0. */
const tests = /isValid|isDefined|isNumber|isNaN|isFinite|null|[?!]|&&|\|\||(?<![\w$])if\(/;

function emptyOfEmpty(expression: string): string {
  const empty = fieldsIn(expression)
    .map((name) => `datum[${JSON.stringify(name)}] === null`)
    .join(' || ');
  if (!empty) return expression;
  const bare = expression.replace(/'[^']*'|"[^"]*"/g, "''");
  const when = tests.test(bare) ? `((${empty}) && (${expression}) === 0)` : `(${empty})`;
  return `${when} ? null : (${expression})`;
}
