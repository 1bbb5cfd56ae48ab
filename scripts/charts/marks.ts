import type * as vega from 'vega';
import { fieldName } from './lineage.ts';

/** The fields that each mark of the compiled spec reads, by the mark's name; for a stacked one, the field that is stacked. */
export function fieldsByMark(compiled: vega.Spec): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const stacked = stackedFields(compiled);
  const visit = (marks: readonly vega.Mark[] = []): void => {
    for (const mark of marks) {
      const names = fieldsOf(mark).map((name) => stacked.get(name) ?? name);
      found.set(mark.name ?? '', [...new Set(names)]);
      visit((mark as { marks?: vega.Mark[] }).marks);
    }
  };
  visit(compiled.marks);
  return found;
}

/** The fields that the encoding of a mark names, as a field and in expressions. */
function fieldsOf(mark: vega.Mark): string[] {
  const code = JSON.stringify(mark.encode ?? {});
  const named = [...code.matchAll(/"field":"((?:[^"\\]|\\.)*)"/g)].map((match) => fieldName(JSON.parse(`"${match[1]}"`) as string));
  const inExpressions = [...code.matchAll(/datum\[\\"((?:[^"\\]|\\\\.)*?)\\"\]/g)].map((match) =>
    (match[1] as string).replaceAll('\\\\\\"', '"'),
  );
  return [...named, ...inExpressions];
}

/** The ends of stacked marks, which Vega-Lite makes even for a bar alone, by name; each with the field that it stacks. */
function stackedFields(spec: { data?: unknown; marks?: unknown }, found = new Map<string, string>()): Map<string, string> {
  const data = (spec.data ?? []) as { transform?: { type: string; field?: unknown; as?: unknown }[] }[];
  for (const { type, field, as } of data.flatMap((each) => each.transform ?? [])) {
    if (type !== 'stack' || typeof field !== 'string' || !Array.isArray(as)) continue;
    for (const name of as) found.set(String(name), fieldName(field));
  }
  for (const mark of (spec.marks ?? []) as object[]) stackedFields(mark, found);
  return found;
}
