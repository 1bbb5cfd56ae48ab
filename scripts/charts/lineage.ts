import type * as vega from 'vega';

/** How a field of a mark's data is computed: the expression or operation, and the fields that it reads. */
export interface Made {
  expression: string;
  from: readonly string[];
  /** What was computed before, in which the fields that it reads are found. */
  before: Lineage;
  /** True for a key by which rows are grouped and which is no value: the month of a date, the name of a bin. */
  isKey: boolean;
}

/** The computed fields of one dataset of the compiled spec, by name; all others are cells of a table. */
export type Lineage = Map<string, Made>;

/** A transform of Vega, as far as fields are made by it. */
interface Transform extends Record<string, unknown> {
  type: string;
}

interface Scope {
  data?: { name: string; source?: string | string[]; transform?: Transform[] }[];
  marks?: (Scope & { name?: string; from?: { data?: string; facet?: { name: string; data: string } } })[];
}

/** The lineage of the data of each mark of a compiled spec, by the mark's name. */
export function lineageByMark(compiled: vega.Spec): Map<string, Lineage> {
  const datasets = new Map<string, Lineage>();
  const marks = new Map<string, Lineage>();
  const of = (name: string | undefined) => datasets.get(name ?? '') ?? new Map<string, Made>();
  const visit = (scope: Scope): void => {
    for (const { name, source, transform = [] } of scope.data ?? []) {
      const made: Lineage = new Map([source ?? []].flat().flatMap((each) => [...of(each)]));
      datasets.set(
        name,
        transform.reduce((lineage, each) => through(each, lineage, of), made),
      );
    }
    for (const mark of scope.marks ?? []) {
      const { facet, data } = mark.from ?? {};
      if (facet) datasets.set(facet.name, of(facet.data));
      marks.set(mark.name ?? '', of(facet?.name ?? data));
      visit(mark);
    }
  };
  visit(compiled as Scope);
  return marks;
}

/** The lineage after a transform. */
function through(transform: Transform, before: Lineage, of: (name: string) => Lineage): Lineage {
  const after: Lineage = transform.type === 'aggregate' ? groupsOf(transform, before) : new Map(before);
  const isKey = (expression: string) => transform.type === 'timeunit' || /^!isValid\(datum\["bin_/.test(expression);
  for (const [name, made] of madeBy(transform, of)) after.set(name, { before, isKey: isKey(made.expression), ...made });
  return after;
}

/** What is left of a lineage after an aggregate: the fields of its groups. */
function groupsOf({ groupby }: Transform, before: Lineage): Lineage {
  const kept = names(groupby);
  return new Map([...before].filter(([name]) => kept.includes(name)));
}

type Found = [name: string, made: Pick<Made, 'expression' | 'from'> & Partial<Made>];

function madeBy(transform: Transform, of: (name: string) => Lineage): Found[] {
  const { type, expr, as } = transform;
  const field = nameOf(transform.field);
  const all = (expression: string, from: readonly string[]): Found[] => names(as).map((name) => [name, { expression, from }]);
  switch (type) {
    case 'formula':
      return isConversion(String(expr), String(as)) ? [] : all(String(expr), fieldsIn(String(expr)));
    case 'aggregate':
    case 'joinaggregate':
    case 'window':
      return operations(transform).map(({ op, field, name }) => [name, { expression: `${op}(${field})`, from: field ? [field] : [] }]);
    case 'bin':
    case 'dotbin':
      return all(`bin(${field})`, [field]);
    case 'timeunit':
      return all(`${names(transform.units).join('') || 'timeunit'}(${field})`, [field]);
    case 'fold':
      return all(`fold(${names(transform.fields).join(', ')})`, names(transform.fields));
    case 'regression':
    case 'loess': {
      const [x, y] = [nameOf(transform.x), nameOf(transform.y)];
      return all(`${type}(${y} on ${x})`, [x, y]);
    }
    case 'kde':
    case 'quantile':
    case 'density':
      return all(`${type}(${field})`, [field]);
    case 'flatten':
      return all(`flatten(${names(transform.fields).join(', ')})`, names(transform.fields));
    case 'impute':
      return transform.value === 0 ? [] : [[field, { expression: `impute(${field})`, from: [] }]];
    case 'pivot':
      return [['*', { expression: `pivot(${nameOf(transform.value)} by ${field})`, from: [nameOf(transform.value)] }]];
    case 'lookup': {
      const there = of(String(transform.from));
      return names(transform.values).flatMap((name, index) => {
        const made = there.get(name);
        return made ? [[names(as)[index] ?? name, made] as Found] : [];
      });
    }
    default:
      return [];
  }
}

interface Operation {
  op: string;
  field: string;
  name: string;
}

/** The operations of an aggregate or a window, each with the field that it makes. */
export function operations({ ops, fields, as }: Transform): Operation[] {
  return names(ops).map((op, index) => {
    const field = nameOf((fields as unknown[] | undefined)?.[index]);
    const name = nameOf((as as unknown[] | undefined)?.[index]) || (field ? `${op}_${field}` : op);
    return { op, field, name };
  });
}

/** The name of a field as Vega reads it: a backslash stands before what would else be part of a path. */
export const fieldName = (path: string) => path.replace(/\\(.)/gsu, '$1');

/** A field as Vega reads it, by its name. */
export const fieldPath = (name: string) => name.replace(/[.[\]\\]/g, '\\$&');

/** True for what Vega-Lite writes to read a field in its type. */
export const isConversion = (expr: string, as: string) => /^to(?:Date|Number|Boolean|String)\(/.test(expr) && fieldsIn(expr).join() === as;

/** The fields that an expression reads. */
export const fieldsIn = (expr: string) => [
  ...new Set(
    [...expr.matchAll(/(?<![\w$])datum(?:\.([\w$]+)|\[\s*(['"])((?:(?!\2)[^\\]|\\.)*)\2\s*\])/g)].map(
      (match) => match[1] ?? fieldName(match[3] as string),
    ),
  ),
];

const nameOf = (json: unknown): string => {
  if (typeof json === 'string') return fieldName(json);
  const named = (json ?? {}) as { field?: unknown; expr?: unknown; signal?: unknown };
  return String(named.field ?? named.expr ?? named.signal ?? '');
};
const names = (json: unknown) => [json ?? []].flat().map(nameOf);

/** How a field of a lineage is computed; undefined for a cell. */
export const madeOf = (lineage: Lineage, name: string, isCell: (name: string) => boolean): Made | undefined =>
  lineage.get(name) ?? (isCell(name) ? undefined : lineage.get('*'));

/** The computed fields behind a field, itself among them, and the cells at their ground. */
export function groundOf(lineage: Lineage, name: string): { made: string[]; cells: string[] } {
  const [made, cells] = [new Set<string>(), new Set<string>()];
  const visit = (each: string, scope: Lineage): void => {
    const found = scope.get(each);
    if (!found) cells.add(each);
    else made.add(each);
    for (const under of found?.from ?? []) visit(under, (found as Made).before);
  };
  visit(name, lineage);
  return { made: [...made], cells: [...cells] };
}

/** An expression with those of the computed fields that it reads: `sum(v); v = datum.a * 3`. */
export function explain({ expression, from, before }: Made): string {
  const under = from.flatMap((name) => {
    const each = before.get(name);
    return each ? [`${name} = ${explain(each)}`] : [];
  });
  return [expression, ...under].join('; ');
}
