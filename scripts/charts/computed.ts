import type * as vega from 'vega';
import type { Drawing } from './drawing.ts';
import { explain, lineageByMark, madeOf } from './lineage.ts';
import { fieldsByMark } from './marks.ts';
import type { SceneItem, SceneMark } from './scene.ts';
import { nodes } from './spec.ts';

/** Values that a spec computes itself: a field of a mark's data, or a channel that an expression sets, mark by mark. */
export interface Computed {
  mark: string;
  field: string;
  expression: string;
  values: (string | number | boolean | null)[];
}

/** Every value that a drawn chart shows and that is no cell. `compiled` is the spec before gaps were counted. */
export function computedIn(drawing: Drawing, compiled: vega.Spec, root: SceneMark): Computed[] {
  const found = new Map<string, Computed>();
  const fields = fieldsByMark(compiled);
  const lineages = lineageByMark(compiled);
  const channels = channelsByMark(drawing, compiled);
  const isCell = (name: string) => [...drawing.tables.values()].some((table) => table.fields.some((field) => field.name === name));
  const enter = (mark: string, field: string, expression: string, value: unknown) => {
    const known = found.get(`${mark} ${field}`) ?? { mark, field, expression, values: [] };
    found.set(`${mark} ${field}`, known);
    known.values.push(plainValue(value));
  };
  for (const { mark, item } of marksOf(root)) {
    const lineage = lineages.get(mark) ?? new Map();
    for (const name of fields.get(mark) ?? []) {
      const made = drawing.linted.labels.has(name) ? undefined : madeOf(lineage, name, isCell);
      if (made && !made.isKey) enter(mark, name, explain(made), item.datum?.[name]);
    }
    for (const [channel, expression] of channels.get(mark) ?? [])
      enter(mark, channel, expression, (item as unknown as Record<string, unknown>)[channel]);
  }
  return [...found.values()];
}

/** Every item of the marks of a scene, with the name of its mark. */
export function* marksOf(mark: SceneMark): Generator<{ mark: string; type: string; item: SceneItem }> {
  for (const item of mark.items) {
    if (mark.role === 'mark' && mark.marktype !== 'group') yield { mark: mark.name ?? '', type: mark.marktype, item };
    for (const each of item.items ?? []) yield* marksOf(each);
  }
}

/** The channels of each mark that an expression of the author's sets from the data. */
function channelsByMark({ spec }: Drawing, compiled: vega.Spec): Map<string, [string, string][]> {
  const own = new Set(
    [...nodes(spec.json)].flatMap(([value, path]) =>
      path.at(-1) === 'expr' && typeof value === 'string' && value.includes('datum') ? [value] : [],
    ),
  );
  const found = new Map<string, [string, string][]>();
  const visit = (marks: readonly vega.Mark[] = []): void => {
    for (const mark of marks) {
      const set = Object.entries(mark.encode?.update ?? {}).flatMap(([channel, rule]) => {
        const expression = signalsIn(rule).find((signal) => own.has(signal));
        return expression === undefined ? [] : [[channel, expression] as [string, string]];
      });
      if (mark.name && set.length > 0) found.set(mark.name, set);
      visit((mark as { marks?: vega.Mark[] }).marks);
    }
  };
  visit(compiled.marks);
  return found;
}

/** The expressions in the rule of a channel. */
function signalsIn(rule: unknown): string[] {
  if (typeof rule !== 'object' || rule === null) return [];
  return Object.entries(rule).flatMap(([key, value]) => (key === 'signal' && typeof value === 'string' ? [value] : signalsIn(value)));
}

/** A value as a record holds it: dates in ISO 8601, numbers without the noise of their last bits. */
export function plainValue(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null || Number.isNaN(value)) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'number') return Number.isFinite(value) ? Number(value.toPrecision(12)) : null;
  return typeof value === 'string' || typeof value === 'boolean' ? value : JSON.stringify(value);
}
