import * as vega from 'vega';
import type { Problem } from '../problems.ts';
import { marksOf } from './computed.ts';
import type { Drawing } from './drawing.ts';
import { fieldsByMark } from './marks.ts';
import type { Datum } from './rows.ts';
import type { SceneMark } from './scene.ts';
import { isObject, type Json, type JsonPath, specProblem } from './spec.ts';

/**
 * The problems of what a spec asks for and its picture lacks: a view where nothing is drawn, and a field that no row
 * behind a mark has. A layer without rows beside others that have some is how the data are.
 */
export function lossProblems(drawing: Drawing, compiled: vega.Spec, root: SceneMark): Problem[] {
  const drawn = new Map<string, Datum[]>();
  for (const { mark, item } of marksOf(root)) {
    const rows = drawn.get(mark) ?? [];
    rows.push(item.datum ?? {});
    drawn.set(mark, rows);
  }
  const marks = [...fieldsByMark(compiled)].filter(([mark]) => ofView.test(mark));
  const views = new Set(marks.map(([mark]) => viewOf(mark)));
  const filled = new Set([...drawn.keys()].map(viewOf));
  const empty = [...views].filter((view) => !filled.has(view)).map((view) => emptyProblem(drawing, view));
  return [
    ...empty,
    ...marks.flatMap(([mark, fields]) => fields.flatMap((field) => lostField(drawing, mark, field, drawn.get(mark) ?? []))),
  ];
}

/** The name of what a view draws; marks of selections have others. */
const ofView = /(?:^|_)marks$/;
/** The name of the view around the layers of a mark. */
const viewOf = (mark: string) => mark.replace(/(?:^|_)(?:layer_\d+_.*)?marks$/, '');

function emptyProblem(drawing: Drawing, view: string): Problem {
  const path = pathOfView(drawing, view);
  const { table, filters } = dataAt(drawing, path);
  const left = filters.length > 0 ? `the filter ${filters.join(' and ')} leaves no row` : 'nothing is drawn';
  const reason = `${left}${table === undefined ? '' : ` of the table "${table}"`}`;
  return specProblem(drawing.spec, path, 'empty-chart', reason, 'mend the filter, or leave the chart out');
}

function lostField(drawing: Drawing, mark: string, name: string, rows: readonly Datum[]): Problem[] {
  const read = vega.field(name) as (datum: Datum) => unknown;
  if (rows.length === 0 || rows.some((row) => name in row || read(row) !== undefined)) return [];
  const path = pathOfView(drawing, mark);
  const { table, filters } = dataAt(drawing, path);
  const field = drawing.linted.labels.get(name)?.field ?? name;
  const of = table === undefined ? '' : ` of the table "${table}"`;
  const after = filters.length > 0 ? `, filtered by ${filters.join(' and ')}` : '';
  const reason = `a mark reads the field "${field}", which no row${of} has${after}`;
  return [specProblem(drawing.spec, path, 'unknown-field', reason, 'name a field that the transforms leave')];
}

/** The path of a view by the name that Vega-Lite gives its parts and marks, as far as the spec itself holds them. */
export function pathOfView({ spec }: Drawing, name: string): JsonPath {
  const path: (string | number)[] = [];
  let node: Json | undefined = spec.json;
  for (const [, part, index] of name.matchAll(/(?:^|(?<=_))(layer|concat|child)(?:_(\d+))?(?=_|$)/g)) {
    const key =
      part === 'child'
        ? 'spec'
        : part === 'concat'
          ? ['hconcat', 'vconcat', 'concat'].find((each) => isObject(node) && each in node)
          : part;
    const inner: Json | undefined = isObject(node) && key !== undefined ? node[key] : undefined;
    const next: Json | undefined = Array.isArray(inner) ? inner[Number(index)] : inner;
    if (next === undefined) break;
    path.push(key as string, ...(Array.isArray(inner) ? [Number(index)] : []));
    node = next;
  }
  return path;
}

/** The table and the filters of the rows at a path of a spec. */
function dataAt({ spec }: Drawing, path: JsonPath): { table: string | undefined; filters: string[] } {
  let table: string | undefined;
  let filters: string[] = [];
  let node: Json | undefined = spec.json;
  for (const step of [undefined, ...path]) {
    if (step !== undefined) node = (node as Record<string | number, Json>)[step];
    if (!isObject(node)) continue;
    if (isObject(node.data)) [table, filters] = [typeof node.data.name === 'string' ? node.data.name : undefined, []];
    const transforms = Array.isArray(node.transform) ? node.transform : [];
    filters.push(...transforms.flatMap((each) => (isObject(each) && each.filter !== undefined ? [written(each.filter)] : [])));
  }
  return { table, filters };
}

const written = (filter: Json) => (typeof filter === 'string' ? `"${filter}"` : JSON.stringify(filter));
