import type * as vega from 'vega';
import type { Problem } from '../problems.ts';
import type { Rule } from '../rules.ts';
import type { Drawing } from './drawing.ts';
import type { TextStyle } from './measure.ts';
import type { Datum } from './rows.ts';
import { specProblem } from './spec.ts';

/** A mark of Vega's scene: what is to be drawn, laid out. */
export interface SceneMark {
  marktype: string;
  name?: string;
  role?: string;
  items: SceneItem[];
}

export interface SceneItem extends TextStyle {
  /** px from the group around. */
  x?: number;
  y?: number;
  bounds: vega.Bounds;
  datum?: Datum;
  items?: SceneMark[];
  text?: unknown;
  opacity?: number;
  /** False where a path is broken on purpose. */
  defined?: boolean;
  /** px; Vega cuts a longer text. */
  limit?: number;
}

/** The lines of a text; none where it is empty. */
export const linesOf = ({ text }: SceneItem) => (text === undefined || text === null ? [] : [text].flat().map(String));

type Report = (rule: Rule, reason: string, fix: string) => void;

/** The problems of what is to be drawn: a label cut short. Each is told once. */
export function checkCuts(drawing: Drawing, root: SceneMark): Problem[] {
  const problems = new Map<string, Problem>();
  const report: Report = (rule, reason, fix) => problems.set(reason, specProblem(drawing.spec, [], rule, reason, fix));
  const visit = (mark: SceneMark): void => {
    for (const item of mark.items) {
      item.items?.forEach(visit);
      if (mark.marktype === 'text' && item.opacity !== 0) checkCut(drawing, item, report);
    }
  };
  visit(root);
  return [...problems.values()];
}

function checkCut({ ledger, measure }: Drawing, item: SceneItem, report: Report): void {
  if (!item.limit || item.text === undefined || item.text === null) return;
  for (const line of [item.text].flat()) {
    const text = ledger.resolve(String(line));
    const width = measure(text, item);
    if (width < item.limit) continue;
    const reason = `the text "${text}" is ${Math.ceil(width)} px wide and would be cut at ${item.limit} px`;
    report('cut-label', reason, 'shorten the text, or raise its limit in the theme');
  }
}

/** A text may leave the picture by this many px, less than what is seen. */
const tolerance = 2;

/** A problem for each text that leaves the picture; `fit` layouts do not always leave room for the longest label. */
export function checkInside(drawing: Drawing, svg: string, root: SceneMark): Problem[] {
  const [, width = 0, height = 0] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)?.map(Number) ?? [];
  const [, left = 0, top = 0] = /transform="translate\(([\d.-]+),([\d.-]+)\)"/.exec(svg)?.map(Number) ?? [];
  const problems: Problem[] = [];
  const fix = 'leave it room: give the chart more padding, or end its scale before the edge, "range": [0, { "expr": "width - 80" }]';
  const visit = (mark: SceneMark, x: number, y: number): void => {
    for (const item of mark.items) {
      if (mark.marktype === 'group') for (const each of item.items ?? []) visit(each, x + (item.x ?? 0), y + (item.y ?? 0));
      if (mark.marktype !== 'text' || !item.text || item.opacity === 0) continue;
      const { x1, y1, x2, y2 } = item.bounds;
      const px = Math.ceil(Math.max(-(x + x1), x + x2 - width, -(y + y1), y + y2 - height));
      if (px <= tolerance) continue;
      const reason = `the text "${drawing.ledger.resolve([item.text].flat().join(' '))}" leaves the picture by ${px} px`;
      problems.push(specProblem(drawing.spec, [], 'outside-chart', reason, fix));
    }
  };
  visit(root, left, top);
  return problems;
}
